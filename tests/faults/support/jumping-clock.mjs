// Preloaded into a service with `node --import`: its wall clock is off by as many milliseconds as the file says that
// `CLOCK_OFFSET_FILE` names, read anew with each SIGUSR2. Clocks that only measure go on as they do on a real host.
import { readFileSync } from "node:fs";
import process from "node:process";

const RealDate = Date;
let offsetMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + offsetMs);
    else super(...values);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
};

process.on("SIGUSR2", () => {
  offsetMs = Number(readFileSync(process.env.CLOCK_OFFSET_FILE, "utf8"));
});
