import { listAdmins } from "@workspace/database/admins";
import { z } from "zod";
import { defineCommand, JSON_OPTION, noOperands } from "../command.js";
import { renderTable } from "../render-table.js";
import { withBackends } from "../with-backends.js";

export const listAdminsCommand = defineCommand({
  name: "list-admins",
  summary: "Lists who may open /admin/queues.",
  options: JSON_OPTION,
  schema: z.object({ json: z.boolean().optional(), operands: noOperands }),
  async run({ json }, context) {
    const admins = await withBackends(context, ({ database }) => listAdmins(database));
    const { terminal } = context;
    if (json === true) terminal.print(JSON.stringify(admins, null, 2));
    else if (admins.length === 0) terminal.print("There is no admin. create-admin makes one.");
    else
      terminal.print(
        renderTable(
          ["E-MAIL", "NAME", "ACCOUNT SINCE", "ID"],
          admins.map(({ email, name, createdAt, id }) => [
            email,
            name,
            createdAt.toISOString(),
            id,
          ]),
        ),
      );
  },
});
