import fc from "fast-check";
import type { FromSchemaOptions } from "./from-schema.js";
import { ACTORS, type Actor, KNOWN_ACCOUNT, type Thing, THINGS } from "./fuzz-world.js";

/** Of each field: rare enough that what has several of them is often accepted. */
const ONE_HOSTILE_IN = 14;

/** How values for the fuzz world are made; `id` and `text` are what is wanted more often than all else. */
export function fieldsLike({ id, text }: { id: Thing; text: string }): FromSchemaOptions & {
  ids: fc.Arbitrary<string>;
} {
  return {
    oneHostileIn: ONE_HOSTILE_IN,
    ids: fc.oneof(
      { weight: 12, arbitrary: fc.constant<string>(id) },
      { weight: 3, arbitrary: fc.constantFrom<string>(...THINGS) },
      { weight: 1, arbitrary: fc.uuid() },
    ),
    emails: fc.oneof(
      { weight: 4, arbitrary: fc.stringMatching(/^[a-z0-9]{1,12}@[a-z]{1,12}\.[a-z]{2,5}$/) },
      { weight: 4, arbitrary: fc.constantFrom("@stranger@example.com", KNOWN_ACCOUNT.email) },
      { weight: 1, arbitrary: fc.emailAddress() },
    ),
    texts: fc.constant(text),
  };
}

/** Mostly the one who may do everything. */
export const someActor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Actor>("owner") },
  { weight: 1, arbitrary: fc.constantFrom(...ACTORS) },
);
