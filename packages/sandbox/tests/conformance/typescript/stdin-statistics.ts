import { readFileSync } from "node:fs";

interface Reading {
  readonly sensor: string;
  readonly value: number;
  readonly at: Date;
}

function parse(line: string, index: number): Reading {
  const [sensor, value, at] = line.split(/\s+/);
  if (!sensor || !value || !at) throw new SyntaxError(`line ${index + 1}: "${line}"`);
  return { sensor, value: Number.parseFloat(value), at: new Date(at) };
}

class Statistics {
  #values: number[] = [];
  add(value: number): void {
    this.#values.push(value);
  }
  get mean(): number {
    return this.#values.reduce((a, b) => a + b, 0) / this.#values.length;
  }
  get deviation(): number {
    const mean = this.mean;
    return Math.sqrt(
      this.#values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / this.#values.length,
    );
  }
  percentile(p: number): number {
    const sorted = this.#values.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)]!;
  }
}

const lines = readFileSync(0, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "");
const bySensor = new Map<string, Statistics>();
let latest: Reading | undefined;
for (const [index, line] of lines.entries()) {
  try {
    const reading = parse(line, index);
    let statistics = bySensor.get(reading.sensor);
    if (statistics === undefined) bySensor.set(reading.sensor, (statistics = new Statistics()));
    statistics.add(reading.value);
    if (latest === undefined || reading.at > latest.at) latest = reading;
  } catch (error) {
    console.log(`skipped ${(error as SyntaxError).message}`);
  }
}
for (const [sensor, statistics] of bySensor) {
  console.log(
    sensor,
    statistics.mean.toFixed(2),
    statistics.deviation.toFixed(3),
    statistics.percentile(50),
  );
}
console.log(latest?.sensor, latest?.at.toISOString());
