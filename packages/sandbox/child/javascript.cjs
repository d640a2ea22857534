// @ts-check
"use strict";
const { serveProgram } = require("./node-program.cjs");

void serveProgram(
  {
    extensions: [".js", ".mjs", ".cjs"],
    transpile: ({ content }) => ({ code: content, mapPosition: null }),
  },
  JSON.parse(String(process.argv[2])),
);
