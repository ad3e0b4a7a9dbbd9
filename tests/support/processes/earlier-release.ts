import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { inject } from "vitest";
import { z } from "zod";
import { boxConnection, closeBox, openBox } from "#app/box/store.server.ts";
import { checkBoxMark } from "#app/commands/box/box-mark.server.ts";
import { moveEarlierDeposits } from "#app/commands/box/earlier-deposits.server.ts";
import { updateOlderBox } from "#app/commands/box/older-box.server.ts";
import { createDatabase, dropDatabase, withClient } from "#app/platform/client.server.ts";
import { closeDatabase, connect, databaseUrl } from "#app/platform/db.server.ts";
import { checkKeyMark } from "#app/platform/key-mark.server.ts";
import { mainMigrations, migrate, migrationsIn } from "#app/platform/migrate.server.ts";

// A database as the last release before the ballot box left it (52f36d2): its schema, and in it the
// rows that this release has in both databases, where that one had them.

const lastMigration = "20261122160203_mailing_units";

/** A database of the earlier release, and the start of this one on it. */
export type EarlierRelease = {
  url: string;
  /** What the server does before it answers: it migrates, opens a new box, and moves deposits. */
  start(): Promise<void>;
  /** Closes both databases, and removes them. */
  remove(): Promise<void>;
};

/** Writes what both databases of this process hold into one of the earlier release. */
export async function asEarlierRelease(): Promise<EarlierRelease> {
  const address = (name: string) => inject("databaseUrl").replace("DATABASE", name);
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const url = address(name);
  const directory = mkdtempSync(join(tmpdir(), "innova-box-"));
  await createDatabase(address("postgres"), name);
  const only = migrationsIn(mainMigrations).flatMap((each) =>
    each.name > lastMigration ? [] : each.name,
  );
  await migrate(url, mainMigrations, { only });
  const box = (await boxConnection()).url;
  await withClient(url, (to) =>
    withClient(databaseUrl(), (main) => withClient(box, (from) => fill(to, { main, box: from }))),
  );
  return {
    url,
    start: async () => {
      await closeBox();
      await closeDatabase();
      await migrate(url);
      connect(url);
      await openBox(directory);
      await checkKeyMark();
      await checkBoxMark();
      await moveEarlierDeposits();
      await updateOlderBox();
    },
    remove: async () => {
      await closeBox({ stopAdopted: true });
      await closeDatabase();
      await dropDatabase(address("postgres"), name);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

type Databases = { main: pg.Client; box: pg.Client };

/** Where the box has a table under another name, or without what was the same in every row. */
const fromBox: Record<string, string> = {
  Message: `SELECT *, 'PROPOSER' AS side FROM "Message"`,
  SpentToken: `SELECT nullifier, "editionId", purpose FROM "SpentToken"
    UNION ALL SELECT nullifier, "editionId", 'took-part-asked' FROM "TookPart"`,
};
const inBoth = [
  "Proposal",
  "Envelope",
  "Access",
  "ProposalFile",
  "Invite",
  "Ballot",
  "BlockedPair",
  "HandedKey",
];

async function fill(to: pg.Client, { main, box }: Databases): Promise<void> {
  await to.query("SET session_replication_role = replica"); // in whatever order
  for (const table of await tablesOf(to)) {
    await copy(main, `SELECT * FROM "${table}"`, to, table);
    const select = fromBox[table] ?? (inBoth.includes(table) ? `SELECT * FROM "${table}"` : null);
    if (select) await copy(box, select, to, table);
  }
  await to.query(
    `SELECT setval(pg_get_serial_sequence('"AuditEntry"', 'seq'), max(seq)) FROM "AuditEntry"`,
  );
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  return rows.map(({ name }) => name);
}

const json = z.object({ rows: z.string() });

/** Rows by the names of their columns: what the earlier release did not have is left out. */
async function copy(from: pg.Client, select: string, to: pg.Client, table: string): Promise<void> {
  const { rows } = await from.query(
    `SELECT coalesce(jsonb_agg(t), '[]')::text AS rows FROM (${select}) t`,
  );
  await to.query(
    `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)
     ON CONFLICT DO NOTHING`,
    [json.parse(rows[0]).rows],
  );
}
