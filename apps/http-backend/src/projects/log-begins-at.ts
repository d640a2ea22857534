import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { Response } from "express";

/**
 * Tells with `Log-Begins-At`, the number of the first entry that is still kept, that some of those which the
 * caller asked for are kept no longer. Without the header nothing is missing.
 */
export function tellLogBeginsAt(
  response: Response,
  after: number,
  [first]: readonly DomainEvent[],
): void {
  // A log has no holes, so what follows `after` is either the next number or the log's first.
  if (first !== undefined && first.seq > after + 1) response.set("Log-Begins-At", `${first.seq}`);
}
