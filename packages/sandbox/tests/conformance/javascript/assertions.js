const assert = require("assert");

const tests = [];
const test = (name, body) => tests.push({ name, body });

test("adds", () => assert.strictEqual(1 + 1, 2));
test("compares deeply", () =>
  assert.deepStrictEqual({ a: [1, { b: new Date(5) }] }, { a: [1, { b: new Date(5) }] }));
test("finds differences", () => assert.deepStrictEqual({ a: 1 }, { a: "1" }));
test("is loose", () => assert.deepEqual({ a: 1 }, { a: "1" }));
test("expects exceptions", () => assert.throws(() => JSON.parse("{"), SyntaxError));
test("expects messages", () =>
  assert.throws(
    () => {
      throw new Error("boom 42");
    },
    { message: /^boom \d+$/ },
  ));
test("misses exceptions", () => assert.throws(() => {}));
test("rejects", () => assert.rejects(Promise.reject(new TypeError("async")), TypeError));
test("matches", () => assert.match("hello", /^hell/));
test("fails", () => assert.fail("on purpose"));
test("is truthy", () => assert(0, "zero is falsy"));
test("times out politely", async () => {
  await new Promise((resolve) => setTimeout(resolve, 2));
  assert.notStrictEqual(NaN, 0);
});

(async () => {
  let failed = 0;
  for (const { name, body } of tests) {
    try {
      await body();
      console.log(`ok - ${name}`);
    } catch (error) {
      failed++;
      console.log(`not ok - ${name} [${error.code}] ${error.message.split("\n")[0]}`);
    }
  }
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  process.exitCode = failed;
})();
