import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, dropDatabase, withClient } from "#app/platform/client.server.ts";
import { type Cluster, startCluster } from "#app/platform/cluster.server.ts";
import { isMigrated, mainMigrations, migrate } from "#app/platform/migrate.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";
import { replicaTables } from "./replica-tables.ts";
import { boxDirectory } from "./store.server.ts";

// The replica of a ballot box that has no way to the main database (replica-tables.ts): a cluster
// of its own, with the main database's schema, that is written by what the main server tells and by
// nothing else. Reading leaves nothing in it.

const replica = () => processSingleton("replica", () => ({ cluster: null as Cluster | null }));
const database = "replica";

/**
 * Opens it beside the box, and makes it where there is none of this release; its address. Its rows
 * keep to no foreign key, so a migration could fail on them, and the main server tells all of them
 * again.
 */
export async function openReplica(box = boxDirectory()): Promise<string> {
  const directory = join(box, "replica");
  mkdirSync(directory, { recursive: true });
  const cluster = await startCluster(directory, { wal_level: "minimal", max_wal_senders: "0" });
  replica().cluster = cluster;
  const url = cluster.url(database);
  await createDatabase(cluster.url("postgres"), database);
  if (!(await withClient(url, isOfThisRelease))) {
    await dropDatabase(cluster.url("postgres"), database);
    await createDatabase(cluster.url("postgres"), database);
    await migrate(url, mainMigrations);
  }
  await withClient(url, (client) => client.query(bookkeeping));
  return url;
}

async function isOfThisRelease(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ made: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS made`,
  );
  return rows[0]?.made === true && isMigrated(client);
}

/** Stops it. */
export async function closeReplica(): Promise<void> {
  await replica().cluster?.stop();
  replica().cluster = null;
}

/** What of an edition was told last, and pieces that are on their way. */
const bookkeeping = `
  CREATE TABLE IF NOT EXISTS "Told" ("editionId" uuid, name text, sha256 bytea,
    PRIMARY KEY ("editionId", name));
  DROP TABLE IF EXISTS "Piece";
  CREATE TABLE "Piece" ("editionId" uuid, name text, sha256 bytea, number int, rows text,
    PRIMARY KEY ("editionId", name, sha256, number));`;

/** True where this box keeps a replica. */
export function hasReplica(): boolean {
  return replica().cluster !== null;
}

/** The tables of an edition that were told otherwise than with these SHA-256, or never. */
export async function differing(
  editionId: string,
  tables: readonly { name: string; sha256: Uint8Array }[],
): Promise<string[]> {
  return inReplica((client) => differingIn(client, editionId, tables));
}

async function differingIn(
  client: Client,
  editionId: string,
  tables: readonly { name: string; sha256: Uint8Array }[],
): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sha256: Buffer }>(
    `SELECT name, sha256 FROM "Told" WHERE "editionId" = $1`,
    [editionId],
  );
  const known = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  return tables
    .filter(({ name, sha256 }) => !known.get(name)?.equals(sha256))
    .map(({ name }) => name);
}

/** Keeps a piece of a table's rows, a JSON array, until they are put in place together. */
export async function keepPiece(piece: {
  editionId: string;
  name: string;
  sha256: Uint8Array;
  number: number;
  rows: string;
}): Promise<void> {
  const { editionId, name, sha256, number, rows } = piece;
  await inReplica((client) =>
    client.query(`INSERT INTO "Piece" VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`, [
      editionId,
      name,
      Buffer.from(sha256),
      number,
      rows,
    ]),
  );
}

/**
 * Puts the pieces of these tables instead of the rows there were, all at once. `pieces` is how
 * many there are of each: one that was lost is a fault, and nothing is put in place.
 */
export async function putInPlace(
  editionId: string,
  tables: readonly { name: string; sha256: Uint8Array; pieces: number }[],
): Promise<void> {
  await inReplica(async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(hashtext($1))", [editionId]);
    // another main server may have told the same meanwhile
    const fresh = await differingIn(client, editionId, tables);
    const known = replicaTables.filter(({ name }) => fresh.includes(name));
    await client.query("SET LOCAL session_replication_role = replica"); // its rows are no acts
    // those of a proposal before the proposal by which they are found
    for (const { name, of } of known.toReversed())
      await client.query(`DELETE FROM "${name}" t WHERE ${of}`, [editionId]);
    for (const { name } of known) {
      const told = tables.find((table) => table.name === name)!;
      const { rows } = await client.query<{ rows: string }>(
        `SELECT rows FROM "Piece" WHERE "editionId" = $1 AND name = $2 AND sha256 = $3
         ORDER BY number`,
        [editionId, name, Buffer.from(told.sha256)],
      );
      if (rows.length < told.pieces) throw new Error(`A piece of ${name} was lost on the way.`);
      for (const piece of rows)
        await client.query(
          `INSERT INTO "${name}" SELECT * FROM json_populate_recordset(null::"${name}", $1::json)
           ON CONFLICT DO NOTHING`,
          [piece.rows],
        );
      await client.query(
        `INSERT INTO "Told" VALUES ($1, $2, $3)
         ON CONFLICT ("editionId", name) DO UPDATE SET sha256 = excluded.sha256`,
        [editionId, name, Buffer.from(told.sha256)],
      );
    }
    for (const { name, sha256 } of tables)
      await client.query(
        `DELETE FROM "Piece" WHERE "editionId" = $1 AND name = $2 AND sha256 = $3`,
        [editionId, name, Buffer.from(sha256)],
      );
    await client.query("COMMIT");
    if (known.length === 0) return;
    // else the first who reads a row would leave a mark on its page
    const names = known.map(({ name }) => `"${name}"`).join(", ");
    await client.query(`VACUUM (FREEZE, ANALYZE) ${names}`);
  });
}

/** The attachments of these that the replica does not have. */
export async function missingFiles(ids: readonly string[]): Promise<string[]> {
  return inReplica(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id::text FROM "ProposalFile" WHERE id = ANY ($1::uuid[]) AND length(bytes) = size`,
      [ids],
    );
    const here = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !here.has(id));
  });
}

