import { emailSchema } from "@workspace/common/contracts/fields";
import { listOpenSessions } from "@workspace/database/end-sessions";
import { z } from "zod";
import { defineCommand, JSON_OPTION, noOperands } from "../command.js";
import { findUserId } from "../find-user-id.js";
import { renderTable } from "../render-table.js";
import { withBackends } from "../with-backends.js";

export const sessionsListCommand = defineCommand({
  name: "sessions list",
  summary: "Lists a user's open sessions, the newest first.",
  options: {
    user: { type: "string", placeholder: "email", description: "Whose" },
    ...JSON_OPTION,
  },
  schema: z.object({
    user: z.string("is required").pipe(emailSchema),
    json: z.boolean().optional(),
    operands: noOperands,
  }),
  async run({ user, json }, context) {
    const sessions = await withBackends(context, async ({ database }) =>
      listOpenSessions(database, await findUserId(database, user)),
    );
    const { terminal } = context;
    if (json === true) terminal.print(JSON.stringify(sessions, null, 2));
    else if (sessions.length === 0) terminal.print(`${user} has no open session.`);
    else
      terminal.print(
        renderTable(
          ["SESSION", "SINCE", "ENDS BY ITSELF"],
          sessions.map(({ id, createdAt, expiresAt }) => [
            id,
            createdAt.toISOString(),
            expiresAt.toISOString(),
          ]),
        ),
      );
  },
});
