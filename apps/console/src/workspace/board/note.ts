import type { JsonObject } from "@workspace/common/contracts/projects";

/** The board has the same size for everyone, so that a place on it means the same in every window. */
export const BOARD = { width: 1200, height: 960 } as const;
export const NOTE = { width: 200, height: 140 } as const;

export const NOTE_COLORS = ["yellow", "green", "blue", "pink", "violet", "gray"] as const;
export type NoteColor = (typeof NOTE_COLORS)[number];

/** Longest text that is written in a note here. */
export const MAX_NOTE_TEXT = 1000;
/** What others may have put there by the API is shown up to here, so that the page stays quick. */
const MAX_SHOWN_TEXT = 4000;
const MAX_SHOWN_NOTES = 400;

/** A note on the board, as kept under `content.notes.<id>`. */
export interface Note {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: NoteColor;
}

/** What a change of a note says; null takes it away. */
export type NotePatch = Partial<Omit<Note, "id">> | null;

/**
 * The notes of a project's content with changes of one's own over them. Anyone may have written anything
 * there: what is no note is left out, and what is off the board is brought back to its edge.
 */
export function readNotes(
  content: JsonObject,
  pending: ReadonlyMap<string, NotePatch> = new Map(),
): Note[] {
  const stored = Object.entries(toObject(content["notes"]));
  const ids = new Set(stored.map(([id]) => id));
  const added = [...pending.keys()].filter((id) => !ids.has(id));
  const all = [...stored, ...added.map((id) => [id, {}] as const)];
  return all
    .flatMap(([id, value]) => {
      const patch = pending.get(id);
      return patch === null ? [] : toNote(id, Object.assign({}, toObject(value), patch));
    })
    .slice(0, MAX_SHOWN_NOTES);
}

function toNote(id: string, { x, y, text, color }: Record<string, unknown>): Note[] {
  if (typeof x !== "number" || typeof y !== "number") return [];
  const shown = typeof text === "string" ? text.slice(0, MAX_SHOWN_TEXT) : "";
  return [{ id, ...keepOnBoard({ x, y }), text: shown, color: toColor(color) }];
}

const toColor = (value: unknown): NoteColor =>
  NOTE_COLORS.find((color) => color === value) ?? NOTE_COLORS[0];

const toObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** The nearest place at which a whole note is on the board, in whole units. */
export const keepOnBoard = ({ x, y }: { x: number; y: number }) => ({
  x: Math.round(Math.min(Math.max(x, 0), BOARD.width - NOTE.width)),
  y: Math.round(Math.min(Math.max(y, 0), BOARD.height - NOTE.height)),
});

const GRID = { left: 40, top: 40, stepX: NOTE.width + 30, stepY: NOTE.height + 30 } as const;

/** Where a new note hides no other: the first free place, row by row; when all are taken, a little off the first. */
export function findFreePlace(notes: readonly Note[]): { x: number; y: number } {
  const isFree = (place: { x: number; y: number }): boolean =>
    notes.every(
      ({ x, y }) => Math.abs(x - place.x) >= NOTE.width || Math.abs(y - place.y) >= NOTE.height,
    );
  for (let y: number = GRID.top; y + NOTE.height <= BOARD.height; y += GRID.stepY)
    for (let x: number = GRID.left; x + NOTE.width <= BOARD.width; x += GRID.stepX)
      if (isFree({ x, y })) return { x, y };
  const offset = (notes.length % 20) * 12;
  return keepOnBoard({ x: GRID.left + offset, y: GRID.top + offset });
}

/** `crypto.randomUUID` is there on secure origins only; a console in a local network may have none. */
export function newNoteId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `n${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
