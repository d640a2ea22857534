import { limits } from "./config";
export namespace Settings {
  export const name = "settings";
  export const describe = (): string => `${name} with ${limits.retries} retries`;
}
