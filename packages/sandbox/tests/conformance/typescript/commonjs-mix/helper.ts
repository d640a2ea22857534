import { EventEmitter } from "events";
export function helper(n: number): string {
  const emitter = new EventEmitter();
  let heard = "";
  emitter.on("n", (value: number) => (heard = "!".repeat(value)));
  emitter.emit("n", n);
  return heard;
}
