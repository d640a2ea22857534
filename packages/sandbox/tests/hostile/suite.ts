import { expect } from "vitest";
import type { RunRequest, RunVerdict } from "../../src/sandbox.js";
import { isGroupAlive } from "../../src/process-group.js";
import { eventually } from "../eventually.js";
import { makeCage } from "./canaries.js";
import { findDescendantGroups } from "./descendants.js";
import type { HostileProgram } from "./program.js";

/** For one program and its turn; by far most of it is waiting on a busy machine. */
export const TIMEOUT_MS = 180_000;
/** What may pass beyond a program's own limit until its verdict is there, on a busy machine. */
const PATIENCE_MS = 60_000;
/** How many programs run at once: some wait, some take all the memory that they can get. */
const PLACES = 2;

export type RunHostile = (request: RunRequest) => Promise<RunVerdict>;

/** Runs programs at most {@link PLACES} at a time, each among canaries of its own. */
export class Arena {
  readonly #run: RunHostile;
  readonly #tier: string;
  readonly #groups = new Set<number>();
  readonly #waiting: (() => void)[] = [];
  #freePlaces = PLACES;

  /** @param run runs one program in the tier that the verdict must name */
  constructor(tier: string, run: RunHostile) {
    this.#tier = tier;
    this.#run = run;
  }

  /** Runs one program and expects that it reached nothing and ended as it must. */
  async face(program: HostileProgram): Promise<void> {
    await this.#enter();
    try {
      await this.#face(program);
    } finally {
      this.#leave();
    }
  }

  /** Expects that of all that was started nothing is left; to be called when the sandbox is closed. */
  async expectEmpty(): Promise<void> {
    await eventually(() => expect([...this.#groups].filter(isGroupAlive)).toEqual([]));
  }

  async #face({ language, code, limits, ends }: HostileProgram): Promise<void> {
    const cage = await makeCage();
    try {
      const startedAt = performance.now();
      const running = this.#run({ language, code, args: [JSON.stringify(cage.places)], limits });
      this.#noteGroups();
      const verdict = await running;
      this.#noteGroups();
      const tookMs = performance.now() - startedAt;

      expect(await cage.findBreaches(verdict.output)).toEqual([]);
      expect(verdict.isolation).toBe(this.#tier);
      if (ends !== undefined) expect(ends).toContain(verdict.error?.code ?? null);
      if (verdict.error === null) expect(verdict).toMatchObject({ exitCode: 0, signal: null });
      else expect(verdict.error.message).not.toBe("");
      expectWithinLimits(verdict);
      expect(tookMs).toBeLessThan(verdict.limits.wallMs + PATIENCE_MS);
    } finally {
      await cage.remove();
    }
  }

  #noteGroups(): void {
    for (const group of findDescendantGroups()) this.#groups.add(group);
  }

  async #enter(): Promise<void> {
    if (this.#freePlaces > 0) this.#freePlaces -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#freePlaces += 1;
    else next();
  }
}

function expectWithinLimits(verdict: RunVerdict): void {
  const { limits } = verdict;
  for (const text of [verdict.output, verdict.stdout, verdict.stderr])
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limits.outputBytes);
  expect(verdict.output).not.toContain("\0");
  expect(Buffer.byteLength(verdict.error?.message ?? "")).toBeLessThanOrEqual(limits.errorBytes);
  if (verdict.truncated) expect(verdict.error?.code).toBe("OUTPUT_LIMIT");
}
