import { assembleRest, type Rest, type RestOptions } from "./rest/assemble-rest.js";

/** The REST side alone, for applications that need no live one: it brings no socket.io-client. */
export const createRest = (options: RestOptions): Rest => assembleRest(options).rest;
