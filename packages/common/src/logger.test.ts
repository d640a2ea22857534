import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { createLogger, redactUrl } from "./logger.js";

/** A logger and the lines that it wrote. */
function capture(level = "info") {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: createLogger({ service: "test-service", level, destination }), lines };
}

const logged = (fields: object): Record<string, unknown> => {
  const { logger, lines } = capture();
  logger.info(fields, "message");
  return JSON.parse(lines.join("")) as Record<string, unknown>;
};

test("a line is JSON with level, time, service and message", () => {
  expect(logged({ projectId: "p1" })).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    service: "test-service",
    projectId: "p1",
    msg: "message",
  });
});

test("lines below the level are not written", () => {
  const { logger, lines } = capture("warn");
  logger.info("not this");
  logger.warn("this");
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(["this"]);
});

describe.each([
  "password",
  "passwordHash",
  "currentPassword",
  "newPassword",
  "token",
  "authorization",
  "cookie",
  "secret",
  "jwtSecret",
  "databaseUrl",
  "redisUrl",
])("the value of %s is never written", (field) => {
  test.each([
    ["at the top", { [field]: "hush" }],
    ["one level down", { user: { [field]: "hush", name: "n" } }],
    ["two levels down", { req: { headers: { [field]: "hush" } } }],
    ["in an array", { users: [{ [field]: "hush" }] }],
    ["when it is an object", { [field]: { value: "hush" } }],
  ])("%s", (_where, fields) => {
    const text = JSON.stringify(logged(fields));
    expect(text).not.toContain("hush");
    expect(text).toContain("[redacted]");
  });
});

test("a child logger hides the same", () => {
  const { logger, lines } = capture();
  logger.child({ token: "hush" }).info({ password: "hush" }, "message");
  expect(lines.join("")).not.toContain("hush");
});

test("the object that is logged is not changed", () => {
  const user = { password: "hush" };
  logged({ user });
  expect(user.password).toBe("hush");
});

test.each([
  ["/?token=abc.def", "/?token=[redacted]"],
  [
    "/socket.io/?EIO=4&token=abc&transport=websocket",
    "/socket.io/?EIO=4&token=[redacted]&transport=websocket",
  ],
  ["ws://host:3001?TOKEN=abc#top", "ws://host:3001?TOKEN=[redacted]#top"],
  ["/?token=", "/?token=[redacted]"],
  ["/?a=1&token=x&token=y", "/?a=1&token=[redacted]&token=[redacted]"],
  ["/tokens?tokenize=1", "/tokens?tokenize=1"],
  ["/?access_token=x&newPassword=y", "/?access_token=[redacted]&newPassword=[redacted]"],
  ["/?%74oken=x&auth[token]=y", "/?%74oken=[redacted]&auth[token]=[redacted]"],
  ["/?a?token=x?y", "/?a?token=[redacted]"],
  ["/a/eyJhbGciOiJI.eyJzdWIi.c2ln?b=1", "/a/[redacted]?b=1"],
  ["/?a=eyJhbGciOiJI.eyJzdWIi.c2ln", "/?a=[redacted]"],
])("the URL %s is logged as %s", (url, redacted) => {
  expect(redactUrl(url)).toBe(redacted);
});

test("a URL of as many question marks as a request may have keeps nobody waiting", () => {
  const url = `/${"?".repeat(16_000)}`;
  const startedAt = performance.now();
  for (let n = 0; n < 100; n += 1) expect(redactUrl(url)).toBe(url);
  // Milliseconds; in quadratic time ten seconds and more.
  expect(performance.now() - startedAt).toBeLessThan(4000);
});

describe("an error is logged", () => {
  test("with type, message, stack, code and causes", () => {
    const cause = new Error("the cause");
    const error = Object.assign(new TypeError("the effect", { cause }), { code: "E1" });
    expect(logged({ err: error })["err"]).toEqual({
      type: "TypeError",
      message: "the effect: the cause",
      stack: expect.stringMatching(/TypeError: the effect.*caused by: Error: the cause/s),
      code: "E1",
    });
  });

  test("with each message where it is several errors", () => {
    const error = new AggregateError([new Error("::1"), new Error("127.0.0.1")], "none");
    expect(logged({ err: error })["err"]).toMatchObject({ errors: ["::1", "127.0.0.1"] });
  });

  test("also where one of the several is nothing", () => {
    const error = new AggregateError([null, new Error("127.0.0.1")], "none");
    expect(logged({ err: error })["err"]).toMatchObject({ errors: [null, "127.0.0.1"] });
  });

  test("without what a library has hung on it, such as a command with a password", () => {
    const command = { name: "auth", args: ["default", "hush"] };
    const error = Object.assign(new Error("WRONGPASS"), { command, detail: "Key (email)=(hush)" });
    const text = JSON.stringify(logged({ err: error }));
    expect(text).toContain("WRONGPASS");
    expect(text).not.toContain("hush");
  });

  test("as it is where it is none", () => {
    expect(logged({ err: "text" })["err"]).toBe("text");
    expect(logged({ err: null })["err"]).toBeNull();
  });
});
