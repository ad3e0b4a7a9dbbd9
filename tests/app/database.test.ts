import "#tests/support/database.ts";
import { describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";

// What the database itself keeps, whatever asks it.

describe("an index leads from a row to what belongs to it", () => {
  /** Foreign keys whose columns do not begin any whole index: a join or a cascade reads the table. */
  const unindexed = () => db().$queryRaw<{ table: string; key: string }[]>`
    SELECT conrelid::regclass::text AS "table", conname AS "key"
    FROM pg_constraint fk
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
      SELECT FROM pg_index
      WHERE indrelid = conrelid AND indisvalid AND indpred IS NULL
        AND (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey
    )
    ORDER BY 1, 2`;

  test("every foreign key has one", async () => {
    expect(await unindexed()).toEqual([]);
  });

  test("and a key without one is found", async () => {
    await db().$executeRaw`DROP INDEX "Access_proposalId_idx"`;
    expect(await unindexed()).toEqual([{ table: '"Access"', key: "Access_proposalId_fkey" }]);
  });
});
