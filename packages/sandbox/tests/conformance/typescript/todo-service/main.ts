import { readFileSync } from "node:fs";
import { TodoService } from "./service";
import { parseCommand } from "./commands";
import { NotFound } from "./errors";

const service = new TodoService();
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const command = parseCommand(line);
  try {
    switch (command.kind) {
      case "add":
        console.log("added", service.add(command.text).id);
        break;
      case "done":
        console.log("done", service.complete(command.id).text);
        break;
      case "list":
        for (const { id, text, done } of service.list())
          console.log(`${id}. [${done ? "x" : " "}] ${text}`);
        break;
      case "unknown":
        console.log(`? ${command.line}`);
    }
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    console.log(error.message);
  }
}
