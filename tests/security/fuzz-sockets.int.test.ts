import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import {
  connectClient,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { fieldsLike, someActor } from "./support/arbitrary-fields.js";
import { checkCases } from "./support/check-cases.js";
import { EVENT_CONTRACTS, refusalSchema } from "./support/event-contracts.js";
import { fromSchema, hostileText, hostileValue, rarely } from "./support/from-schema.js";
import { ACTORS, type Actor, createFuzzWorld } from "./support/fuzz-world.js";
import { openAttackTarget } from "./support/open-attack-target.js";
import { NOTHING_WRITTEN, watchWrites } from "./support/watch-writes.js";

const CASES = 6600;
const EVENTS = Object.entries(EVENT_CONTRACTS);
const CASES_PER_EVENT = Math.ceil(CASES / EVENTS.length);
const PACKETS = 400;
const TIMEOUT_MS = 300_000;

const target = await openAttackTarget();
const { url } = target.gateway;
const world = await createFuzzWorld(target);
const watch = await watchWrites(target.app.database);
const projectId = world.resolve("@project");

const clients = Object.fromEntries(
  await Promise.all(
    ACTORS.map(async (actor) => [actor, await connectClient(url, { token: world.tokenOf(actor) })]),
  ),
) as Record<Actor, TestClient>;
const joinAll = () =>
  Promise.all(
    (["owner", "collaborator", "viewer"] as const).map((actor) => clients[actor].join(projectId)),
  );
beforeEach(joinAll);

/** What an event has, as arguments, beside what it wants. */
const argumentsOf = (input: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> =>
  fc
    .tuple(input, rarely(12, fc.array(hostileValue, { maxLength: 3 })))
    .map(([first, others]) => [first].concat(others ?? []));

/** Also what JSON has that a value of JavaScript gets only from a parser, such as a key `__proto__`. */
const resolveAll = (args: unknown[]): unknown[] =>
  JSON.parse(world.resolve(JSON.stringify(args))) as unknown[];

test.each(EVENTS)(
  "%s is acknowledged as documented, whatever it is sent, and a refusal changes nothing",
  { timeout: TIMEOUT_MS },
  async (event, contract) => {
    const fields = fieldsLike({ id: contract.id, text: "@token" });
    const cases = fc.record({
      actor: someActor,
      args: argumentsOf(fromSchema(contract.input, fields)),
    });
    let accepted = 0;
    await watch.take();
    const property = fc.asyncProperty(cases, async ({ actor, args }) => {
      const answer = await clients[actor].send(event, ...resolveAll(args));
      const written = await watch.take();
      expect(clients[actor].socket.connected).toBe(true);
      if (!answer.ok) {
        refusalSchema.parse(answer);
        expect(written).toEqual(NOTHING_WRITTEN);
        return;
      }
      contract.data.parse(answer.data);
      accepted += 1;
      if (event === "leave:project") await clients[actor].join(projectId);
      if (event === "job:cancel") await world.restore("job");
      await watch.take();
    });
    await checkCases(property, CASES_PER_EVENT);
    // Else only the first check of each event would be tried.
    expect(accepted).toBeGreaterThan(CASES_PER_EVENT / 20);
  },
);

/** Engine packets: messages with events that are nearly right, and anything at all. */
const packets: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.tuple(fc.nat({ max: 9 }), hostileText).map(([type, text]) => `${type}${text}`),
  fc.tuple(fc.nat({ max: 9 }), hostileText).map(([type, text]) => `4${type}${text}`),
  fc
    .record({
      event: fc.oneof(hostileText, fc.constantFrom(...Object.keys(EVENT_CONTRACTS))),
      args: fc.array(hostileValue, { maxLength: 3 }),
      type: fc.constantFrom("2", "20", "21", "3", "52-", "51-0", "2/,", "2/admin,"),
      cutAt: rarely(3, fc.nat({ max: 60 })),
    })
    .map(({ event, args, type, cutAt }) =>
      `4${type}${JSON.stringify([event, ...args])}`.slice(0, cutAt ?? undefined),
    ),
);

test("no packet harms anyone but its own connection", { timeout: TIMEOUT_MS }, async () => {
  const token = world.tokenOf("viewer");
  let sender = await connectClient(url, { token });
  await watch.take();
  const property = fc.asyncProperty(packets, async (packet) => {
    if (!sender.socket.connected) sender = await connectClient(url, { token });
    // The engine of the client puts the `4` of a message before it.
    sender.sendRaw(packet.replace(/^4/, ""));
    await clients.owner.join(projectId);
    expect(await watch.take()).toEqual(NOTHING_WRITTEN);
  });
  await checkCases(property, PACKETS);
});
