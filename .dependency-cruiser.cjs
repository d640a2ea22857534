const { createRequire } = require("node:module");

// It reads sources with TypeScript 6 as a library, and without that leaves out every `.ts` file and passes.
const cruiser = createRequire(require.resolve("./node_modules/dependency-cruiser/package.json"));
const { version } = cruiser("typescript/package.json");
if (!version.startsWith("6."))
  throw new Error(`dependency-cruiser cannot use TypeScript ${version}`);

/** The module boundaries of ARCHITECTURE.md, checked by `pnpm boundaries`. */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "apps-stand-alone",
      comment: "Services talk through Redis and PostgreSQL, never by import.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-know-no-app",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "contracts-import-only-zod",
      comment: "Contracts are shared with clients: they must run anywhere.",
      severity: "error",
      from: { path: "^packages/common/src/contracts/" },
      to: { pathNot: ["^packages/common/src/contracts/", "node_modules/zod/"] },
    },
    {
      name: "transport-knows-no-prisma",
      comment: "Routes and socket events parse, call and reply; queries live in packages/database.",
      severity: "error",
      from: { path: "\\.routes\\.ts$|^apps/websocket-backend/" },
      to: { path: "generated/prisma|node_modules/@prisma/|node_modules/pg/" },
    },
    {
      name: "sandbox-knows-nothing-of-jobs",
      severity: "error",
      from: { path: "^packages/sandbox/src/" },
      to: { path: "^packages/(?!sandbox/)" },
    },
    {
      name: "client-runs-anywhere",
      comment: "It goes into browsers: no Node.js, no zod; of contracts the types alone.",
      severity: "error",
      from: { path: "^packages/client/src/", pathNot: "\\.test\\.ts$" },
      to: {
        pathNot: [
          "^packages/client/src/",
          "^packages/common/src/contracts/",
          "^packages/common/src/merge-patch\\.ts$",
          "node_modules/socket\\.io-client/",
        ],
      },
    },
    {
      name: "client-has-only-types-of-contracts",
      severity: "error",
      from: { path: "^packages/client/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/common/src/contracts/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "console-speaks-through-the-client",
      comment: "It runs in browsers: no Node.js, no zod; of the services' own code the role table.",
      severity: "error",
      from: { path: "^apps/console/src/", pathNot: "\\.test\\.ts$" },
      to: {
        pathNot: [
          "^apps/console/src/",
          "^packages/client/src/",
          "^packages/common/src/contracts/",
          "^packages/common/src/permissions\\.ts$",
          "node_modules/(?:preact|@codemirror|@lezer)/",
        ],
      },
    },
    {
      name: "console-has-only-types-of-contracts",
      severity: "error",
      from: { path: "^apps/console/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/common/src/contracts/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "rest-brings-no-sockets",
      comment: "Whoever calls the REST API alone does not load socket.io-client.",
      severity: "error",
      from: { path: "^packages/client/src/rest(/|\\.ts$)" },
      to: { path: "node_modules/socket\\.io-client/", reachable: true },
    },
    {
      name: "local-stack-is-not-for-production",
      severity: "error",
      from: {
        path: "^(apps|packages)/[^/]+/src/",
        pathNot: ["^packages/local-stack/", "\\.test\\.ts$"],
      },
      to: { path: "^packages/local-stack/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/|/generated/|^packages/sandbox/tests/conformance/[^/]+/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      conditionNames: ["source", "import", "node", "default"],
      exportsFields: ["exports"],
    },
  },
};
