import { z } from "zod";

/**
 * Any RFC 9562 UUID, in lower case, so that one thing has one id: rooms and channels are named by it. Ids made
 * here are version 7, so they sort by creation time.
 */
export const idSchema = z.uuid().toLowerCase();

/** Names a request in logs, and in what follows from it: a client's own choice, or a UUID. */
export const requestIdSchema = z.string().regex(/^[\w.-]{1,64}$/);

/** A moment as the service tells it: ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime();

/** E-mail address, trimmed and lower-cased so that one mailbox is one account. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("must be a valid e-mail address").max(254))
  .meta({
    format: "email",
    description: "At most 254 characters; one mailbox is one account, however it is capitalised.",
  });

/** A person's display name, trimmed. */
export const personNameSchema = z.string().trim().min(1, "must not be empty").max(100);

/**
 * A new password: 8 or more characters and at most 72 bytes, since bcrypt silently ignores what
 * comes after the 72nd byte.
 */
export const newPasswordSchema = z
  .string()
  .min(8, "must have at least 8 characters")
  .refine((password) => new TextEncoder().encode(password).length <= 72, {
    error: "must be at most 72 bytes",
  })
  .describe("8 or more characters, and at most 72 bytes of UTF-8.");

/** Opaque position in a listing, as handed out in the `Link` header. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe("Rows of one page."),
  cursor: idSchema
    .optional()
    .describe("Id of the last row that the caller has, as the `Link` header gives it."),
});

/** Where a listing goes on. `limit` is 1 to 100, `cursor` the id of the last row seen. */
export type PageQuery = z.infer<typeof pageQuerySchema>;
