const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function* pages(total) {
  let page = 0;
  try {
    while (page < total) {
      await sleep(1);
      page++;
      yield { page, items: Array.from({ length: 3 }, (_, i) => (page - 1) * 3 + i) };
    }
  } finally {
    console.log(`closed after page ${page}`);
  }
}

class Channel {
  #queue = [];
  #waiting = [];
  #closed = false;
  send(value) {
    const waiter = this.#waiting.shift();
    if (waiter) waiter({ value, done: false });
    else this.#queue.push(value);
  }
  close() {
    this.#closed = true;
    for (const waiter of this.#waiting) waiter({ value: undefined, done: true });
  }
  [Symbol.asyncIterator]() {
    return {
      next: () => {
        if (this.#queue.length) return Promise.resolve({ value: this.#queue.shift(), done: false });
        if (this.#closed) return Promise.resolve({ value: undefined, done: true });
        return new Promise((resolve) => this.#waiting.push(resolve));
      },
    };
  }
}

async function main() {
  for await (const { page, items } of pages(5)) {
    console.log(page, items);
    if (page === 2) break;
  }
  for await (const value of [sleep(3).then(() => "slow"), "plain", Promise.resolve("resolved")]) {
    console.log(value);
  }

  const channel = new Channel();
  const consumer = (async () => {
    let sum = 0;
    for await (const n of channel) sum += n;
    return sum;
  })();
  for (let i = 1; i <= 4; i++) {
    channel.send(i);
    if (i % 2) await sleep(1);
  }
  channel.close();
  console.log("sum", await consumer);

  async function* failing() {
    yield 1;
    throw new Error("stream broke");
  }
  const seen = [];
  try {
    for await (const value of failing()) seen.push(value);
  } catch (error) {
    console.log(seen, error.message);
  }
}

main().then(() => console.log("done"));
