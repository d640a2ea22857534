import { expect, onTestFinished, test, vi } from "vitest";
import { createEmitter } from "./emitter.js";

test("each subscription ends by itself, also that of a listener which was added twice", () => {
  const { on, emit } = createEmitter<{ said: string }>();
  const heard: string[] = [];
  const listener = (word: string) => void heard.push(word);
  const end = on("said", listener);
  on("said", listener);
  emit("said", "a");
  end();
  end();
  emit("said", "b");
  expect(heard).toEqual(["a", "a", "b"]);
});

test("a listener that is added or removed while others are told changes nothing for this time", () => {
  const { on, emit } = createEmitter<{ said: string }>();
  const heard: string[] = [];
  on("said", () => {
    on("said", (word) => void heard.push(`new ${word}`));
    endSecond();
  });
  const endSecond = on("said", (word) => void heard.push(word));
  emit("said", "a");
  expect(heard).toEqual(["a"]);
});

test("a listener that throws spares the others, and its error is not swallowed", () => {
  vi.useFakeTimers({ toFake: ["queueMicrotask"] });
  onTestFinished(() => void vi.useRealTimers());
  const { on, emit } = createEmitter<{ said: string }>();
  const heard: string[] = [];
  on("said", () => {
    throw new Error("a mistake");
  });
  on("said", (word) => void heard.push(word));
  emit("said", "a");
  expect(heard).toEqual(["a"]);
  expect(() => vi.runAllTicks()).toThrow("a mistake");
});
