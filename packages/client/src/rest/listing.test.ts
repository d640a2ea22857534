import { expect, test } from "vitest";
import { createListing, readNextCursor } from "./listing.js";

const PAGES = [
  { items: ["a", "b"], next: 1 },
  { items: [], next: 2 },
  { items: ["c"], next: null },
];

function listLetters() {
  const asked: (number | undefined)[] = [];
  const listing = createListing<string, number>(async (cursor) => {
    asked.push(cursor);
    const page = PAGES[cursor ?? 0];
    if (page === undefined) throw new Error("no such page");
    return page;
  });
  return { asked, listing };
}

test("a listing is all of its pages, each time from the beginning", async () => {
  const { asked, listing } = listLetters();
  expect(asked).toEqual([]);
  expect(await listing.toArray()).toEqual(["a", "b", "c"]);
  expect(await listing.toArray()).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([undefined, 1, 2, undefined, 1, 2]);
});

test("no page is fetched before it is needed", async () => {
  const { asked, listing } = listLetters();
  for await (const letter of listing) if (letter === "b") break;
  expect(asked).toEqual([undefined]);
});

test.each([
  ['</api/v1/projects?limit=2&cursor=0b-1>; rel="next"', "0b-1"],
  ['</api/v1/projects?cursor=x%20y>; rel="next"', "x y"],
  ['</api/v1/projects>; rel="next"', null],
  ['</api/v1/projects?cursor=x>; rel="prev"', null],
  [undefined, null],
])("the cursor of Link: %s", (link, cursor) =>
  expect(readNextCursor(new Headers(link === undefined ? {} : { link }))).toBe(cursor),
);
