import { readdirSync, readFileSync } from "node:fs";

/** Process ids of all that a process has started, directly or not, and that is there now. */
export function listDescendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = readParent(entry);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (const next = [...(children.get(pid) ?? [])]; next.length > 0;) {
    const child = next.pop() as number;
    found.push(child);
    next.push(...(children.get(child) ?? []));
  }
  return found;
}

/** Parent of a process; null when it is gone or has ended already. Source: proc(5), `stat`. */
function readParent(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? null : Number(parent);
  } catch {
    return null;
  }
}
