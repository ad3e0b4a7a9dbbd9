import { rotate } from "#app/box/rotation.server.ts";
import { closeBox, openBox } from "#app/box/store.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { tellBoxAll } from "#app/commands/box/box-facts.server.ts";
import { listDepositsNightly } from "#app/commands/box/deposit-list.server.ts";
import { eraseHandedOverEditions } from "#app/commands/box/hand-over.server.ts";
import { enterDuePhases } from "#app/commands/edition/phase.server.ts";
import { closeDatabase, connect } from "#app/platform/db.server.ts";

// Another node of the product at the same two databases: does what a server does by itself again
// and again until it is told to stop. Says how often it did, and the name of what failed.
//   box-node.ts MAIN_URL BOX_DIRECTORY

const [url = "", directory] = process.argv.slice(2);
connect(url);
await openBox(directory);
const work = {
  enterDuePhases,
  tellBoxAll,
  eraseHandedOverEditions,
  takeDueBatches,
  listDepositsNightly,
  rotate: () => rotate(),
};
let stopping = false;
process.on("message", () => (stopping = true));
process.send?.("ready");
while (!stopping) {
  for (const [name, act] of Object.entries(work)) {
    await act().catch((error: unknown) => process.send?.(`${name} failed: ${String(error)}`));
  }
  process.send?.("round");
}
await closeBox();
await closeDatabase();
process.disconnect();
