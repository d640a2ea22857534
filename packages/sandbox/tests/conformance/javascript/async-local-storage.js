const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require("node:async_hooks");
const channel = require("node:diagnostics_channel").channel("app:request");

const context = new AsyncLocalStorage();
const log = (text) => console.log(`[${context.getStore()?.id ?? "-"}] ${text}`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

channel.subscribe((message, name) => log(`${name} ${message.path}`));

async function handle(path, turns) {
  channel.publish({ path });
  while (turns-- > 0) await new Promise((resolve) => setImmediate(resolve));
  log(`half way through ${path}`);
  await new Promise((resolve) => setImmediate(resolve));
  context.getStore().done = true;
  return path;
}

async function main() {
  const requests = [
    ["/slow", 12],
    ["/fast", 1],
  ].map(([path, delay], index) => context.run({ id: index + 1 }, () => handle(path, delay)));
  log("outside");
  console.log(await Promise.all(requests), context.getStore());

  context.run({ id: "outer" }, () => {
    context.run({ id: "inner" }, () => log("nested"));
    context.exit(() => log("exited"));
    process.nextTick(() => log("tick"));
    queueMicrotask(() => log("microtask"));
  });
  await sleep(2);
  const bound = context.run({ id: "bound" }, () => AsyncResource.bind(() => log("bound function")));
  bound();
  context.enterWith({ id: "entered" });
  log("entered");
  console.log(channel.hasSubscribers, typeof executionAsyncId());
}
main();
