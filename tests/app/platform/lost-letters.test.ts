import "#tests/support/database.ts";
import pg from "pg";
import { expect, test } from "vitest";
import { databaseUrl } from "#app/platform/db.server.ts";
import { lostLetters } from "#app/platform/lost-letters.server.ts";
import { employee, preparedEdition } from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";

test("stored texts that lost a letter are told by table, column and number, in text, lists and JSON alike, and by nothing else", async () => {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    expect(await lostLetters(client)).toEqual([]);
    for (const unit of ["Citt\uFFFD viva", "Mobilit\uFFFD", "Mobilità"]) await employee({ unit });
    const { edition } = await preparedEdition();
    await asOwner(async (tx) => {
      await tx.edition.update({
        where: { id: edition.id },
        data: { texts: { it: { name: "Pi\uFFFD" } }, tieLadder: ["pi\uFFFD"] },
      });
    });
    const found = await lostLetters(client);
    expect(found).toEqual([
      { table: "Edition", column: "texts", rows: 1 },
      { table: "Edition", column: "tieLadder", rows: 1 },
      { table: "User", column: "unit", rows: 2 },
    ]);
    expect(JSON.stringify(found)).not.toContain("viva");
  } finally {
    await client.end();
  }
});
