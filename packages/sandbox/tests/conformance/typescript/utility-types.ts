interface User {
  id: number;
  name: string;
  email?: string;
  roles: ("admin" | "editor")[];
}
type NewUser = Omit<User, "id">;
type Patch = Partial<Omit<User, "id">>;
type Stored = Readonly<Required<User>>;
type Role = User["roles"][number];
type NonAdmin = Exclude<Role, "admin">;

class Users {
  private next = 1;
  private readonly rows = new Map<User["id"], Stored>();

  create(user: NewUser): Stored {
    const stored: Stored = { email: "unknown", ...user, id: this.next++ };
    this.rows.set(stored.id, stored);
    return stored;
  }
  update(id: User["id"], patch: Patch): Stored {
    const current = this.rows.get(id);
    if (current === undefined) throw new Error(`no user ${id}`);
    const updated = { ...current, ...patch };
    this.rows.set(id, updated);
    return updated;
  }
  where<K extends keyof Stored>(key: K, test: (value: Stored[K]) => boolean): Stored[] {
    return [...this.rows.values()].filter((row) => test(row[key]));
  }
}

const users = new Users();
const ann = users.create({ name: "Ann", roles: ["admin", "editor"] });
users.create({ name: "Bob", roles: [], email: "bob@example.org" });
console.log(users.update(ann.id, { email: "ann@example.org" }));
console.log(users.where("roles", (roles) => roles.length === 0).map(({ name }) => name));
const demoted: NonAdmin[] = ann.roles.filter((role): role is NonAdmin => role !== "admin");
console.log(demoted, ann.email);

type Created = ReturnType<Users["create"]>;
type Arguments = Parameters<Users["update"]>;
const args: Arguments = [9, { name: "Zed" }];
try {
  const row: Created = users.update(...args);
  console.log(row);
} catch (error) {
  console.log((error as Error).message);
}
type Resolved = Awaited<Promise<Promise<string>>>;
const resolve = async (): Promise<Resolved> => "resolved";
const index: Record<string, NonNullable<User["email"]>> = {};
for (const { name, email } of users.where("id", () => true)) index[name.toLowerCase()] = email;
resolve().then((text) => console.log(text, index));
const Ctor: new (...args: ConstructorParameters<typeof Date>) => InstanceType<typeof Date> = Date;
console.log(new Ctor(0).getTime(), ("x" as Uppercase<"x"> | "x").toUpperCase());
