import { afterAll, test } from "vitest";
import { checkScenarios, scaleRuns } from "../../tests/interleavings/check-property.js";
import { expectTruth } from "../../tests/interleavings/expect-truth.js";
import { beginPlay, endPlay } from "../../tests/interleavings/play.js";
import { playScenario } from "../../tests/interleavings/play-scenario.js";
import { scenarios } from "../../tests/interleavings/scenario.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const RUNS = scaleRuns(40);
const LANES = 4;
const LONGEST_RUN_MS = 40_000;

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

test(
  "whatever people do at the same time on two gateways, all end with the truth and heard no lie",
  { timeout: Math.ceil(RUNS / LANES) * LONGEST_RUN_MS },
  async () => {
    const gateways = { urls: [here.url, there.url] as const, kill: () => Promise.resolve() };
    await checkScenarios(
      scenarios,
      async (scenario) => {
        const play = await beginPlay(backends, gateways);
        try {
          await playScenario(play, scenario);
          await expectTruth(play);
        } finally {
          await endPlay(play);
        }
      },
      { runs: RUNS, lanes: LANES },
    );
  },
);
