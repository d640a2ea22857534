import type { Redis } from "ioredis";
import { z } from "zod";
import { type OutputChunk, type OutputPiece, outputStreamSchema } from "./contracts/jobs.js";

/**
 * How long the output of a job stays whose worker has fallen silent: longer than a program may run at all
 * (10 minutes, see SANDBOX_MAX_WALL_MS), since one that prints nothing renews nothing.
 */
const TTL_MS = 15 * 60_000;

/** One worker's numbered try at a job. */
interface Attempt {
  jobId: string;
  number: number;
}

/**
 * What running jobs have printed, in Redis: for who comes in while a job runs. Once it has ended its row
 * has the same pieces. Each method rejects while Redis is away.
 */
export interface OutputBuffer {
  /**
   * Adds pieces, the first of which has the number `firstSeq`. Adding a piece again changes nothing.
   *
   * @returns how many pieces of the attempt the buffer has now
   */
  append(attempt: Attempt, firstSeq: number, pieces: readonly OutputPiece[]): Promise<number>;
  /**
   * The pieces after number `after`, in order, up to the first that is missing: a Redis that has come back
   * empty is given them again shortly.
   */
  read(attempt: Attempt, after: number): Promise<OutputChunk[]>;
  remove(attempt: Attempt): Promise<void>;
}

/** A member of the sorted set: its own number makes it unlike any other. */
const memberSchema = z.tuple([z.int().min(1), outputStreamSchema, z.string()]);

const keyOf = ({ jobId, number }: Attempt): string => `job-output:${jobId}:${number}`;

function toChunk(member: string): OutputChunk {
  const [seq, stream, chunk] = memberSchema.parse(JSON.parse(member));
  return { seq, stream, chunk };
}

/** @param redis a connection for commands from `connectRedis`, which fails at once while Redis is away */
export function createOutputBuffer(redis: Redis): OutputBuffer {
  return {
    async append(attempt, firstSeq, pieces) {
      const key = keyOf(attempt);
      const members = pieces.flatMap(([stream, text], index) => {
        const seq = firstSeq + index;
        return [seq, JSON.stringify([seq, stream, text])];
      });
      const replies = await redis
        .multi()
        .zadd(key, ...members)
        .pexpire(key, TTL_MS)
        .zcard(key)
        .exec();
      return Number(replies?.[2]?.[1]);
    },

    async read(attempt, after) {
      const members = await redis.zrangebyscore(keyOf(attempt), `(${after}`, "+inf");
      const chunks = members.map(toChunk);
      const gap = chunks.findIndex(({ seq }, index) => seq !== after + 1 + index);
      return gap === -1 ? chunks : chunks.slice(0, gap);
    },

    async remove(attempt) {
      await redis.del(keyOf(attempt));
    },
  };
}
