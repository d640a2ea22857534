import Logger, { Level } from "./logger";
import * as config from "./config";
import { Settings } from "./settings";

const logger = new Logger(config.level);
logger.log(Level.Debug, "hidden");
logger.log(Level.Error, "shown", Settings.name);
console.log(Level[config.level], Settings.describe(), Object.keys(config));
