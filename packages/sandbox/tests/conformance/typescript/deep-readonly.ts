type Primitive = string | number | bigint | boolean | symbol | null | undefined;
type DeepReadonly<T> = T extends Primitive | ((...args: never[]) => unknown)
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? ReadonlyMap<K, DeepReadonly<V>>
    : { readonly [K in keyof T]: DeepReadonly<T[K]> };

function deepFreeze<T>(value: T): DeepReadonly<T> {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Reflect.ownKeys(value))
      deepFreeze((value as Record<PropertyKey, unknown>)[key]);
  }
  return value as DeepReadonly<T>;
}

type Path<T, Prefix extends string = ""> = {
  [K in keyof T & string]: T[K] extends Primitive
    ? `${Prefix}${K}`
    : `${Prefix}${K}` | Path<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

const settings = deepFreeze({
  editor: { font: { size: 12, family: "Mono" }, tabs: [2, 4] },
  version: 1,
});
function get(
  path: Path<
    Omit<typeof settings, "editor"> & { editor: { font: { size: number; family: string } } }
  >,
): unknown {
  return path
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], settings);
}
console.log(get("editor.font.size"), get("version"), get("editor.font"));
for (const attempt of [
  () => ((settings as any).version = 2),
  () => (settings.editor.tabs as number[]).push(8),
  () => delete (settings.editor as any).font,
]) {
  try {
    attempt();
    console.log("changed");
  } catch (error) {
    console.log((error as TypeError).name);
  }
}
const draft = structuredClone(settings) as { version: number };
draft.version++;
console.log(draft.version, settings.version, Object.isFrozen(draft));
export type { DeepReadonly };
