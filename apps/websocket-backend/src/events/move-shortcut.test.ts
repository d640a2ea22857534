import { cursorMoveSchema } from "@workspace/common/contracts/socket-events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readMove } from "./move-shortcut.js";

const projectId = fc.uuid();
const coordinate = fc.double();
const digits = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), maxLength: 9 });
const color = fc.option(
  digits.map((hex) => `#${hex}`),
  { nil: undefined },
);
const toMessage = (move: unknown): string => `42${JSON.stringify(["cursor:move", move])}`;

test("whatever is read as a move is one by the contract, with the same values", () => {
  const move = fc.record({ projectId, x: coordinate, y: coordinate, color });
  fc.assert(
    fc.property(move, (sent) => {
      const read = readMove(toMessage(sent));
      const parsed = cursorMoveSchema.safeParse(JSON.parse(JSON.stringify(sent)));
      expect(read).toEqual(parsed.success ? parsed.data : null);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  '42["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":01,"y":1}]',
  '42["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":1.,"y":1}]',
  '42["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":+1,"y":1}]',
  '42["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":1e999,"y":1}]',
  '42["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":1,"y":1},1]',
  '427["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":1,"y":1}]',
  '42["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":1,"y":1}] ',
  '42/a,["cursor:move",{"projectId":"0198c0de-0000-7000-8000-000000000001","x":1,"y":1}]',
])("%s is left to the general way", (message) => {
  expect(readMove(message)).toBeNull();
});
