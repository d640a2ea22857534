import { expect, test } from "vitest";
import { createRoster } from "./roster.js";

const ada = { userId: "a", name: "Ada" };
const grace = { userId: "g", name: "Grace" };
const linus = { userId: "l", name: "Linus" };

test("who is there already does not come again, and who is not does not leave", () => {
  const roster = createRoster([ada]);
  expect([roster.add(ada), roster.add(grace), roster.remove("l"), roster.remove("a")]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(roster.list()).toEqual([grace]);
  expect(roster.find("g")).toEqual(grace);
});

test("another roster tells only the real differences", () => {
  const roster = createRoster([ada, grace]);
  expect(roster.replace([linus, grace])).toEqual({ joined: [linus], left: [ada] });
  expect(roster.replace([grace, linus])).toEqual({ joined: [], left: [] });
});
