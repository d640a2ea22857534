const { setTimeout: sleep } = require("timers/promises");
const { once, EventEmitter } = require("events");

function cancellable(ms, { signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, ms, "finished");
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

async function attempt(name, promise) {
  try {
    console.log(name, "=>", await promise);
  } catch (error) {
    console.log(name, "=>", error.name ?? error, error.code ?? "", error.cause?.name ?? "");
  }
}

async function main() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 2);
  await attempt("own", cancellable(10_000, { signal: controller.signal }));
  await attempt(
    "again",
    new Promise((resolve) => resolve(cancellable(1, { signal: controller.signal }))),
  );
  await attempt("unhurried", cancellable(1, { signal: new AbortController().signal }));

  const custom = new AbortController();
  custom.abort("my reason");
  console.log(custom.signal.aborted, custom.signal.reason);
  await attempt("custom", cancellable(5, { signal: custom.signal }));
  await attempt("sleep", sleep(10_000, null, { signal: AbortSignal.timeout(5) }));
  await attempt("static", sleep(1, "x", { signal: AbortSignal.abort(new TypeError("stop")) }));
  await attempt(
    "any",
    cancellable(10_000, {
      signal: AbortSignal.any([AbortSignal.timeout(5), new AbortController().signal]),
    }),
  );
  const waiting = new AbortController();
  setImmediate(() => waiting.abort());
  await attempt("event", once(new EventEmitter(), "never", { signal: waiting.signal }));

  const target = new EventTarget();
  const listening = new AbortController();
  target.addEventListener("ping", (event) => console.log(event.type, event instanceof Event), {
    signal: listening.signal,
  });
  target.dispatchEvent(new Event("ping"));
  listening.abort();
  console.log(target.dispatchEvent(new Event("ping", { cancelable: true })));
  target.addEventListener("custom", (event) => {
    event.preventDefault();
    console.log(event.detail ?? event.cancelable);
  });
  console.log(target.dispatchEvent(new Event("custom", { cancelable: true })));
}
main();
