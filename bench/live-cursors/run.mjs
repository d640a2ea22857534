// What live cursors cost the server and how late they are, beside stock Socket.io and bare `ws`.
// Usage: node bench/live-cursors/run.mjs [rounds] [one-server|two-servers|large-room|idle]
import { setTimeout as delay } from "node:timers/promises";
import { cpuMs, median, quantile, residentMib, withStack } from "../measure.mjs";
import { createAccounts } from "./accounts.mjs";
import { connectClients, createTally, disconnectClients, startMoving } from "./clients.mjs";
import { batch, floorBatch, floorPlain, plain, stock, withServers } from "./contestants.mjs";

const rounds = Number(process.argv[2] ?? 3);
const only = process.argv[3];
const JWT_SECRET = "bench-secret-bench-secret-bench-secret";
/** Until V8 has compiled what runs once a tick, too. */
const WARM_UP_MS = 45_000;
const MEASURED_MS = 8000;
const SETTLE_MS = 5000;
/** In which a stock server pings every client once. */
const IDLE_CPU_MS = 25_000;
/** Enough for a collection, and little for new garbage. */
const COLLECTION_MS = 1000;
const COLLECT_GARBAGE = new URL("collect-garbage.mjs", import.meta.url).href;

const TEAMS = { rooms: 2, members: 20, movers: 20, hz: 30 };
const CROWD = { rooms: 1, members: 500, movers: 50, hz: 10 };
const IDLE = { connections: 5000, first: 500, rooms: 100 };

/** Each load, and who carries it; the first of them is what the others are compared with. */
const SCENARIOS = {
  "one-server": {
    load: "2 rooms of 20, all moving at 30 Hz",
    contestants: [stock, plain, batch, floorPlain, floorBatch],
    measure: (contestant, given) => measureFanout(contestant, { ...given, ...TEAMS, servers: 1 }),
  },
  "two-servers": {
    load: "the same, split between 2 servers",
    contestants: [stock, plain, batch],
    measure: (contestant, given) => measureFanout(contestant, { ...given, ...TEAMS, servers: 2 }),
  },
  "large-room": {
    load: "1 room of 500, 50 moving at 10 Hz",
    contestants: [stock, plain, batch],
    measure: (contestant, given) => measureFanout(contestant, { ...given, ...CROWD, servers: 1 }),
  },
  idle: {
    load: `${IDLE.connections} idle in ${IDLE.rooms} rooms`,
    contestants: [stock, plain],
    measure: (contestant, given) => measureIdle(contestant, given),
  },
};

/** Who sits in which room at which server: each room is split evenly between the servers. */
function seatRooms({ users, projectIds }, servers, { rooms, members }) {
  return Array.from({ length: rooms * members }, (_, index) => {
    const seat = index % members;
    const projectId = projectIds[Math.floor(index / members)];
    return { user: users[seat], projectId, port: servers[seat % servers.length].port, seat };
  });
}

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);

/** A server for each index; CPU is that of all of them together. */
function measureFanout(contestant, { env, accounts, servers: count, ...load }) {
  return withServers(contestant, count, env, async (servers) => {
    const readCpuMs = () => sumOf(servers.map(({ pid }) => cpuMs(pid)));
    const tally = createTally();
    const seats = seatRooms(accounts, servers, load);
    const clients = await connectClients(contestant, seats, tally);
    const movers = clients.filter((_, index) => seats[index].seat < load.movers);
    const stopMoving = startMoving(movers, load.hz, tally);
    await delay(WARM_UP_MS);
    const cpuBefore = readCpuMs();
    tally.isCounting = true;
    await delay(MEASURED_MS);
    tally.isCounting = false;
    const cpu = readCpuMs() - cpuBefore;
    stopMoving();
    await disconnectClients(clients);
    return {
      cost: (cpu * 1000) / tally.delivered,
      cores: cpu / MEASURED_MS,
      delivered: tally.delivered / (tally.sent * (load.members - 1)),
      p50: quantile(tally.delays, 0.5),
      p99: quantile(tally.delays, 0.99),
    };
  });
}

/** Resident memory without garbage: when V8 collects it would else decide the comparison. */
async function residentMibInUse(pid) {
  process.kill(pid, "SIGUSR2");
  await delay(COLLECTION_MS);
  return residentMib(pid);
}

function measureIdle(contestant, { env, accounts: { users, projectIds } }) {
  const serverEnv = { ...env, NODE_OPTIONS: `--import ${COLLECT_GARBAGE}` };
  return withServers(contestant, 1, serverEnv, async ([{ port, pid }]) => {
    const seats = Array.from({ length: IDLE.connections }, (_, index) => ({
      user: users[index % users.length],
      projectId: projectIds[index % IDLE.rooms],
      port,
    }));
    // The first connections pay for code that is compiled and caches that are filled.
    const first = await connectClients(contestant, seats.slice(0, IDLE.first), createTally());
    await delay(SETTLE_MS);
    const mibBefore = await residentMibInUse(pid);
    const others = await connectClients(contestant, seats.slice(IDLE.first), createTally());
    await delay(SETTLE_MS);
    const cpuBefore = cpuMs(pid);
    await delay(IDLE_CPU_MS);
    const cores = (cpuMs(pid) - cpuBefore) / IDLE_CPU_MS;
    const cost = (((await residentMibInUse(pid)) - mibBefore) * 1024) / others.length;
    await disconnectClients([...first, ...others]);
    return { cost, cores };
  });
}

const rounded = (value, digits) => (value === undefined ? "" : Number(value.toFixed(digits)));

/** Contestants take turns, round by round; each figure is the median of the rounds. */
async function runScenario({ load, contestants, measure }, given) {
  const results = contestants.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, contestant] of contestants.entries())
      results[index].push(await measure(contestant, given));
  const medians = results.map((runs) =>
    Object.fromEntries(
      Object.keys(runs[0]).map((field) => [field, median(runs.map((run) => run[field]))]),
    ),
  );
  return contestants.map(({ name }, index) => {
    const { cost, cores, delivered, p50, p99 } = medians[index];
    const unit = load === SCENARIOS.idle.load ? "KiB/connection" : "us/update";
    return {
      load,
      server: name,
      cost: `${cost.toFixed(2)} ${unit}`,
      ratio: rounded(cost / medians[0].cost, 2),
      cores: rounded(cores, 2),
      delivered: rounded(delivered, 2),
      "p50 ms": rounded(p50, 0),
      "p99 ms": rounded(p99, 0),
    };
  });
}

await withStack(async ({ databaseUrl, redisUrl }) => {
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, JWT_SECRET };
  const accounts = await createAccounts({
    databaseUrl,
    jwtSecret: JWT_SECRET,
    users: CROWD.members,
    projects: IDLE.rooms,
  });
  const rows = [];
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    if (only !== undefined && only !== name) continue;
    rows.push(...(await runScenario(scenario, { env, accounts })));
  }
  console.table(rows);
});
