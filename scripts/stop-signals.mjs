// What ends a command that runs until it is told to stop.
import { readFileSync } from "node:fs";
import process from "node:process";

const ANCESTOR_CHECK_INTERVAL_MS = 1_000;
/** Ctrl-C arrives twice under npm: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Listens for the signals that end the command. The first asks for an orderly stop, the second ends this process at
 * once: its children and the local stack notice that it is gone.
 *
 * npm may die without passing anything on, and the shell between it and this process stay: that this process, or that
 * shell, got another parent counts as a signal.
 */
export function stopOnSignals() {
  const controller = new AbortController();
  const stopped = new Promise((resolve) =>
    controller.signal.addEventListener("abort", () => resolve()),
  );
  const stop = () => controller.abort(new Error("stopped"));
  let firstAt;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      stop();
    });
  }
  if (process.env.npm_lifecycle_event) {
    const ancestors = listAncestors();
    setInterval(() => {
      if (listAncestors() !== ancestors) stop();
    }, ANCESTOR_CHECK_INTERVAL_MS).unref();
  }
  return { signal: controller.signal, stopped, stop };
}

/** The parent of this process and, where the system tells, the parent of that one. */
function listAncestors() {
  const parent = process.ppid;
  try {
    const status = readFileSync(`/proc/${parent}/status`, "utf8");
    return `${parent} ${/^PPid:\s*(\d+)$/m.exec(status)?.[1]}`;
  } catch {
    return String(parent);
  }
}
