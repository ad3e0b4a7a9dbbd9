import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";
import { closeDatabase, connect, createDatabase, dropDatabase } from "#app/platform/db.server.ts";
import { template } from "./cluster.ts";

// Importing this file gives the test file a migrated database of its own.

const url = (database: string) => inject("databaseUrl").replace("DATABASE", database);
const name = `t_${randomUUID().replaceAll("-", "")}`;

await createDatabase(url("postgres"), name, template);
connect(url(name));

afterAll(async () => {
  await closeDatabase();
  await dropDatabase(url("postgres"), name);
});
