type RoomId = "hall" | "cellar" | "garden";
type Command =
  | { verb: "go"; direction: string }
  | { verb: "take" | "use"; item: string }
  | { verb: "look" | "inventory" | "quit" };
interface Room {
  description: string;
  exits: Partial<Record<"north" | "south" | "down" | "up", RoomId>>;
  items: Set<string>;
  locked?: string;
}

const world: Record<RoomId, Room> = {
  hall: {
    description: "A dusty hall.",
    exits: { down: "cellar", north: "garden" },
    items: new Set(["lamp"]),
  },
  cellar: { description: "A dark cellar.", exits: { up: "hall" }, items: new Set(["key"]) },
  garden: {
    description: "A sunny garden. You win!",
    exits: { south: "hall" },
    items: new Set(),
    locked: "key",
  },
};
const VERBS = { go: "direction", take: "item", use: "item" } as const;

function parse(line: string): Command | string {
  const [verb = "", ...rest] = line.trim().toLowerCase().split(/\s+/);
  const object = rest.filter((word) => !["the", "a"].includes(word)).join(" ");
  if (verb === "look" || verb === "inventory" || verb === "quit") return { verb };
  if (!(verb in VERBS)) return `I do not know how to "${verb}".`;
  if (object === "") return `${verb} what?`;
  return { verb, [VERBS[verb as keyof typeof VERBS]]: object } as Command;
}

class Game {
  private here: RoomId = "hall";
  private readonly carried = new Set<string>();
  play(command: Command): string {
    const room = world[this.here];
    switch (command.verb) {
      case "look":
        return [room.description, ...[...room.items].map((item) => `There is a ${item}.`)].join(
          " ",
        );
      case "inventory":
        return this.carried.size > 0 ? [...this.carried].join(", ") : "nothing";
      case "take":
        if (!room.items.delete(command.item)) return `No ${command.item} here.`;
        this.carried.add(command.item);
        return "Taken.";
      case "use": {
        if (!this.carried.has(command.item)) return `You have no ${command.item}.`;
        const opened = Object.values(room.exits).filter((id) => world[id].locked === command.item);
        opened.forEach((id) => delete world[id].locked);
        return opened.length > 0 ? "Click!" : "Nothing happens.";
      }
      case "go": {
        const target = (room.exits as Record<string, RoomId | undefined>)[command.direction];
        if (target === undefined) return "You cannot go there.";
        if (world[target].locked !== undefined) return "It is locked.";
        this.here = target;
        return this.play({ verb: "look" });
      }
      case "quit":
        return "Bye.";
    }
  }
}

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("readable", () => {
  for (let chunk: string | null; (chunk = process.stdin.read() as string | null) !== null;)
    input += chunk;
});
process.stdin.on("end", () => {
  const game = new Game();
  for (const line of input.trimEnd().split("\n")) {
    const command = parse(line);
    console.log(`> ${line}\n${typeof command === "string" ? command : game.play(command)}`);
    if (typeof command !== "string" && command.verb === "quit") break;
  }
});
