import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boxConnection, closeBox, openBox } from "#app/box/store.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { createDatabase } from "#app/platform/client.server.ts";
import { startCluster } from "#app/platform/cluster.server.ts";
import { closeDatabase, connect } from "#app/platform/db.server.ts";
import { migrate } from "#app/platform/migrate.server.ts";
import { depositBy, employee, moveDates, openEdition } from "#tests/factories/sealed-edition.ts";
import { type Bench, type Figure, timed } from "./measure.ts";
import { fillBox, fillFiles } from "./rotation.ts";

const megabytes = 3;

/** How long it takes to close an edition, and how much memory the server takes for it. */
export const handingOver: Bench = {
  name: "Hand-over",
  run: (say) =>
    withDatabases(async () => [
      ...(await closed(say, "1 proposal (baseline)", 1)),
      ...(await closed(say, "10,000 proposals without files", 10_000, { limit: 60 })),
      ...(await closed(say, `300 proposals with ${megabytes} MB of files each`, 300, {
        megabytes,
        limit: 120,
      })),
    ]),
};

async function withDatabases<T>(act: () => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "innova-bench-"));
  const cluster = await startCluster(join(directory, "main"));
  await createDatabase(cluster.url("postgres"), "innova");
  await migrate(cluster.url("innova"));
  connect(cluster.url("innova"), cluster);
  await openBox(join(directory, "box"));
  try {
    return await act();
  } finally {
    await closeBox();
    await closeDatabase();
    rmSync(directory, { recursive: true, force: true });
  }
}

type Options = { megabytes?: number; limit?: number };

async function closed(
  say: (line: string) => void,
  what: string,
  count: number,
  { megabytes = 0, limit }: Options = {},
): Promise<Figure[]> {
  say(what);
  const sealed = await openEdition();
  const { id } = sealed.edition;
  const { request } = await depositBy(await employee(), sealed);
  const { client } = await boxConnection();
  await fillBox(client, request.proposalId, count);
  if (megabytes > 0) await fillFiles(client, id, megabytes);
  await moveDates(sealed.edition, { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 });
  let value = 0;
  const peak = await peakMemory(async () => {
    value = (await timed(() => enterPhase(null, id, "screening"))) / 1000;
  });
  return [
    { what: `closing with ${what}`, value, unit: "s", limit },
    { what: "memory it takes at its peak", value: peak, unit: "MB" },
  ];
}

/** Megabytes of memory that this process takes for `act` beyond what it had, looked at often. */
async function peakMemory(act: () => Promise<void>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  await act().finally(() => clearInterval(look));
  return (most - before) / 1e6;
}
