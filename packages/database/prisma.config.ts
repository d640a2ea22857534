import { defineConfig } from "prisma/config";

/** For the real `prisma` command, which takes the database from here: the schema names none. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "" },
});
