const EventEmitter = require("events");
const { once, on } = EventEmitter;

class Door extends EventEmitter {
  #isOpen = false;
  open(by) {
    if (this.#isOpen) return this.emit("error", new Error(`already open, ${by}`));
    this.#isOpen = true;
    return this.emit("open", by, this.listenerCount("open"));
  }
  close() {
    this.#isOpen = false;
    this.emit("close");
  }
}

const door = new Door();
door.on("open", (by, listeners) => console.log(`opened by ${by}, ${listeners} listeners`));
door.prependListener("open", () => console.log("ding dong"));
door.once("open", () => console.log("for the first time"));
door.on("error", (error) => console.log("error:", error.message));
door.on("newListener", (name) => console.log("listening to", name));

door.open("Ann");
door.open("Bob");
door.close();
console.log(door.open("Cid"), door.emit("nothing"));
console.log(door.eventNames());

async function main() {
  setTimeout(() => door.emit("knock", 1, "soft"), 1);
  console.log("once:", await once(door, "knock"));

  setTimeout(() => {
    for (const n of [1, 2, 3]) door.emit("tick", n);
  }, 1);
  for await (const [n] of on(door, "tick")) {
    console.log("tick", n);
    if (n === 3) break;
  }
  try {
    setTimeout(() => door.emit("error", new Error("jammed")), 1);
    await once(door, "never");
  } catch (error) {
    console.log("rejected:", error.message);
  }
  door.removeAllListeners();
  try {
    door.emit("error", new TypeError("nobody listens"));
  } catch (error) {
    console.log(`${error}`);
  }
}
main();
