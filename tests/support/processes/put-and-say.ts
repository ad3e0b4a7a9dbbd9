import { boxConnection, closeBox, inBox, openBox } from "#app/box/store.server.ts";

// Another process at the same box: writes passes of the edition named second until it is told to
// stop, and says each that was acknowledged.

const [directory, editionId] = process.argv.slice(2) as [string, string];
await openBox(directory);
const { randomBytes } = await import("node:crypto");
let stopping = false;
process.on("message", () => (stopping = true));
process.send?.("ready");
while (!stopping) {
  const nullifier = new Uint8Array(randomBytes(32));
  await inBox((tx) => tx.spentToken.create({ data: { nullifier, editionId, purpose: "deposit" } }));
  process.send?.(Buffer.from(nullifier).toString("hex"));
}
await boxConnection();
await closeBox();
process.disconnect();
