import { readdirSync, readFileSync } from "node:fs";

interface ProcessEntry {
  pid: number;
  parentId: number;
  groupId: number;
}

function readEntry(pid: string): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [, parentId, groupId] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(pid), parentId: Number(parentId), groupId: Number(groupId) };
  } catch {
    return null;
  }
}

/** Process groups of everything that this process has started, directly or not, and that is there now. */
export function findDescendantGroups(): number[] {
  const entries = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readEntry)
    .filter((entry) => entry !== null);
  const family = new Set([process.pid]);
  const groups = new Set<number>();
  // Children have no order among the entries: repeated until nobody is found any more.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parentId, groupId } of entries) {
      if (!family.has(parentId)) continue;
      family.add(pid);
      groups.add(groupId);
    }
  }
  return [...groups];
}
