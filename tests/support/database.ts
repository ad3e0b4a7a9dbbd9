import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";
import { closeBox, connectBox } from "#app/box/store.server.ts";
import { createDatabase, dropDatabase } from "#app/platform/client.server.ts";
import { closeDatabase, connect } from "#app/platform/db.server.ts";
import { boxTemplate, template } from "./cluster.ts";

// Importing this file gives the test file a migrated database of its own.

const url = (database: string) => inject("databaseUrl").replace("DATABASE", database);
const name = `t_${randomUUID().replaceAll("-", "")}`;

await createDatabase(url("postgres"), name, template);
await createDatabase(url("postgres"), `${name}_box`, boxTemplate);
connect(url(name));
connectBox(url(`${name}_box`));

afterAll(async () => {
  await closeBox();
  await closeDatabase();
  await dropDatabase(url("postgres"), `${name}_box`);
  await dropDatabase(url("postgres"), name);
});
