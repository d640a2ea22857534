// Round-robin against shortest-job-first, with a fixed pseudo-random load.
function* lcg(seed) {
  for (;;) yield (seed = (1664525 * seed + 1013904223) >>> 0) / 2 ** 32;
}
const random = lcg(2024);
const next = (max) => Math.floor(random.next().value * max);
const jobs = Array.from({ length: 6 }, (_, id) => ({ id, arrival: next(10), length: 1 + next(8) }));
jobs.sort((a, b) => a.arrival - b.arrival || a.id - b.id);
console.table(jobs);

function simulate(jobs, pick, quantum = Infinity) {
  const waiting = jobs.map((job) => ({ ...job, left: job.length }));
  const ready = [];
  const finished = {};
  let clock = 0;
  const arrive = () => {
    while (waiting.length && waiting[0].arrival <= clock) ready.push(waiting.shift());
  };
  while (waiting.length || ready.length) {
    arrive();
    if (!ready.length) {
      clock = waiting[0].arrival;
      continue;
    }
    const [job] = ready.splice(pick(ready), 1);
    const slice = Math.min(quantum, job.left);
    clock += slice;
    job.left -= slice;
    arrive();
    if (job.left) ready.push(job);
    else finished[job.id] = clock - job.arrival;
  }
  const times = Object.values(finished);
  return { finished, mean: +(times.reduce((a, b) => a + b) / times.length).toFixed(3) };
}

console.log(simulate(jobs, () => 0, 2));
console.log(
  simulate(jobs, (ready) =>
    ready.reduce((best, job, i) => (job.left < ready[best].left ? i : best), 0),
  ),
);
console.log(simulate(jobs, () => 0).mean);
