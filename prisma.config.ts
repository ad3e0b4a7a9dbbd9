import { defineConfig } from "prisma/config";

// Prisma 7 generates its client without a native engine, yet its CLI insists on downloading one:
// naming any executable spares the download. Migrations run on the WASM engine
// (app/platform/migrate.server.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
});
