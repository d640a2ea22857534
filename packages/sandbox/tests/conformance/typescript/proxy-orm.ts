type Row = Record<string, unknown>;
const queries: string[] = [];
const database: Record<string, Row[]> = {
  users: [
    { id: 1, name: "Ann", teamId: 2 },
    { id: 2, name: "Bob", teamId: 1 },
  ],
  teams: [
    { id: 1, title: "Red" },
    { id: 2, title: "Blue" },
  ],
};
interface Finder<T> {
  findBy: { [K in keyof T & string as `${K}`]: (value: T[K]) => T | undefined };
  all(): T[];
}
function table<T extends object>(name: string, relations: Record<string, string> = {}): Finder<T> {
  const wrap = (row: Row): T =>
    new Proxy(row, {
      get(target, key: string) {
        const relation = relations[key];
        if (relation === undefined) return target[key];
        return database[relation]!.find(({ id }) => id === target[`${key}Id`]);
      },
      set(target, key: string, value) {
        queries.push(
          `UPDATE ${name} SET ${key} = ${JSON.stringify(value)} WHERE id = ${String(target["id"])}`,
        );
        return Reflect.set(target, key, value);
      },
    }) as T;
  const findBy = new Proxy({} as Finder<T>["findBy"], {
    get: (_, column: string) => (value: unknown) => {
      queries.push(`SELECT * FROM ${name} WHERE ${column} = ${JSON.stringify(value)}`);
      const found = database[name]!.find((row) => row[column] === value);
      return found && wrap(found);
    },
  });
  return { findBy, all: () => database[name]!.map(wrap) };
}
interface User {
  id: number;
  name: string;
  team: { title: string };
}
const users = table<User>("users", { team: "teams" });
const ann = users.findBy.name("Ann");
if (ann) ann.name = "Anna";
console.log(
  ann?.team.title,
  users.findBy.id(9),
  users.all().map(({ name, team }) => `${name}/${team.title}`),
);
console.log(queries.join("\n"));
