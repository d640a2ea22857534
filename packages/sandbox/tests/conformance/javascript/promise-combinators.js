const after = (ms, value, fail = false) =>
  new Promise((resolve, reject) =>
    setTimeout(() => (fail ? reject(new Error(value)) : resolve(value)), ms),
  );

async function withTimeout(promise, ms) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function retry(times, task) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      console.log(`attempt ${attempt}: ${error.message}`);
      if (attempt === times) throw new Error("gave up", { cause: error });
    }
  }
}

async function main() {
  console.log(await Promise.all([after(5, "a"), "b", after(1, "c")]));
  console.log(
    await Promise.allSettled([after(1, "ok"), after(1, "bad", true)]).then((all) =>
      all.map((r) => r.status),
    ),
  );
  console.log(await Promise.race([after(60_000, "slow"), after(1, "fast")]));
  console.log(await Promise.any([after(1, "no", true), after(2, "yes")]));
  await withTimeout(
    after(60_000, "never").catch(() => {}),
    5,
  ).catch((error) => console.log(error.message));
  console.log(await withTimeout(after(1, "in time"), 10_000));
  console.log(
    await retry(3, async (n) => (n < 3 ? after(1, `busy ${n}`, true) : "third time lucky")),
  );
  await retry(2, () => Promise.reject(new Error("down"))).catch((e) =>
    console.log(e.message, "<-", e.cause.message),
  );

  const order = [];
  const thenable = { then: (resolve) => resolve("thenable") };
  order.push(await thenable);
  await Promise.reject(1)
    .catch((n) => n + 1)
    .then((n) => order.push(n))
    .finally(() => order.push("finally"));
  console.log(order, await Promise.all([]), await Promise.resolve(Promise.resolve("flat")));
  console.log(await [1, 2, 3].reduce(async (sum, n) => (await sum) + (await after(1, n)), 0));
  process.exit();
}
main();
