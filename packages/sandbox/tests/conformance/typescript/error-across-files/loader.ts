type Options = { strict: boolean };

export class LoadError extends Error {
  override readonly name = "LoadError";
}

export function load(text: string, { strict }: Options): Record<string, string> {
  const [key, value] = text.split("=");
  if (value === undefined && strict) {
    throw new LoadError(`no value for ${key}`);
  }
  return { [key!]: value ?? "" };
}
