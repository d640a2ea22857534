console.log(
  process.argv.length,
  typeof process.pid,
  process.version.startsWith("v"),
  process.versions.v8.length > 0,
);
console.log(
  typeof process.hrtime.bigint(),
  process.hrtime([0, 0]).length,
  process.uptime() >= 0,
  process.cpuUsage().user >= 0,
);
console.log(
  process.memoryUsage().heapUsed > 0,
  process.memoryUsage.rss() > 0,
  typeof process.cwd(),
  process.platform.length > 0,
);
console.log(process.env.NOT_SET, "PATH_THAT_IS_NOT_SET" in process.env, process.exitCode);
process.env.NUMBER = 5;
console.log(process.env.NUMBER, delete process.env.NUMBER, process.env.NUMBER);
console.log(
  process.release.name,
  process.title.length > 0,
  process.argv0.length > 0,
  Array.isArray(process.execArgv),
);
const os = require("os");
console.log(
  os.EOL === "\n",
  os.type().length > 0,
  os.totalmem() > os.freemem() - 1,
  typeof os.tmpdir(),
);
const { performance } = require("perf_hooks");
performance.mark("start");
const measure = performance.measure("work", "start");
console.log(
  measure.name,
  measure.duration >= 0,
  performance.timeOrigin > 1.6e12,
  performance.getEntriesByType("mark").length,
);
console.log(performance.timerify((n) => n + 1)(1), typeof performance.eventLoopUtilization().idle);

process.on("exit", (code) => {
  console.log("exit handler", code, process.exitCode);
  process.exitCode = 9;
});
setTimeout(() => {
  try {
    process.exit(7);
  } finally {
    console.log("finally is not reached");
  }
}, 1);
