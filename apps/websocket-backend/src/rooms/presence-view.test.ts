import fc from "fast-check";
import { expect, test } from "vitest";
import { createPresenceView } from "./presence-view.js";

const change = fc.record({
  action: fc.constantFrom("add", "remove"),
  userId: fc.constantFrom("ann", "bob", "cid"),
  gatewayId: fc.constantFrom("g1", "g2", "g3"),
});

test("a user is there while any gateway says so, and each coming and going is told once", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const view = createPresenceView();
      /** The model: pairs of user and gateway. */
      const held = new Set<string>();
      const isThere = (userId: string): boolean =>
        [...held].some((pair) => pair.startsWith(`${userId}/`));

      for (const { action, userId, gatewayId } of changes) {
        const wasThere = isThere(userId);
        const pair = `${userId}/${gatewayId}`;
        if (action === "add") {
          held.add(pair);
          expect(view.add({ userId, gatewayId, name: userId })).toBe(!wasThere);
        } else {
          held.delete(pair);
          const hasLeft = wasThere && !isThere(userId);
          expect(view.remove({ userId, gatewayId })).toEqual(
            hasLeft ? { userId, name: userId } : null,
          );
        }
        expect(
          new Set(view.entries().map((entry) => `${entry.userId}/${entry.gatewayId}`)),
        ).toEqual(held);
        expect(view.entries()).toHaveLength(held.size);
        expect(view.isHeldElsewhere("g1")).toBe([...held].some((each) => !each.endsWith("/g1")));
        expect(
          view
            .members()
            .map((member) => member.userId)
            .sort(),
        ).toEqual(["ann", "bob", "cid"].filter(isThere));
      }
    }),
  );
});
