import { errorBodySchema } from "@workspace/common/contracts/errors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkAnswer } from "../../apps/http-backend/tests/check-answer.js";
import { listRoutes } from "../../apps/http-backend/tests/list-routes.js";
import { arbitraryRequest, type ArbitraryRequest } from "./support/arbitrary-request.js";
import { checkCases } from "./support/check-cases.js";
import { createFuzzWorld } from "./support/fuzz-world.js";
import { openAttackTarget } from "./support/open-attack-target.js";
import { ROUTE_CONTRACTS, type RouteContract } from "./support/route-contracts.js";
import { type RawAnswer, sendRequest } from "./support/send-request.js";
import { NOTHING_WRITTEN, watchWrites } from "./support/watch-writes.js";

const CASES = 14_000;
const ROUTES = Object.entries(ROUTE_CONTRACTS);
const CASES_PER_ROUTE = Math.ceil(CASES / ROUTES.length);
const TIMEOUT_MS = 300_000;
/** What no answer may hold. */
const INNER_DETAILS = /passwordHash|\$2[aby]\$|requestHash|node_modules|prisma|\.[jt]s:\d+/i;

const target = await openAttackTarget({ app: { jobsPerProjectLimit: CASES } });
const { app } = target;
const world = await createFuzzWorld(target);
const watch = await watchWrites(app.database);

test("every route of the service is tried", () => {
  expect(Object.keys(ROUTE_CONTRACTS).sort()).toEqual(listRoutes(app.app).sort());
});

test.each(ROUTES)(
  "%s answers as documented, whatever it is sent, and a refusal changes nothing",
  { timeout: TIMEOUT_MS },
  async (route, contract) => {
    let accepted = 0;
    await watch.take();
    const property = fc.asyncProperty(arbitraryRequest(route, contract), async (request) => {
      const answer = await send(request);
      const written = await watch.take();
      expectDocumented(request, answer);
      if (answer.status >= 400) {
        expectRefusal(answer);
        expect(written).toEqual(NOTHING_WRITTEN);
        return;
      }
      expectSuccess(answer, contract);
      accepted += 1;
      if (contract.takes === undefined) return;
      await world.restore(contract.takes);
      await watch.take();
    });
    await checkCases(property, CASES_PER_ROUTE);
    // Else only the first check of each route would be tried.
    expect(accepted).toBeGreaterThan(CASES_PER_ROUTE / 100);
  },
);

function send({ actor, route, headers, body }: ArbitraryRequest): Promise<RawAnswer> {
  return sendRequest(app.url, {
    route: world.resolve(route),
    headers: {
      ...(actor === null ? {} : { authorization: `Bearer ${world.tokenOf(actor)}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : world.resolve(body),
  });
}

function expectDocumented({ route }: ArbitraryRequest, { status, headers, text }: RawAnswer): void {
  const [method = "", target = ""] = world.resolve(route).split(" ");
  const header = (name: string) => headers[name.toLowerCase()]?.toString();
  checkAnswer({ method, target, status, header, text });
}

function expectSuccess({ status, headers, text }: RawAnswer, contract: RouteContract): void {
  expect({ status, text }).toMatchObject({ status: contract.status });
  expect(headers["x-request-id"]).toMatch(/^[\w.-]{1,64}$/);
  if (contract.isPage) {
    expect(headers["content-type"]).toMatch(/^text\//);
    return;
  }
  expect(text).not.toMatch(INNER_DETAILS);
  if (contract.answer === undefined) expect(text).toBe("");
  else contract.answer.parse(JSON.parse(text));
}

function expectRefusal({ status, headers, text }: RawAnswer): void {
  expect(status, text).toBeLessThan(500);
  expect(text).not.toMatch(INNER_DETAILS);
  const body: unknown = JSON.parse(text);
  expect(errorBodySchema.parse(body)).toEqual(body);
  expect(headers["x-request-id"]).toBe(errorBodySchema.parse(body).error.requestId);
}

test("nothing of all that was logged as an error of the service", () => {
  const errors = app.logs.filter((line) => /"level":"(?:error|fatal)"/.test(line));
  expect(errors).toEqual([]);
});
