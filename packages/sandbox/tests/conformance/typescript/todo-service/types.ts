export interface Todo {
  id: number;
  text: string;
  done: boolean;
}
export type Command =
  | { kind: "add"; text: string }
  | { kind: "done"; id: number }
  | { kind: "list" }
  | { kind: "unknown"; line: string };
