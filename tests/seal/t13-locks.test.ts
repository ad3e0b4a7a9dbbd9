import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { merkleRoot } from "#app/sealing/merkle.ts";
import { contentHash, proposalLeaf } from "#app/sealing/commitment.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import { sealFormat } from "#app/sealing/manifest.ts";
import { db } from "#app/platform/db.server.ts";
import { openedEdition } from "#tests/factories/published-edition.ts";
import {
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";

/**
 * Every statement, by the table it wants to change: what was closed, delivered, frozen or opened.
 */
const changes: [table: string, sql: string][] = [
  ["Proposal", `UPDATE "Proposal" SET title = title || '.'`],
  ["Proposal", `UPDATE "Proposal" SET "publicNo" = "publicNo" + 100`],
  ["Proposal", `DELETE FROM "Proposal"`],
  ["Envelope", `UPDATE "Envelope" SET ct = ct || 'x'`],
  ["Envelope", `UPDATE "Envelope" SET "proposalId" = (SELECT id FROM "Proposal" LIMIT 1)`],
  ["Envelope", `DELETE FROM "Envelope"`],
  ["Closing", `UPDATE "Closing" SET root = 'x'`],
  ["Closing", `UPDATE "Closing" SET "staffList" = '[]'`],
  ["Closing", `DELETE FROM "Closing"`],
  ["Manifest", `UPDATE "Manifest" SET json = '{}'`],
  ["EditionKeys", `UPDATE "EditionKeys" SET "certPublicKey" = 'x'`],
  ["EditionKeys", `UPDATE "EditionKeys" SET "certPrivate" = 'x'`],
  ["Custodian", `UPDATE "Custodian" SET recipient = 'x'`],
  ["Custodian", `DELETE FROM "Custodian"`],
  ["CustodianSignature", `UPDATE "CustodianSignature" SET signature = 'x'`],
  ["CustodianSignature", `DELETE FROM "CustodianSignature"`],
  ["Screening", `UPDATE "Screening" SET verdict = 'EXCLUDED'`],
  ["Criterion", `UPDATE "Criterion" SET weight = weight + 1`],
  ["ScoreSheet", `UPDATE "ScoreSheet" SET scores = '{}'`],
  ["ScoreSheet", `DELETE FROM "ScoreSheet"`],
  [
    "ScoreSheet",
    `INSERT INTO "ScoreSheet" SELECT "jurorId", "proposalId", version + 1, scores, "commentProposer", "commentJury", reason, "authorId", at, salt FROM "ScoreSheet"`,
  ],
  ["ThreadMessage", `UPDATE "ThreadMessage" SET text = 'x'`],
  ["ThreadMessage", `DELETE FROM "ThreadMessage"`],
  [
    "ThreadMessage",
    `INSERT INTO "ThreadMessage" ("jurorId", "proposalId", text, day) SELECT "jurorId", "proposalId", text, day FROM "ThreadMessage"`,
  ],
  ["AwardRule", `UPDATE "AwardRule" SET places = 99`],
  ["FreezeConfirmation", `DELETE FROM "FreezeConfirmation"`],
  ["Ranking", `UPDATE "Ranking" SET json = '{}'`],
  ["Ranking", `DELETE FROM "Ranking"`],
  ["Edition", `UPDATE "Edition" SET phase = 'open'`],
  ["Edition", `UPDATE "Edition" SET quorum = 1`],
  ["Edition", `UPDATE "Edition" SET "minimumScore" = 99`],
  ["Edition", `UPDATE "Edition" SET "rankingMethod" = 'median'`],
  ["Edition", `UPDATE "Edition" SET "tieLadder" = '{shared}'`],
  ["Edition", `UPDATE "Edition" SET "shortlistSize" = 1`],
  ["Edition", `UPDATE "Edition" SET "shortlistScore" = 1`],
  ["Edition", `UPDATE "Edition" SET "secondRoundJurors" = 1`],
  [
    "ShortlistDecision",
    `INSERT INTO "ShortlistDecision" SELECT "editionId", id, true, 'x', id, now() FROM "Proposal"`,
  ],
  [
    "RoundWithdrawal",
    `INSERT INTO "RoundWithdrawal" SELECT "jurorId", "proposalId", 'x', "authorId", now() FROM "ScoreSheet"`,
  ],
];

describe("after closing and freezing (T13)", () => {
  let sealed: SealedEdition;
  beforeAll(async () => {
    ({ sealed } = await openedEdition({ deposits: 4, awarded: 2 }));
    await asOwner(
      (tx) =>
        tx.$executeRaw`INSERT INTO "ThreadMessage" ("jurorId", "proposalId", text, day) SELECT "jurorId", "proposalId", 'a', at FROM "ScoreSheet" LIMIT 1`,
    );
  }, 120_000);

  test.each(changes)("the database refuses to change %s: %s", async (_, sql) => {
    const rows = await tables();
    await expect(db().$executeRawUnsafe(sql)).rejects.toThrow("locked");
    expect(await tables()).toEqual(rows);
  });

  test("a proposal cannot be slipped in", async () => {
    await expect(
      db().$executeRawUnsafe(
        `INSERT INTO "Proposal" SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'publicNo', 99))).* FROM "Proposal" p LIMIT 1`,
      ),
    ).rejects.toThrow("locked");
  });

  test("one byte more or less in any text or envelope gives another root", async () => {
    const proposals = await db().proposal.findMany({
      where: { editionId: sealed.edition.id },
      include: { envelopes: true },
      orderBy: { publicNo: "asc" },
    });
    const format = sealFormat(sealed.manifest);
    const leafOf = (proposal: (typeof proposals)[number]) =>
      proposalLeaf(
        format,
        proposal.publicNo!,
        contentHash(contentSchema.parse(proposal)),
        proposal.envelopes.map((envelope) => envelopeHash(format, envelope)),
      );
    const { root } = await db().closing.findUniqueOrThrow({
      where: { editionId: sealed.edition.id },
    });
    expect(Buffer.from(merkleRoot(proposals.map(leafOf))).equals(root)).toBe(true);
    for (const at of proposals.keys()) {
      const [withText, withEnvelope] = [structuredClone(proposals), structuredClone(proposals)];
      withText[at]!.solution += ".";
      withEnvelope[at]!.envelopes[0]!.wraps[100]! ^= 1;
      for (const altered of [withText, withEnvelope])
        expect(Buffer.from(merkleRoot(altered.map(leafOf))).equals(root)).toBe(false);
    }
  });

  test("nothing is wrong with an edition nobody has tampered with", async () => {
    const report = await verifyEdition(sealed.edition.id);
    expect(report.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.map(({ about }) => about)).toEqual(
      expect.arrayContaining([
        "manifest signed",
        "contents",
        "envelopes",
        "root",
        "root signed",
        "staff list",
        "counts",
        "score sheets",
        "ranking",
        "ranking recomputed",
        "ranking signed",
      ]),
    );
  });

  // who switches the triggers off is found by the verification; everything is put back afterwards
  test.each([
    ["a text", ["contents"], `UPDATE "Proposal" SET summary = summary || '.'`],
    ["an envelope", ["envelopes"], `UPDATE "Envelope" SET iv = 'xxxxxxxxxxxx'`],
    ["a leaf", ["envelopes", "root"], `UPDATE "Proposal" SET leaf = 'x'`],
    ["the staff list", ["staff list"], `UPDATE "Closing" SET "staffList" = '[]'`],
    ["the counts", ["counts"], `DELETE FROM "SpentToken"`],
    ["the root", ["root", "root signed"], `UPDATE "Closing" SET root = sha256('x')`],
    [
      "a score",
      ["score sheets", "ranking recomputed"],
      `UPDATE "ScoreSheet" SET scores = '{"impact":0,"cost":0}' WHERE ctid = (SELECT min(ctid) FROM "ScoreSheet")`,
    ],
    [
      "a sheet that was deleted",
      ["score sheets"],
      `DELETE FROM "ScoreSheet" WHERE ctid = (SELECT min(ctid) FROM "ScoreSheet")`,
    ],
    [
      "the ranking",
      ["ranking"],
      `UPDATE "Ranking" SET json = replace(json, '"rank":1,', '"rank":2,')`,
    ],
    [
      "a custodian's key",
      ["manifest"],
      `UPDATE "Custodian" SET recipient = 'x' WHERE position = 1`,
    ],
    [
      "a signature",
      ["manifest signed", "root signed", "ranking signed"],
      `UPDATE "CustodianSignature" SET signature = 'x'`,
    ],
  ])("whoever owns the database and changes %s is found", async (_, expected, sql) => {
    const kept = [
      "Proposal",
      "Envelope",
      "Closing",
      "SpentToken",
      "ScoreSheet",
      "Ranking",
      "Custodian",
      "CustodianSignature",
    ];
    for (const table of kept)
      await db().$executeRawUnsafe(`CREATE TABLE "${table}_kept" AS TABLE "${table}"`);
    await asOwner((tx) => tx.$executeRawUnsafe(sql));
    const found = (await verifyEdition(sealed.edition.id))
      .filter(({ ok }) => !ok)
      .map(({ about }) => about);
    await asOwner(async (tx) => {
      for (const table of kept) {
        await tx.$executeRawUnsafe(`DELETE FROM "${table}"`);
        await tx.$executeRawUnsafe(`INSERT INTO "${table}" SELECT * FROM "${table}_kept"`);
        await tx.$executeRawUnsafe(`DROP TABLE "${table}_kept"`);
      }
    });
    expect(found).toEqual(expect.arrayContaining(expected));
    expect((await verifyEdition(sealed.edition.id)).filter(({ ok }) => !ok)).toEqual([]);
  });
});

test("control: before closing, texts and envelopes can be changed: it is the phase that locks them", async () => {
  const sealed = await openEdition();
  const { request } = await depositBy(await employee(), sealed);
  await readBox(async (box) => {
    await box.proposal.update({
      where: { id: request.proposalId },
      data: { title: "Altro titolo" },
    });
    await box.envelope.updateMany({ where: { proposalId: request.proposalId }, data: { slot: 2 } });
  });
}, 60_000);

/** How many rows each locked table has, and a hash of them. */
async function tables(): Promise<unknown> {
  const names = [...new Set(changes.map(([table]) => table))];
  return Promise.all(
    names.map((name) =>
      db().$queryRawUnsafe(
        `SELECT count(*)::int AS count, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM "${name}" t`,
      ),
    ),
  );
}
