import type { LiveRoom } from "@workspace/client/live-room";
import { can } from "@workspace/common/permissions";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { useStore } from "../../state/store.js";
import { describeFailure } from "../../ui/describe-failure.js";
import { Icon } from "../../ui/icon.js";
import { colorOf } from "../../ui/person-color.js";
import { showToast } from "../../ui/toasts.js";
import { useLiveness } from "../use-liveness.js";
import { useProject, useRole } from "../use-room-value.js";
import { CursorLayer } from "./cursor-layer.js";
import { BOARD, findFreePlace, newNoteId, type Note, NOTE_COLORS, readNotes } from "./note.js";
import { NoteCard } from "./note-card.js";
import { createNoteChanges } from "./note-changes.js";
import { useScale } from "./use-scale.js";

/** The shared board: everyone's cursors over everyone's notes. */
export function Board({ room, userId }: { room: LiveRoom; userId: string }) {
  const changes = useMemo(
    () =>
      createNoteChanges(room, (error) =>
        showToast("bad", `Your change of the note was not kept. ${describeFailure(error)}`),
      ),
    [room],
  );
  useEffect(() => changes.close, [changes]);
  const { content } = useProject(room);
  const pending = useStore(changes.pending);
  const notes = useMemo(() => readNotes(content, pending), [content, pending]);
  const isEditable = can(useRole(room), "project:edit");
  const liveness = useLiveness(room);

  const viewport = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const scale = useScale(viewport);
  const helpId = useId();
  const [selectedId, setSelected] = useState<string | null>(null);
  const [editingId, setEditing] = useState<string | null>(null);

  function addNote(): void {
    const id = newNoteId();
    const color = NOTE_COLORS[notes.length % NOTE_COLORS.length] ?? NOTE_COLORS[0];
    changes.change(id, { ...findFreePlace(notes), text: "", color });
    setSelected(id);
    setEditing(id);
  }

  function removeNote(id: string): void {
    const index = notes.findIndex((note) => note.id === id);
    const next = notes[index + 1] ?? notes[index - 1];
    changes.change(id, null);
    setSelected(next?.id ?? null);
    setEditing(null);
    // The focus goes on to the neighbour, or to the button that adds.
    const target =
      next === undefined ? ".board-add" : `[data-note="${CSS.escape(next.id)}"] .note-body`;
    document.querySelector<HTMLElement>(target)?.focus();
  }

  function onPointerMove(event: PointerEvent): void {
    const rect = surface.current?.getBoundingClientRect();
    if (rect === undefined) return;
    const x = (event.clientX - rect.left) / scale;
    const y = (event.clientY - rect.top) / scale;
    room.moveCursor(Math.round(x * 10) / 10, Math.round(y * 10) / 10, colorOf(userId));
  }

  return (
    <section class="board" aria-label="Board">
      <div class="board-bar">
        <h2>Board</h2>
        {isEditable ? (
          <button type="button" class="button small board-add" onClick={addNote}>
            <Icon name="plus" size={14} />
            Add note
          </button>
        ) : (
          <p class="muted board-note">
            <Icon name="eye" />
            <span>
              Only to look at. <span class="wide-only">The owner can make you a collaborator.</span>
            </span>
          </p>
        )}
      </div>
      {liveness !== "live" && (
        <p class="board-banner" role="status">
          <Icon name="alert" />
          {isEditable
            ? "No connection. What you change on the board is kept, and sent when it is back."
            : "No connection. The board is shown as it was."}
        </p>
      )}
      {/* What scrolls must be reachable by keyboard, also where it holds nothing that is. */}
      <div
        class="board-viewport"
        ref={viewport}
        tabIndex={0}
        role="group"
        aria-label="Notes on the board"
      >
        <div
          class="board-surface"
          ref={surface}
          style={{
            width: `${BOARD.width * scale}px`,
            height: `${BOARD.height * scale}px`,
            "--scale": String(scale),
          }}
          onPointerMove={onPointerMove}
          onPointerDown={(event) => {
            if (event.target === event.currentTarget) setSelected(null);
          }}
        >
          <p id={helpId} hidden>
            Arrow keys move it, with Shift further. Enter edits. Delete removes.
          </p>
          {notes.length === 0 && <BoardHint isEditable={isEditable} />}
          <ul
            class="notes"
            onFocusOut={({ relatedTarget }) => {
              if (relatedTarget instanceof Element && relatedTarget.closest(".note") === null)
                setSelected(null);
            }}
          >
            {notes.map((note) =>
              isEditable ? (
                <NoteCard
                  key={note.id}
                  note={note}
                  scale={scale}
                  helpId={helpId}
                  isSelected={note.id === selectedId}
                  isEditing={note.id === editingId}
                  onSelect={() => setSelected(note.id)}
                  onEdit={(isEditing) => {
                    if (isEditing) setSelected(note.id);
                    setEditing((current) =>
                      isEditing ? note.id : current === note.id ? null : current,
                    );
                  }}
                  onChange={(patch) =>
                    patch === null ? removeNote(note.id) : changes.change(note.id, patch)
                  }
                />
              ) : (
                <ReadOnlyNote key={note.id} note={note} scale={scale} />
              ),
            )}
          </ul>
          <CursorLayer room={room} scale={scale} />
        </div>
      </div>
    </section>
  );
}

function ReadOnlyNote({ note, scale }: { note: Note; scale: number }) {
  return (
    <li
      class="note"
      data-color={note.color}
      data-note={note.id}
      style={{ transform: `translate(${note.x * scale}px, ${note.y * scale}px)` }}
    >
      <div class="note-scale" style={{ transform: `scale(${scale})` }}>
        <p class="note-body user-text">
          <span class="note-text">{note.text}</span>
        </p>
      </div>
    </li>
  );
}

function BoardHint({ isEditable }: { isEditable: boolean }) {
  return (
    <div class="board-hint">
      <Icon name="note" size={28} />
      <h2>The board is empty</h2>
      <p>
        {isEditable
          ? "Add the first note. Everyone in the project sees it at once."
          : "Notes will appear here as soon as somebody adds one."}
      </p>
    </div>
  );
}
