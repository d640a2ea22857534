type Getters<T> = { [K in keyof T & string as `get${Capitalize<K>}`]: () => T[K] };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type ElementOf<T> = T extends readonly (infer U)[] ? U : never;
type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;
type EventName<T extends string> = `on${Capitalize<T>}`;

interface Config {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly enabled: boolean; readonly versions: readonly string[] };
}
const defaults: Config = {
  host: "localhost",
  port: 80,
  tls: { enabled: false, versions: ["1.2", "1.3"] },
};

function getters<T extends object>(source: T): Getters<T> {
  const result: Record<string, () => unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    result[`get${key[0]!.toUpperCase()}${key.slice(1)}`] = () => value;
  }
  return result as Getters<T>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merge<T>(base: T, override: DeepPartial<T>): T {
  const result = { ...base } as Mutable<T>;
  for (const key of Object.keys(override as object) as (keyof T)[]) {
    const replacement = (override as T)[key];
    const current = base[key];
    result[key] =
      isObject(current) && isObject(replacement)
        ? (merge(current, replacement) as T[keyof T])
        : replacement;
  }
  return result;
}

const config = merge(defaults, { port: 8080, tls: { enabled: true } });
console.log(config, defaults.port);
const access = getters(config);
const port: number = access.getPort();
console.log(port, access.getHost(), Object.keys(access));

type Version = ElementOf<Config["tls"]["versions"]>;
const versions: Version[] = [...config.tls.versions, "1.4"];
const handlers: Partial<Record<EventName<"open" | "close">, (version: Version) => string>> = {
  onOpen: (version) => `opened with ${version}`,
};
console.log(handlers.onOpen?.(versions.at(-1)!), handlers.onClose?.("1.2") ?? "no handler");
const pick = <T, K extends keyof T>(object: T, ...keys: K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, object[key]])) as Pick<T, K>;
console.log(pick(config, "host", "port"));
