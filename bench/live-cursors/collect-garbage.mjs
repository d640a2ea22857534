// Loaded into a server: on SIGUSR2 it collects all its garbage and gives back the memory, also what V8
// keeps for new objects.
import { Session } from "node:inspector";

const session = new Session();
session.connect();
process.on("SIGUSR2", () => session.post("HeapProfiler.collectGarbage"));
