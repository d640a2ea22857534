import type { LiveRoom } from "@workspace/client/live-room";
import type { TimedAnswer } from "./rest.js";
import type { Team } from "./team.js";

/** A job that was accepted, and what it must print. */
export interface SubmittedJob {
  jobId: string;
  prints: string;
  /** When it was submitted, how long the answer took, and how often the request had to be sent again. */
  answer: Pick<TimedAnswer<unknown>, "startedAt" | "ms" | "retries">;
}

/** All that was acknowledged in one project, and what its members have heard. */
export interface Acknowledged {
  team: Team;
  /** Keys of the project's content that were written. */
  contentKeys: string[];
  jobs: SubmittedJob[];
  /** Names of further projects that the owner has created. */
  projectNames: string[];
  watchers: Watcher[];
}

/** A member's live room, and what it has told since it was joined. */
export interface Watcher {
  room: LiveRoom;
  firstSeq: number;
  /** Numbers of the events, and where it was told to go on after more was missed than is replayed. */
  told: (number | { resyncedAt: number })[];
}
