import type { LiveRoom } from "@workspace/client/live-room";
import type { Answer } from "./rest.js";
import type { Team } from "./team.js";

/** A job that was accepted, and what it must print. */
interface SubmittedJob {
  jobId: string;
  prints: string;
  /** How long the answer took, and how often the request had to be sent again. */
  answer: Pick<Answer<unknown>, "ms" | "retries">;
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

/** A member's live room, and the numbers of all events that it has told. */
export interface Watcher {
  room: LiveRoom;
  firstSeq: number;
  seqs: number[];
  resyncs: number;
}
