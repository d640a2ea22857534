import { type Finding, fail, ok, warn } from "./finding.js";

const TIMEOUT_MS = 3000;

/** Where each service is, by the variable that says so. */
const SERVICES = [
  ["http-backend", "HTTP_URL"],
  ["websocket-backend", "WS_URL"],
  ["worker-backend", "WORKER_URL"],
] as const;

/** Asks each service how it is, where it is known where it is. */
export async function checkServices(env: Record<string, string | undefined>): Promise<Finding[]> {
  return Promise.all(
    SERVICES.map(([name, variable]) => {
      const url = env[variable];
      if (url !== undefined && url !== "") return checkService(name, url);
      return warn(
        name,
        "not asked",
        `set ${variable} to where it is, such as http://localhost:3000`,
      );
    }),
  );
}

async function checkService(name: string, url: string): Promise<Finding> {
  try {
    // Sockets are served where their health is told.
    const base = url.replace(/^ws/, "http").replace(/\/$/, "");
    const answer = await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { status, service } = (await answer.json()) as { status?: unknown; service?: unknown };
    if (service !== name) return fail(name, `${base} is ${String(service)}`, "check the address");
    if (answer.ok) return ok(name, `ready at ${base}`);
    return fail(name, `at ${base} it is ${String(status)}`, "look at its log");
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    return fail(name, `no answer at ${url}: ${reason}`, "start it, or look at its log");
  }
}
