interface Process {
  readonly pid: number;
  readonly name: string;
  readonly body: Generator<Syscall, number, unknown>;
  waitUntil: number;
}
type Syscall =
  | { call: "print"; text: string }
  | { call: "sleep"; ticks: number }
  | { call: "spawn"; program: Program }
  | { call: "pid" };
type Program = { name: string; run: () => Generator<Syscall, number, any> };

class Kernel {
  private nextPid = 1;
  private clock = 0;
  private readonly processes: Process[] = [];
  private readonly results = new Map<string, number>();

  spawn({ name, run }: Program): number {
    const process: Process = { pid: this.nextPid++, name, body: run(), waitUntil: 0 };
    this.processes.push(process);
    return process.pid;
  }
  private handle(process: Process, syscall: Syscall): unknown {
    switch (syscall.call) {
      case "print":
        return console.log(`${String(this.clock).padStart(3)} ${process.name}: ${syscall.text}`);
      case "sleep":
        process.waitUntil = this.clock + syscall.ticks;
        return undefined;
      case "spawn":
        return this.spawn(syscall.program);
      case "pid":
        return process.pid;
    }
  }
  run(): ReadonlyMap<string, number> {
    const replies = new Map<Process, unknown>();
    while (this.processes.length > 0) {
      const process = this.processes.shift()!;
      if (process.waitUntil <= this.clock) {
        const step = process.body.next(replies.get(process));
        if (step.done) {
          this.results.set(process.name, step.value);
          continue;
        }
        replies.set(process, this.handle(process, step.value));
      }
      this.processes.push(process);
      this.clock++;
    }
    return this.results;
  }
}

const worker = (name: string, ticks: number): Program => ({
  name,
  *run() {
    const pid: number = yield { call: "pid" };
    yield { call: "print", text: `started as ${pid}` };
    yield { call: "sleep", ticks };
    yield { call: "print", text: "woke up" };
    return pid * 100;
  },
});
const kernel = new Kernel();
kernel.spawn({
  name: "init",
  *run() {
    const pids: number[] = [];
    for (const [i, name] of ["slow", "fast"].entries())
      pids.push(yield { call: "spawn", program: worker(name, 10 - i * 8) });
    yield { call: "print", text: `spawned ${pids}` };
    return pids.length;
  },
});
console.log(kernel.run());
