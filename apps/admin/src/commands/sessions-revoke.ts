import { emailSchema, idSchema } from "@workspace/common/contracts/fields";
import { endSessions, type SessionChoice } from "@workspace/database/end-sessions";
import { z } from "zod";
import { audit } from "../audit.js";
import { confirm, defineCommand, noOperands, YES_OPTION } from "../command.js";
import { findUserId } from "../find-user-id.js";
import { REDIS_AWAY_NOTE, tellSessionsEnded } from "../tell-sessions-ended.js";
import { type AdminBackends, withBackends } from "../with-backends.js";

const schema = z
  .object({
    user: emailSchema.optional(),
    session: idSchema.optional(),
    all: z.literal(true).optional(),
    yes: z.boolean().optional(),
    operands: noOperands,
  })
  .refine(
    (said) => [said.user, said.session, said.all].filter((one) => one !== undefined).length === 1,
    {
      error: "say one of --user, --session and --all",
    },
  );
type Input = z.infer<typeof schema>;

export const sessionsRevokeCommand = defineCommand({
  name: "sessions revoke",
  summary: "Ends sessions on every service within a second, and closes their sockets.",
  details: "Their users can log in again: whoever else knows a password still does.",
  options: {
    user: { type: "string", placeholder: "email", description: "All of this user" },
    session: { type: "string", placeholder: "id", description: "This one" },
    all: { type: "boolean", description: "Everybody's" },
    ...YES_OPTION,
  },
  schema,
  async run(input, context) {
    const { terminal } = context;
    if (input.all === true) await confirm(context, "Log everybody out?", input.yes);
    const { count, isRedisUp } = await withBackends(context, async (backends) => {
      const choice = await choose(input, backends);
      return { count: await revoke(choice, backends), isRedisUp: backends.isRedisUp };
    });
    if (count > 0) audit(context, "sessions have been ended", { count });
    terminal.print(count === 1 ? "1 session ended" : `${count} sessions ended`);
    if (!isRedisUp) terminal.note(REDIS_AWAY_NOTE);
  },
});

async function choose(
  { user, session }: Input,
  { database }: AdminBackends,
): Promise<SessionChoice> {
  if (session !== undefined) return { sessionId: session };
  return user === undefined ? "all" : { userId: await findUserId(database, user) };
}

/** @returns how many were still open */
async function revoke(choice: SessionChoice, backends: AdminBackends): Promise<number> {
  let count = 0;
  for await (const ended of endSessions(backends.database, choice)) {
    count += ended.length;
    await tellSessionsEnded(ended, backends);
  }
  return count;
}
