const ROLES = ["viewer", "editor", "owner"] as const;
type Role = (typeof ROLES)[number];
type Action = "read" | "write" | "share" | "delete";
type Table = { readonly [R in Role]: ReadonlySet<Action> };

const allow = (...actions: Action[]): ReadonlySet<Action> => new Set(actions);
const TABLE: Table = {
  viewer: allow("read"),
  editor: allow("read", "write"),
  owner: allow("read", "write", "share", "delete"),
};

interface Subject {
  name: string;
  roles: Partial<Record<string, Role>>;
}
class Forbidden extends Error {
  constructor(
    readonly subject: Subject,
    readonly action: Action,
    project: string,
  ) {
    super(`${subject.name} may not ${action} ${project}`);
  }
}
function can(role: Role | undefined, action: Action): boolean {
  return role !== undefined && TABLE[role].has(action);
}
function guarded<A extends unknown[], R>(action: Action, fn: (project: string, ...args: A) => R) {
  return (subject: Subject, project: string, ...args: A): R => {
    if (!can(subject.roles[project], action)) throw new Forbidden(subject, action, project);
    return fn(project, ...args);
  };
}
const rename = guarded("write", (project, name: string) => `${project} is now ${name}`);
const ann: Subject = { name: "Ann", roles: { alpha: "owner", beta: "viewer" } };
const bob: Subject = { name: "Bob", roles: { alpha: "editor" } };
for (const [subject, project] of [
  [ann, "alpha"],
  [ann, "beta"],
  [bob, "alpha"],
  [bob, "beta"],
] as const) {
  try {
    console.log(rename(subject, project, "gamma"));
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    console.log(error.message, error.name, error.action);
  }
}
for (const role of ROLES)
  console.log(
    role.padEnd(7),
    (["read", "write", "share", "delete"] as const)
      .map((a) => (can(role, a) ? "x" : "."))
      .join(" "),
  );
