const palette = {
  red: [255, 0, 0],
  green: "#00ff00",
  blue: [0, 0, 255],
} as const satisfies Record<string, string | readonly [number, number, number]>;

type Color = keyof typeof palette;
const hex = (color: Color): string => {
  const value = palette[color];
  return typeof value === "string"
    ? value
    : `#${value.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
};
console.log((Object.keys(palette) as Color[]).map((color) => `${color} ${hex(color)}`));
console.log(palette.green.toUpperCase(), palette.red[0]);

const routes = [
  { path: "/", method: "GET" },
  { path: "/users/:id", method: "GET" },
  { path: "/users", method: "POST" },
] as const;
type Method = (typeof routes)[number]["method"];
const count = routes.reduce<Partial<Record<Method, number>>>((counts, { method }) => {
  counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}, {});
console.log(count);

type Params<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Params<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
function build<Path extends string>(
  path: Path,
  params: Record<Params<Path>, string | number>,
): string {
  return path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((params as Record<string, string>)[name]!),
  );
}
console.log(build("/users/:id/posts/:slug", { id: 7, slug: "été" }), build("/about", {}));

const levels = ["low", "mid", "high"] as const;
type Level = (typeof levels)[number];
const isLevel = (text: string): text is Level => (levels as readonly string[]).includes(text);
for (const text of ["mid", "max"])
  console.log(text, isLevel(text) ? levels.indexOf(text) : "unknown");
let definite!: string;
setTimeout(() => console.log(definite.length), 0);
definite = <string>"assigned later";
const maybe: { a?: { b?: string[] } } = {};
console.log(maybe.a?.b?.[0], maybe.a?.b?.map((x) => x).length ?? "none", (maybe as any)!.a!);
