import { Level } from "./logger";
export const level: Level = Level.Info;
export const limits = { retries: 3 } as const;
