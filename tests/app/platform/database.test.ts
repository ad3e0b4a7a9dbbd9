import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { applyAssignment } from "#app/commands/assignment/assignment.server.ts";
import { sendAuditHead } from "#app/commands/opening/audit-head.server.ts";
import { confirmRanking } from "#app/commands/ranking/ranking.server.ts";
import { toText } from "#app/domain/assignment/board.ts";
import { db, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { assignmentPage } from "#app/queries/assignment/assignment.server.ts";
import { rankingContent, rankingContentHash } from "#app/queries/ranking/ranking.server.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { delivers, judging } from "#tests/factories/judging.ts";
import { asOwner } from "#tests/support/owner.ts";

// What the database itself keeps, whatever asks it.

describe("an index leads from a row to what belongs to it", () => {
  /**
   * Foreign keys whose columns do not begin any whole index: a join or a cascade reads the table.
   */
  const unindexed = (tx: Pick<Tx, "$queryRaw">) => tx.$queryRaw<{ table: string; key: string }[]>`
    SELECT conrelid::regclass::text AS "table", conname AS "key"
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
      SELECT FROM pg_index
      WHERE indrelid = conrelid AND indisvalid AND indpred IS NULL
        AND (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey
    )
    ORDER BY 1, 2`;

  // whoever did something, by whom nothing is asked for; and no account is deleted
  const actors = /_(actor|author|pinnedBy)Id_fkey$/;

  test("every foreign key has one, but those to whoever acted", async () => {
    expect((await unindexed(db())).filter(({ key }) => !actors.test(key))).toEqual([]);
  });

  test("in the ballot box every foreign key has one", async () => {
    expect(await readBox(unindexed)).toEqual([]);
  });

  test("a key that is left out leads to an account that cannot be deleted", async () => {
    const keys = await db().$queryRaw<{ key: string; to: string; deletes: string }[]>`
      SELECT conname AS key, confrelid::regclass::text AS "to", confdeltype::text AS deletes
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;
    const leftOut = keys.filter(({ key }) => actors.test(key));
    expect(leftOut).not.toEqual([]);
    expect(leftOut.filter(({ to, deletes }) => to !== '"User"' || deletes !== "r")).toEqual([]);
  });

  test("and a key without one is found", async () => {
    const found = await asOwner(async (tx) => {
      await tx.$executeRaw`DROP INDEX "Access_proposalId_idx"`;
      return (await unindexed(tx)).filter(({ key }) => !actors.test(key));
    });
    expect(found).toEqual([{ table: '"Access"', key: "Access_proposalId_fkey" }]);
  });
});

describe("a statement", () => {
  const limit = async (tx: Tx) => {
    const [row] = await tx.$queryRaw<
      { limit: string }[]
    >`SELECT current_setting('statement_timeout') AS limit`;
    return row?.limit;
  };

  test("is ended after a minute, and after ten where the act's work grows", async () => {
    expect(await limit(db())).toBe("1min");
    expect(await longTransaction(limit)).toBe("10min");
    expect(await Promise.all(Array.from({ length: 12 }, () => limit(db())))).toEqual(
      Array(12).fill("1min"),
    );
  });
});

describe("an act whose work grows with the edition is given the time it needs", () => {
  // each of its rows in these tables takes longer than Prisma's usual five seconds for a whole
  // transaction
  beforeAll(async () => {
    await db().$executeRaw`
      CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5.2); RETURN NEW; END'`;
    for (const table of ["FreezeConfirmation", "Assignment", "AuditHead"]) {
      await db().$executeRawUnsafe(
        `CREATE TRIGGER dawdle BEFORE INSERT ON "${table}" FOR EACH STATEMENT EXECUTE FUNCTION dawdle()`,
      );
    }
  });

  async function confirming(): Promise<() => Promise<unknown>> {
    const j = await judging({ phase: "deliberation", proposals: 1, assigned: "none" });
    await delivers(j, "dario", { 1: [5, 5] });
    const hash = toHex(rankingContentHash(await rankingContent(j.edition.id)));
    return () => confirmRanking({ userId: j.carla.id, capacity: "ORGANISER" }, j.edition.id, hash);
  }

  async function assigning(): Promise<() => Promise<unknown>> {
    const j = await judging({ phase: "screening", proposals: 1, assigned: "none" });
    const { board } = await assignmentPage(j.carla.id, j.edition.id);
    const pair = [j.jury.dario, j.jury.bruno].map(({ id }) => toText(["1", id]));
    return () =>
      applyAssignment(j.carla.id, j.edition.id, { basis: board.basis, pair, planned: "" });
  }

  test("confirming the ranking, applying an assignment and the day's audit head", async () => {
    const acts = [await confirming(), await assigning()];
    await Promise.all(acts.map((act) => act()));
    await sendAuditHead();
    expect(await db().freezeConfirmation.count()).toBe(1);
    expect(await db().assignment.count()).toBe(2);
    expect(await db().auditHead.count()).toBe(1);
  }, 40_000);
});
