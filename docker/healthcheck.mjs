// HEALTHCHECK of the images: is the process alive? Whether its dependencies are, GET /health/ready tells.
import process from "node:process";

const DEFAULT_PORTS = { "http-backend": 3000, "websocket-backend": 3001, "worker-backend": 3002 };
const TIMEOUT_MS = 4_000;

const port = process.env.PORT || DEFAULT_PORTS[process.env.APP];
try {
  const response = await fetch(`http://localhost:${port}/health`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.cause ?? error}\n`);
  process.exitCode = 1;
}
