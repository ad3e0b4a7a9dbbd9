import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createDatabase } from "#app/platform/client.server.ts";
import { removeCluster, startCluster } from "#app/platform/cluster.server.ts";
import { clear } from "./rotation.server.ts";
import { boxSettings, database, isBoxHere, moveTo, newFolder } from "./store.server.ts";

/**
 * Makes a box in a folder that has none, out of what `fill` writes into an empty database. Only
 * when that is done there is a box: killed before, the next one clears away what was left. Throws
 * when there is one already.
 */
export async function makeBox(
  directory: string,
  fill: (url: string) => Promise<void>,
): Promise<void> {
  const refuseOther = () => {
    if (isBoxHere(directory))
      throw new Error(`There is a ballot box in ${directory}: move it away first.`);
  };
  refuseOther();
  mkdirSync(directory, { recursive: true });
  await clear(directory, null);
  const folder = newFolder();
  const cluster = await startCluster(join(directory, folder), boxSettings);
  try {
    await createDatabase(cluster.url("postgres"), database);
    await fill(cluster.url(database));
    await cluster.stop(); // and so on the disk
    refuseOther(); // a server may have been started meanwhile
    moveTo(directory, { folder, xid: "0" }); // as if written since: it is moved soon
  } catch (error) {
    await removeCluster(join(directory, folder));
    throw error;
  }
}
