console.log("1 sync");
setTimeout(() => console.log("9 timeout 0"), 0);
setTimeout(() => console.log("10 timeout 15"), 15);
setTimeout(() => console.log("11 timeout 30"), 30);
process.nextTick(() => console.log("3 tick"));
process.nextTick((a, b) => console.log("4 tick with", a, b), "two", "arguments");
queueMicrotask(() => {
  console.log("5 microtask");
  queueMicrotask(() => console.log("7 nested microtask"));
  process.nextTick(() => console.log("8 tick from microtask"));
});
Promise.resolve().then(() => console.log("6 promise"));
(async () => {
  console.log("2 async start");
})();

const cancelled = setTimeout(() => console.log("never"), 1);
clearTimeout(cancelled);
clearTimeout(undefined);
let ticks = 0;
const interval = setInterval(() => {
  ticks++;
  if (ticks < 3) return;
  clearInterval(interval);
  setTimeout(finish, 60);
}, 2);
const unreferenced = setInterval(() => {}, 1000);
unreferenced.unref();
function finish() {
  console.log("12 last", ticks, unreferenced.hasRef());
  setImmediate(() => {
    console.log("13 immediate");
    setTimeout(() => console.log("16 timeout in immediate"), 5);
    Promise.resolve().then(() => console.log("15 promise"));
    process.nextTick(() => console.log("14 tick"));
  });
}
process.on("beforeExit", () => {
  if (globalThis.again) return;
  globalThis.again = true;
  console.log("17 before exit");
  setTimeout(() => console.log("18 kept alive"), 1);
});
process.on("exit", (code) => {
  console.log("19 exit", code);
  setTimeout(() => console.log("not any more"));
});
