import { afterAll, test } from "vitest";
import { forkGateway } from "../../tests/fork-gateway.js";
import { checkScenarios, scaleRuns } from "../../tests/interleavings/check-property.js";
import { expectTruth } from "../../tests/interleavings/expect-truth.js";
import { beginPlay, endPlay } from "../../tests/interleavings/play.js";
import { playScenario } from "../../tests/interleavings/play-scenario.js";
import { deadlyScenarios } from "../../tests/interleavings/scenario.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const RUNS = scaleRuns(9);
const LANES = 3;
const LONGEST_RUN_MS = 60_000;

const backends = await openBackends();
const survivor = await startGateway(backends, { endWith: afterAll });

test(
  "whatever people do while a gateway is killed, all end with the truth and heard no lie",
  { timeout: Math.ceil(RUNS / LANES) * LONGEST_RUN_MS },
  async () => {
    await checkScenarios(
      deadlyScenarios,
      async (scenario) => {
        let stop = async (): Promise<void> => {};
        const doomed = await forkGateway(backends, (end) => {
          stop = end;
        });
        const urls = [survivor.url, doomed.url] as const;
        const play = await beginPlay(backends, { urls, kill: doomed.kill });
        try {
          await playScenario(play, scenario);
          await expectTruth(play);
        } finally {
          await Promise.all([endPlay(play), stop()]);
        }
      },
      { runs: RUNS, lanes: LANES },
    );
  },
);
