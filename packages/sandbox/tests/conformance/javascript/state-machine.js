const turnstile = {
  initial: "locked",
  states: {
    locked: { on: { coin: "unlocked", push: { target: "locked", action: "complain" } } },
    unlocked: {
      entry: "thank",
      on: { push: "locked", coin: { target: "unlocked", action: "refund" } },
    },
    broken: { final: true },
  },
  any: { kick: "broken" },
};

function createMachine({ initial, states, any = {} }, actions = {}) {
  let current = initial;
  const listeners = new Set();
  const perform = (name, ...args) => name && actions[name]?.(...args);
  return {
    get state() {
      return current;
    },
    send(event, payload) {
      if (states[current].final) throw new Error(`${current} is final, cannot ${event}`);
      const transition = states[current].on?.[event] ?? any[event];
      if (!transition) return false;
      const { target, action } =
        typeof transition === "string" ? { target: transition } : transition;
      perform(action, payload);
      const previous = current;
      current = target;
      if (previous !== current) perform(states[current].entry, payload);
      for (const listener of listeners) listener(previous, event, current);
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

let refunds = 0;
const machine = createMachine(turnstile, {
  complain: () => console.log("  pay first!"),
  thank: (coin = "?") => console.log(`  thanks for ${coin}`),
  refund: () => refunds++,
});
const unsubscribe = machine.subscribe((from, event, to) =>
  console.log(`${from} --${event}--> ${to}`),
);
for (const [event, payload] of [
  ["push"],
  ["coin", "1 euro"],
  ["coin"],
  ["dance"],
  ["push"],
  ["kick"],
]) {
  if (!machine.send(event, payload)) console.log(`${event} means nothing when ${machine.state}`);
}
unsubscribe();
try {
  machine.send("coin");
} catch ({ message }) {
  console.log(message, refunds);
}
