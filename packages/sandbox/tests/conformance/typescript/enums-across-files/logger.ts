export enum Level {
  Debug,
  Info,
  Error,
}
export default class Logger {
  constructor(private readonly minimum: Level) {}
  log(level: Level, ...parts: unknown[]): void {
    if (level >= this.minimum) console.log(`[${Level[level]}]`, ...parts);
  }
}
