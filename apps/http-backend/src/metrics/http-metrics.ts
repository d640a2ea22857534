import { ERROR_STATUS, type ErrorCode } from "@workspace/common/contracts/errors";
import type { Metrics } from "@workspace/common/metrics";
import { AUTH_LIMITS, type AuthLimit } from "../auth/auth-rate-limit.js";

/** From what a read out of memory takes to what a client waits for at most. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A request that has been answered, or given up by its client. */
interface EndedRequest {
  method: string;
  /** The pattern of its route. */
  route: string;
  /** `aborted` where the client left before the answer. */
  status: string;
  seconds: number;
  errorCode: ErrorCode | undefined;
  /** Whether the answer was a kept one, for an Idempotency-Key that had been seen. */
  isReplay: boolean;
}

/** What http-backend counts of its own work. */
export interface HttpMetrics {
  begin(): void;
  end(request: EndedRequest): void;
  countLimitHit(limit: AuthLimit): void;
}

export function createHttpMetrics(metrics: Metrics): HttpMetrics {
  const durations = metrics.histogram({
    name: "workspace_http_request_duration_seconds",
    help: "From the head of a request to the end of its answer, by pattern of the route",
    labels: ["method", "route", "status"],
    buckets: DURATION_BUCKETS,
  });
  let inFlight = 0;
  metrics.readGauge({
    name: "workspace_http_requests_in_flight",
    help: "Requests that are being answered",
    read: () => inFlight,
  });
  const errors = metrics.counter({
    name: "workspace_http_errors_total",
    help: "Requests that were refused or failed, by the code in the answer",
    labels: ["code"],
    from0: Object.keys(ERROR_STATUS).map((code) => ({ code })),
  });
  const limitHits = metrics.counter({
    name: "workspace_limit_hits_total",
    help: "What clients ran into, by name of the limit",
    labels: ["limit"],
    from0: [...AUTH_LIMITS, "projectJobs"].map((limit) => ({ limit })),
  });
  const replays = metrics.counter({
    name: "workspace_http_idempotent_replays_total",
    help: "Requests with a known Idempotency-Key that were answered from what was kept",
  });

  return {
    begin() {
      inFlight += 1;
    },
    end({ method, route, status, seconds, errorCode, isReplay }) {
      inFlight -= 1;
      durations.observe({ method, route, status }, seconds);
      if (errorCode !== undefined) errors.inc({ code: errorCode });
      if (errorCode === "QUEUE_FULL") limitHits.inc({ limit: "projectJobs" });
      if (isReplay) replays.inc();
    },
    countLimitHit: (limit) => limitHits.inc({ limit }),
  };
}
