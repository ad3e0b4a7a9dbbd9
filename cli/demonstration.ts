import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closeBox, openBox } from "#app/box/store.server.ts";
import { closeDatabase, openDatabase } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { keyFolder } from "#prisma/demo/sealed.ts";
import { seed } from "#prisma/seed.ts";

/**
 * Fills an empty database with the demonstration and says which accounts it has; says it again
 * where it is filled already. `process.argv` holds `--demo`.
 */
export async function prepareDemonstration(): Promise<void> {
  await openDatabase();
  await openBox();
  console.log(
    "Preparing the demonstration: people, keys, an edition played from its call to its results, 71 sealed proposals …",
  );
  const seeded = await seed()
    .finally(() => closeBox())
    .finally(() => closeDatabase());
  const guide = join(keyFolder(), "README.txt");
  const said = seeded?.said ?? (existsSync(guide) ? readFileSync(guide, "utf8").trimEnd() : "");
  console.log(`\n${said}\n\nhttp://localhost:${env().PORT}/\n`);
}