/** An attachment's row, and bytes of it from the one at `from` on. */
export type FilePiece = {
  id: string;
  proposalId: string;
  position: number;
  kind: string;
  sha256: Uint8Array;
  size: number;
  from: number;
  bytes: Uint8Array;
};

/** Keeps bytes of an attachment; the first make the row again. */
export async function keepFilePiece(piece: FilePiece): Promise<void> {
  const { id, proposalId, position, kind, sha256, size, from, bytes } = piece;
  await inReplica(async (client) => {
    await client.query("SET session_replication_role = replica");
    if (from === 0) {
      await client.query(`DELETE FROM "ProposalFile" WHERE id = $1`, [id]);
      await client.query(
        `INSERT INTO "ProposalFile" (id, "proposalId", position, kind, sha256, size, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, '')`,
        [id, proposalId, position, kind, Buffer.from(sha256), size],
      );
    }
    await client.query(
      `UPDATE "ProposalFile" SET bytes = bytes || $2 WHERE id = $1 AND length(bytes) = $3`,
      [id, Buffer.from(bytes), from],
    );
  });
}

/** Forgets all editions but these. */
export async function forgetOthers(editionIds: readonly string[]): Promise<void> {
  await inReplica(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT "editionId"::text AS id FROM "Told" WHERE "editionId" <> ALL ($1::uuid[])`,
      [editionIds],
    );
    for (const { id } of rows) {
      await client.query("BEGIN");
      await client.query("SET LOCAL session_replication_role = replica");
      await client.query(
        `DELETE FROM "ProposalFile"
         WHERE "proposalId" IN (SELECT id FROM "Proposal" WHERE "editionId" = $1)`,
        [id],
      );
      for (const { name, of } of replicaTables.toReversed())
        await client.query(`DELETE FROM "${name}" t WHERE ${of}`, [id]);
      await client.query(`DELETE FROM "Told" WHERE "editionId" = $1`, [id]);
      await client.query("COMMIT");
    }
    if (rows.length > 0) await client.query("VACUUM (FULL)");
  });
}

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

async function inReplica<T>(act: (client: Client) => Promise<T>): Promise<T> {
  const { cluster } = replica();
  if (!cluster) throw new Error("This ballot box keeps no replica.");
  return withClient(cluster.url(database), act);
}
