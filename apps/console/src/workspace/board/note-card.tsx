import { useLayoutEffect, useRef } from "preact/hooks";
import { keepOnBoard, MAX_NOTE_TEXT, NOTE_COLORS, type Note, type NotePatch } from "./note.js";
import { NoteTools } from "./note-tools.js";
import { useNoteDrag } from "./use-note-drag.js";

interface NoteCardProps {
  note: Note;
  scale: number;
  isSelected: boolean;
  isEditing: boolean;
  /** Of the text that tells how a note is moved and edited. */
  helpId: string;
  onSelect: () => void;
  onEdit: (isEditing: boolean) => void;
  onChange: (patch: NotePatch) => void;
}

const STEP = 10;
const LARGE_STEP = 50;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a screen reader calls a note. */
const nameNote = ({ text }: Note): string => {
  const words = text.trim().slice(0, 200);
  return words === "" ? "Empty note" : `Note: ${words}`;
};

/** A note that can be moved, edited, coloured and removed, by pointer, touch and keyboard. */
export function NoteCard(props: NoteCardProps) {
  const { note, scale, isSelected, isEditing, helpId, onSelect, onEdit, onChange } = props;
  const handle = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(isEditing);
  const { wasDragged, handlers } = useNoteDrag({
    scale,
    note,
    onMove: (place) => onChange(keepOnBoard(place)),
  });
  useLayoutEffect(() => {
    // The text field is gone, and would leave the focus nowhere.
    if (wasEditing.current && !isEditing && document.activeElement === document.body)
      handle.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  function onKeyDown(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      event.preventDefault();
      const step = event.shiftKey ? LARGE_STEP : STEP;
      onChange(keepOnBoard({ x: note.x + arrow[0] * step, y: note.y + arrow[1] * step }));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onChange(null);
    }
  }

  return (
    <li
      class={`note ${isSelected ? "selected" : ""}`}
      data-color={note.color}
      data-note={note.id}
      style={{ transform: `translate(${note.x * scale}px, ${note.y * scale}px)` }}
    >
      <div class="note-scale" style={{ transform: `scale(${scale})` }}>
        {isEditing ? (
          <NoteEditor
            note={note}
            onText={(text) => onChange({ text })}
            onDone={() => onEdit(false)}
          />
        ) : (
          <button
            type="button"
            ref={handle}
            class="note-body user-text"
            aria-label={nameNote(note)}
            aria-describedby={helpId}
            {...handlers}
            onFocus={onSelect}
            onClick={(event) => {
              if (wasDragged()) return;
              // A press of Enter or Space, or the second click.
              if (event.detail === 0 || isSelected) onEdit(true);
              else onSelect();
            }}
            onKeyDown={onKeyDown}
          >
            {note.text === "" ? (
              <span class="note-hint">Empty note</span>
            ) : (
              <span class="note-text">{note.text}</span>
            )}
          </button>
        )}
      </div>
      {isSelected && (
        <NoteTools
          color={note.color}
          isBelow={note.y < 60}
          scale={scale}
          colors={NOTE_COLORS}
          onColor={(color) => onChange({ color })}
          onEdit={isEditing ? undefined : () => onEdit(true)}
          onRemove={() => onChange(null)}
        />
      )}
    </li>
  );
}

interface NoteEditorProps {
  note: Note;
  onText: (text: string) => void;
  onDone: () => void;
}

function NoteEditor({ note, onText, onDone }: NoteEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // Before the next key is pressed, which would else go nowhere.
  useLayoutEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  return (
    <textarea
      ref={field}
      class="note-body note-editor user-text"
      aria-label="Text of the note"
      value={note.text}
      maxLength={MAX_NOTE_TEXT}
      placeholder="Write something"
      onInput={(event) => onText(event.currentTarget.value)}
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === "Escape" || (event.key === "Enter" && (event.metaKey || event.ctrlKey))) {
          event.preventDefault();
          onDone();
        }
      }}
    />
  );
}
