import { AppError } from "@workspace/common/app-error";
import type { Logger } from "@workspace/common/logger";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { LimitCounters, LimitName } from "./limit-counters.js";

const MINUTE_SECONDS = 60;
/** More than there can be; the limiter takes no infinity. */
const OFF = Number.MAX_SAFE_INTEGER;

interface AddressLimitsDeps {
  /** Each is off when it is 0. */
  limits: {
    maxSocketsPerIp: number;
    maxPendingPerIp: number;
    refusalsPerMinutePerIp: number;
    /** Longest wait for a turn. */
    handshakeTimeoutMs: number;
  };
  counters: LimitCounters;
  logger: Logger;
}

/** What the connections of one address take up. */
interface AddressLoad {
  address: string;
  /** All of them, also those that wait. */
  sockets: number;
  /** Those that are authenticating. */
  pending: number;
  /** Those that wait to authenticate, the first first; each is called when it may. */
  waiting: Set<() => void>;
}

/** One connection's place among those of its address. */
export interface Place {
  load: AddressLoad;
  state: "waiting" | "pending" | "settled" | "left";
}

/**
 * Keeps one address from taking up a gateway. All of it is counted in memory, before any other work is
 * done for a connection.
 */
export interface AddressLimits {
  /**
   * Takes a place for a new connection, and gives it when it is the connection's turn to authenticate:
   * many that come at once, as after a restart, do so one after the other.
   *
   * @param signal aborts when the client has gone meanwhile
   * @throws {AppError} RATE_LIMITED, TOO_MANY_SOCKETS
   */
  enter(address: string, signal: AbortSignal): Promise<Place>;
  /** The connection has authenticated. */
  settle(place: Place): void;
  /** The connection's token was refused. */
  countRefusal(place: Place): void;
  /** The connection is gone. */
  leave(place: Place): void;
}

export function createAddressLimits({
  limits,
  counters,
  logger,
}: AddressLimitsDeps): AddressLimits {
  const maxSockets = limits.maxSocketsPerIp || OFF;
  const maxPending = limits.maxPendingPerIp || OFF;
  const maxRefusals = limits.refusalsPerMinutePerIp || OFF;
  const loads = new Map<string, AddressLoad>();
  const refusals = new RateLimiterMemory({ points: maxRefusals, duration: MINUTE_SECONDS });
  const warnings = new RateLimiterMemory({ points: 1, duration: MINUTE_SECONDS });

  function tooMuch(name: LimitName, address: string, error: AppError): AppError {
    counters.count(name);
    const warn = (): void =>
      logger.warn(
        { address, limit: name },
        "connections of one address were refused; if many clients share it because they come through proxies, set TRUST_PROXY_HOPS to the number of proxies",
      );
    warnings.consume(address).then(warn, () => {});
    return error;
  }

  async function requireFewRefusals(address: string): Promise<void> {
    const counted = await refusals.get(address);
    if (counted === null || counted.consumedPoints < maxRefusals) return;
    const retryAfterSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
    throw tooMuch(
      "addressRefusalsExceeded",
      address,
      new AppError("RATE_LIMITED", "Too many refused tokens", { retryAfterSeconds }),
    );
  }

  function takePlace(address: string): Place {
    const load = loads.get(address) ?? { address, sockets: 0, pending: 0, waiting: new Set() };
    if (load.sockets >= maxSockets)
      throw tooMuch(
        "addressSocketsRefused",
        address,
        new AppError("TOO_MANY_SOCKETS", "Too many open connections of this address", {
          retryAfterSeconds: 1,
        }),
      );
    loads.set(address, load);
    load.sockets += 1;
    return { load, state: "waiting" };
  }

  /** Ends when the turn has come, the time is up or the client has gone, and says with which `state`. */
  function waitForTurn(place: Place, signal: AbortSignal): Promise<void> {
    const { waiting } = place.load;
    return new Promise((resolve) => {
      const end = (): void => {
        waiting.delete(begin);
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const begin = (): void => {
        place.state = "pending";
        end();
      };
      const timer = setTimeout(end, limits.handshakeTimeoutMs);
      signal.addEventListener("abort", end);
      waiting.add(begin);
    });
  }

  function endPending(load: AddressLoad): void {
    const [next] = load.waiting;
    // The next one takes the turn over; a late-comer cannot come in between.
    if (next === undefined) load.pending -= 1;
    else next();
  }

  function leave(place: Place): void {
    const { load, state } = place;
    if (state === "left") return;
    place.state = "left";
    if (state === "pending") endPending(load);
    load.sockets -= 1;
    if (load.sockets === 0) loads.delete(load.address);
  }

  return {
    async enter(address, signal) {
      await requireFewRefusals(address);
      const place = takePlace(address);
      if (place.load.pending < maxPending) {
        place.load.pending += 1;
        place.state = "pending";
      } else await waitForTurn(place, signal);
      if (place.state === "pending" && !signal.aborted) return place;
      leave(place);
      const error = new AppError("RATE_LIMITED", "Too many connections are authenticating", {
        retryAfterSeconds: 1,
      });
      throw signal.aborted ? error : tooMuch("addressPendingRefused", address, error);
    },
    settle(place) {
      if (place.state !== "pending") return;
      place.state = "settled";
      endPending(place.load);
    },
    countRefusal({ load }) {
      counters.count("tokensRefused");
      void refusals.penalty(load.address);
    },
    leave,
  };
}
