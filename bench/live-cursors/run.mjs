// What live cursors cost the server and how late they are, beside stock Socket.io and bare `ws`.
// Usage: node bench/live-cursors/run.mjs [rounds] [one-server|two-servers|large-room|idle]
import { setTimeout as delay } from "node:timers/promises";
import { cpuMs, median, quantile, residentMib, withStack } from "../measure.mjs";
import { createAccounts } from "./accounts.mjs";
import { connectClients, createTally, disconnectClients, startMoving } from "./clients.mjs";
import { batch, floorBatch, floorPlain, plain, stock, withServers } from "./contestants.mjs";

const rounds = Number(process.argv[2] ?? 5);
const only = process.argv[3];
const JWT_SECRET = "bench-secret-bench-secret-bench-secret";
const WARM_UP_MS = 3000;
const MEASURED_MS = 8000;
const SETTLE_MS = 5000;

/** Two rooms of twenty, all moving at 30 Hz. */
const TEAM_ROOMS = { rooms: 2, members: 20, movers: 20, hz: 30 };
/** One room of five hundred, of whom fifty move. */
const LARGE_ROOM = { rooms: 1, members: 500, movers: 50, hz: 10 };
const IDLE = { connections: 5000, rooms: 100 };

/** Who sits in which room at which server: each room is split evenly between the servers. */
function seatRooms({ users, projectIds }, servers, { rooms, members }) {
  return Array.from({ length: rooms * members }, (_, index) => {
    const seat = index % members;
    return {
      user: users[seat],
      projectId: projectIds[Math.floor(index / members)],
      port: servers[seat % servers.length].port,
      isMover: (movers) => seat < movers,
    };
  });
}

async function measureFanout(contestant, { env, accounts, load, serverCount }) {
  return withServers(contestant, serverCount, env, async (servers) => {
    const tally = createTally();
    const seats = seatRooms(accounts, servers, load);
    const clients = await connectClients(contestant, seats, tally);
    const movers = clients.filter((_, index) => seats[index].isMover(load.movers));
    const stopMoving = startMoving(movers, load.hz, tally);
    await delay(WARM_UP_MS);
    const cpuBefore = servers.map(({ pid }) => cpuMs(pid));
    tally.isCounting = true;
    await delay(MEASURED_MS);
    tally.isCounting = false;
    const cpu = servers.reduce((sum, { pid }, index) => sum + cpuMs(pid) - cpuBefore[index], 0);
    stopMoving();
    await disconnectClients(clients);
    return {
      usPerUpdate: (cpu * 1000) / tally.delivered,
      coreShare: cpu / MEASURED_MS,
      deliveredShare: tally.delivered / (tally.sent * (load.members - 1)),
      p50Ms: quantile(tally.delays, 0.5),
      p99Ms: quantile(tally.delays, 0.99),
    };
  });
}

async function compareFanout(title, contestants, options) {
  const results = new Map(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const contestant of contestants)
      results.get(contestant).push(await measureFanout(contestant, options));
  const middle = (contestant, field) =>
    median(results.get(contestant).map((result) => result[field]));
  console.log(`\n${title}, ${rounds} rounds`);
  console.table(
    contestants.map((contestant) => ({
      server: contestant.name,
      "CPU us per update": Number(middle(contestant, "usPerUpdate").toFixed(2)),
      ratio: Number(
        (middle(contestant, "usPerUpdate") / middle(contestants[0], "usPerUpdate")).toFixed(2),
      ),
      "cores used": Number(middle(contestant, "coreShare").toFixed(2)),
      delivered: Number(middle(contestant, "deliveredShare").toFixed(2)),
      "p50 ms": Math.round(middle(contestant, "p50Ms")),
      "p99 ms": Math.round(middle(contestant, "p99Ms")),
    })),
  );
}

async function measureIdle(contestant, { env, accounts }) {
  return withServers(contestant, 1, env, async ([{ port, pid }]) => {
    const seats = Array.from({ length: IDLE.connections }, (_, index) => ({
      user: accounts.users[index % accounts.users.length],
      projectId: accounts.projectIds[index % IDLE.rooms],
      port,
    }));
    // The first connections pay for code that is compiled and caches that are filled.
    const first = await connectClients(contestant, seats.slice(0, IDLE.rooms), createTally());
    await delay(SETTLE_MS);
    const before = residentMib(pid);
    const others = await connectClients(contestant, seats.slice(IDLE.rooms), createTally());
    await delay(SETTLE_MS);
    const cpuBefore = cpuMs(pid);
    await delay(SETTLE_MS);
    const coreShare = (cpuMs(pid) - cpuBefore) / SETTLE_MS;
    const kibEach = ((residentMib(pid) - before) * 1024) / others.length;
    await disconnectClients([...first, ...others]);
    return { kibEach, coreShare };
  });
}

async function compareIdle(options) {
  const contestants = [stock, plain];
  const results = new Map(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const contestant of contestants)
      results.get(contestant).push(await measureIdle(contestant, options));
  console.log(`\n${IDLE.connections} idle connections in ${IDLE.rooms} rooms, ${rounds} rounds`);
  console.table(
    contestants.map((contestant) => ({
      server: contestant.name,
      "KiB per connection": Number(
        median(results.get(contestant).map(({ kibEach }) => kibEach)).toFixed(1),
      ),
      "cores used": Number(
        median(results.get(contestant).map(({ coreShare }) => coreShare)).toFixed(3),
      ),
    })),
  );
}

await withStack(async ({ databaseUrl, redisUrl }) => {
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, JWT_SECRET };
  const accounts = await createAccounts({
    databaseUrl,
    jwtSecret: JWT_SECRET,
    users: LARGE_ROOM.members,
    projects: IDLE.rooms,
  });
  const isWanted = (scenario) => only === undefined || only === scenario;
  if (isWanted("one-server"))
    await compareFanout(
      "One server, 2 rooms of 20 users who all move at 30 Hz",
      [stock, plain, batch, floorPlain, floorBatch],
      { env, accounts, load: TEAM_ROOMS, serverCount: 1 },
    );
  if (isWanted("two-servers"))
    await compareFanout("The same rooms split between two servers", [stock, plain, batch], {
      env,
      accounts,
      load: TEAM_ROOMS,
      serverCount: 2,
    });
  if (isWanted("large-room"))
    await compareFanout("One room of 500 members, 50 of them moving at 10 Hz", [stock, plain, batch], {
      env,
      accounts,
      load: LARGE_ROOM,
      serverCount: 1,
    });
  if (isWanted("idle")) await compareIdle({ env, accounts });
});
