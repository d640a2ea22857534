// @ts-check
"use strict";
const { serveProgram } = require("./node-program.cjs");

void serveProgram(
  { fileName: "main.js", compile: (code) => ({ code, mapPosition: null }) },
  JSON.parse(String(process.argv[2])),
);
