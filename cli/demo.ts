import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

// npm run demo: an empty database is filled with the demonstration, then the server starts on it as
// in production.

process.env.NODE_ENV = "production";
process.env.SECOND_FACTOR ??= "offered"; // whoever tries a role brings no phone
process.env.MANIFEST_PINS ??= "waived"; // its custodians' keys lie in its own folder
process.argv.push("--demo");

const { closeDatabase, openDatabase } = await import("#app/platform/db.server.ts");
const { closeBox, openBox } = await import("#app/box/store.server.ts");
const { env } = await import("#app/platform/env.server.ts");
const { seed } = await import("#prisma/seed.ts");
const { keyFolder } = await import("#prisma/demo/sealed.ts");

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : "The demonstration did not start.");
  process.exit(1);
});

async function main(): Promise<void> {
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
  await import("#server/index.ts");
}
