import fc from "fast-check";

/** Who plays, by the name of their place in the team. */
export type UserName = "owner" | "collaborator" | "viewer";

/** A place at which a user can have the project open. */
export interface TabPlan {
  user: UserName;
  /** The typed client of applications, or a bare socket on which nothing is put right. */
  client: "typed" | "bare";
  transport: "websocket" | "polling";
  cursors: "batch" | "single";
}

export const TABS: readonly TabPlan[] = [
  { user: "owner", client: "typed", transport: "websocket", cursors: "batch" },
  { user: "owner", client: "typed", transport: "polling", cursors: "single" },
  { user: "collaborator", client: "typed", transport: "websocket", cursors: "single" },
  { user: "collaborator", client: "bare", transport: "polling", cursors: "single" },
  { user: "viewer", client: "typed", transport: "polling", cursors: "batch" },
  { user: "viewer", client: "bare", transport: "websocket", cursors: "single" },
];

/** The other tab of a tab's user. */
export const otherTab = (index: number): number => index ^ 1;

/** One thing that happens. What is not possible when its turn comes is left out. */
export type Action =
  /** Connects where there is no connection, and joins. */
  | { does: "open"; tab: number; gateway: number }
  | { does: "leave" | "close" | "move"; tab: number }
  /** The user's other tab comes in, and in the moment in which it is in, this one leaves. */
  | { does: "handOver"; tab: number; gateway: number }
  /** The network fails, and comes back at once, at either gateway. */
  | { does: "drop"; tab: number; gateway: number }
  /** The network fails for good. */
  | { does: "vanish"; tab: number }
  | { does: "update"; tab: number; part: "name" | "description" | "content" }
  /** Takes a user in, or gives them another role. */
  | { does: "grant"; user: UserName; role: "COLLABORATOR" | "VIEWER" }
  | { does: "remove"; user: UserName }
  /** The owner changes the project over REST, a few times in a row. */
  | { does: "write" };

/** A course of events. What is in one batch happens at the same time, but for what one tab does. */
export interface Scenario {
  /** At which gateway each tab is opened in the beginning; null for those that are not. */
  start: readonly (number | null)[];
  batches: readonly (readonly Action[])[];
  /** With which batch (around the end) the second gateway is killed, and which tabs come back after it. */
  death: { batch: number; returning: readonly boolean[] } | null;
}

const MAX_BATCHES = 5;
const MAX_BATCH = 5;

const tab = fc.nat(TABS.length - 1);
const gateway = fc.nat(1);
const user = fc.constantFrom<UserName>("collaborator", "viewer");
const role = fc.constantFrom("COLLABORATOR" as const, "VIEWER" as const);
const part = fc.constantFrom("name" as const, "description" as const, "content" as const);
const is = <Name extends string>(name: Name) => fc.constant(name);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ does: is("open"), tab, gateway }) },
  { weight: 2, arbitrary: fc.record({ does: is("leave"), tab }) },
  { weight: 2, arbitrary: fc.record({ does: is("close"), tab }) },
  { weight: 4, arbitrary: fc.record({ does: is("drop"), tab, gateway }) },
  { weight: 1, arbitrary: fc.record({ does: is("vanish"), tab }) },
  { weight: 3, arbitrary: fc.record({ does: is("handOver"), tab, gateway }) },
  { weight: 4, arbitrary: fc.record({ does: is("move"), tab }) },
  { weight: 4, arbitrary: fc.record({ does: is("update"), tab, part }) },
  { weight: 3, arbitrary: fc.record({ does: is("grant"), user, role }) },
  { weight: 1, arbitrary: fc.record({ does: is("remove"), user }) },
  { weight: 4, arbitrary: fc.record({ does: is("write") }) },
);

const forEachTab = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: TABS.length, maxLength: TABS.length });

const start = forEachTab(fc.option(gateway, { freq: 5 }));
/** Without a bias towards the small: little happens at the same time in a small one. */
const batches = fc.noBias(
  fc.array(fc.array(action, { minLength: 3, maxLength: MAX_BATCH, size: "max" }), {
    minLength: 3,
    maxLength: MAX_BATCHES,
    size: "max",
  }),
);

/** Up to 25 actions on two gateways that live. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  start,
  batches,
  death: fc.constant(null),
});

/** The same, with a gateway that is killed on the way. */
export const deadlyScenarios: fc.Arbitrary<Scenario> = fc.record({
  start,
  batches,
  death: fc.record({ batch: fc.nat(MAX_BATCHES - 1), returning: forEachTab(fc.boolean()) }),
});

/** How a tab is called in messages: `1:owner`. */
export const nameTab = (index: number): string => `${index}:${TABS[index]?.user}`;

function describeAction(each: Action): string {
  if (each.does === "grant") return `grant ${each.user} ${each.role}`;
  if (each.does === "remove") return `remove ${each.user}`;
  if (each.does === "write") return each.does;
  const detail = "gateway" in each ? ` @${each.gateway}` : "part" in each ? ` ${each.part}` : "";
  return `${nameTab(each.tab)} ${each.does}${detail}`;
}

/** One line for the beginning and for each batch. */
export function describeScenario(scenario: Scenario): string {
  const opened = scenario.start.map((at, index) => (at === null ? "" : `${nameTab(index)} @${at}`));
  const lines = scenario.batches.map((batch, index) => {
    const killed =
      scenario.death !== null && scenario.death.batch % scenario.batches.length === index
        ? "the death of gateway 1 | "
        : "";
    return killed + batch.map(describeAction).join(" | ");
  });
  return [`open: ${opened.filter((text) => text !== "").join(", ")}`, ...lines]
    .map((line) => `  ${line}`)
    .join("\n");
}
