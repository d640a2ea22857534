import { Icon } from "../../ui/icon.js";
import { NOTE, type NoteColor } from "./note.js";

interface NoteToolsProps {
  color: NoteColor;
  colors: readonly NoteColor[];
  scale: number;
  /** Where there is no room above the note. */
  isBelow: boolean;
  onColor: (color: NoteColor) => void;
  /** Undefined while it is being edited. */
  onEdit: (() => void) | undefined;
  onRemove: () => void;
}

/** What can be done with the selected note, for those who have no keys for it. */
export function NoteTools(props: NoteToolsProps) {
  const { color, colors, scale, isBelow, onColor, onEdit, onRemove } = props;
  return (
    <div
      class="note-tools"
      role="group"
      aria-label="Note"
      style={{ top: isBelow ? `${NOTE.height * scale + 8}px` : "-44px" }}
      // Keeps the text field its focus, so that a colour can be tried while writing.
      onPointerDown={(event) => event.preventDefault()}
    >
      {colors.map((name) => (
        <button
          key={name}
          type="button"
          class="swatch"
          data-color={name}
          aria-label={name}
          aria-pressed={name === color}
          onClick={() => onColor(name)}
        />
      ))}
      <span class="note-tools-line" />
      {onEdit !== undefined && (
        <button
          type="button"
          class="button quiet small icon-only"
          aria-label="Edit the note"
          onClick={onEdit}
        >
          <Icon name="pencil" size={14} />
        </button>
      )}
      <button
        type="button"
        class="button quiet small icon-only"
        aria-label="Remove the note"
        onClick={onRemove}
      >
        <Icon name="trash" size={14} />
      </button>
    </div>
  );
}
