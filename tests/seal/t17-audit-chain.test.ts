import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { sendAuditHead } from "#app/commands/opening/audit-head.server.ts";
import { verifyAuditChain } from "#app/queries/opening/verification.server.ts";
import { entryDigest, linkHash } from "#app/sealing/audit-chain.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { openedEdition } from "#tests/factories/published-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { interleaved } from "#tests/support/race.ts";

const faults = async () =>
  (await verifyAuditChain()).filter(({ ok }) => !ok).map(({ about }) => about);

describe("the audit chain (T17)", () => {
  let entries: { seq: number; action: string }[];

  beforeAll(async () => {
    await openedEdition();
    await sendAuditHead();
    entries = await db().auditEntry.findMany({ orderBy: { seq: "asc" } });
  }, 120_000);

  test("a whole edition's acts are linked, and the daily head lies on the chain", async () => {
    expect(entries.length).toBeGreaterThan(20);
    expect(await db().auditLink.count()).toBe(entries.length);
    expect(await db().auditHead.count()).toBe(1);
    expect(await faults()).toEqual([]);
  });

  test("the head of the day is sent once, to every custodian, however often it is asked for", async () => {
    await Promise.all([sendAuditHead(), sendAuditHead()]);
    const [head] = await db().auditHead.findMany();
    const mails = await db().outboxMail.findMany({
      where: { text: { contains: Buffer.from(head!.hash).toString("hex") } },
    });
    const custodians = await db().user.findMany({
      where: { custodians: { some: {} } },
      select: { email: true },
    });
    expect(mails.map(({ toAddress }) => toAddress).sort()).toEqual(
      custodians.map(({ email }) => email).sort(),
    );
  });

  test("entries of transactions that run at once are linked one after the other, without a gap", async () => {
    const before = await db().auditLink.count();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        db().$transaction((tx) =>
          audit(tx, { actorId: null, action: "edition.announced", objectId: String(i) }),
        ),
      ),
    );
    expect(await db().auditLink.count()).toBe(before + 40);
    expect(await faults()).toEqual([]);
  });

  test("an act between two questions of the check is no fault", async () => {
    const found = await interleaved({
      hold: (tx) => tx.$executeRaw`LOCK TABLE "AuditLink" IN ACCESS EXCLUSIVE MODE`,
      act: faults,
      meanwhile: (tx) => audit(tx, { actorId: null, action: "edition.announced" }),
    });
    expect(found).toEqual([]);
  });

  test("an act that is rolled back leaves no link", async () => {
    const before = await db().auditLink.count();
    const act = db().$transaction(async (tx) => {
      await audit(tx, { actorId: null, action: "edition.announced" });
      throw new Error("no");
    });
    await expect(act).rejects.toThrow("no");
    expect(await db().auditLink.count()).toBe(before);
    expect(await faults()).toEqual([]);
  });

  test.each([
    ["UPDATE", `UPDATE "AuditEntry" SET action = 'x'`],
    ["DELETE", `DELETE FROM "AuditEntry"`],
    ["TRUNCATE", `TRUNCATE "AuditEntry"`],
    ["UPDATE of a link", `UPDATE "AuditLink" SET hash = 'x'`],
    ["DELETE of a link", `DELETE FROM "AuditLink"`],
    ["DELETE of a head", `DELETE FROM "AuditHead"`],
  ])("the database refuses %s", async (_, sql) => {
    await expect(db().$executeRawUnsafe(sql)).rejects.toThrow("locked");
  });

  // what somebody can do who switches the triggers off; each is put right again afterwards
  const attacks: [string, string[], (seqs: number[]) => string[]][] = [
    [
      "an entry says something else",
      ["audit entries"],
      ([a]) => [`UPDATE "AuditEntry" SET "objectId" = 'other' WHERE seq = ${a}`],
    ],
    [
      "an entry's author is another",
      ["audit entries"],
      ([a]) => [`UPDATE "AuditEntry" SET "actorId" = gen_random_uuid() WHERE seq = ${a}`],
    ],
    [
      "an entry is moved in time",
      ["audit entries"],
      ([a]) => [`UPDATE "AuditEntry" SET at = at - interval '1 day' WHERE seq = ${a}`],
    ],
    ["an entry is gone", ["audit chain"], ([a]) => [`DELETE FROM "AuditEntry" WHERE seq = ${a}`]],
    [
      "an entry and its link are gone",
      ["audit chain"],
      ([a]) => [
        `DELETE FROM "AuditEntry" WHERE seq = ${a}`,
        `DELETE FROM "AuditLink" WHERE seq = ${a}`,
      ],
    ],
    [
      "two entries have changed places",
      ["audit chain"],
      ([a, b]) => [
        `UPDATE "AuditLink" SET seq = -1 WHERE seq = ${a}`,
        `UPDATE "AuditLink" SET seq = ${a} WHERE seq = ${b}`,
        `UPDATE "AuditLink" SET seq = ${b} WHERE seq = -1`,
      ],
    ],
    [
      "an entry was slipped in without a link",
      ["audit chain"],
      () => [
        `INSERT INTO "AuditEntry" (at, action, digest) VALUES (now(), 'edition.announced', sha256('x'))`,
      ],
    ],
  ];

  test.each(attacks)("is noticed: %s", async (_, expected, sql) => {
    const seqs = entries.slice(5).map(({ seq }) => seq);
    expect(await faultsAfter(sql(seqs))).toEqual(expect.arrayContaining(expected));
    expect(await faults()).toEqual([]);
  });

  test("a chain rewritten from one entry on is consistent in itself, and the head that was sent gives it away", async () => {
    const found = await rolledBack(async (tx) => {
      const victim = entries[5]!.seq;
      await tx.auditEntry.update({ where: { seq: victim }, data: { objectId: "rewritten" } });
      const rows = await tx.auditEntry.findMany({ orderBy: { seq: "asc" } });
      const links = await tx.auditLink.findMany({ orderBy: { position: "asc" } });
      let previous: Uint8Array = new Uint8Array(32);
      for (const link of links) {
        const entry = rows.find(({ seq }) => seq === link.seq)!;
        const digest = new Uint8Array(
          entryDigest(entry.salt, { ...entry, at: entry.at.getTime() }),
        );
        const hash = new Uint8Array(linkHash(previous, link.position, digest));
        await tx.auditEntry.update({ where: { seq: entry.seq }, data: { digest } });
        await tx.auditLink.update({
          where: { position: link.position },
          data: { prevHash: new Uint8Array(previous), hash },
        });
        previous = hash;
      }
    });
    expect(found).toEqual(["audit heads"]);
  }, 60_000);

  test("every action is on the list of acts of staff roles and the program: none of a proposer, a pass or a receipt", () => {
    const actions = [...new Set(entries.map(({ action }) => action))];
    const subjects = [
      "edition",
      "custodian",
      "juror",
      "sheet",
      "proposal",
      "assignment",
      "ranking",
      "envelope",
      "opening",
      "winner",
      "statement",
      "role",
      "award",
      "sponsor",
      "staff",
      "account",
      "mail",
      "tie",
    ];
    expect(actions.filter((action) => !subjects.includes(action.split(".")[0]!))).toEqual([]);
    expect(
      actions.filter((action) =>
        /pass|token|receipt|activat|deposit|withdraw|sign-?in|login/.test(action),
      ),
    ).toEqual([]);
  });
});

/**
 * The faults after statements that the owner of the database runs; everything is as before
 * afterwards.
 */
async function faultsAfter(statements: string[]): Promise<string[]> {
  return rolledBack(async (tx) => {
    for (const statement of statements) await tx.$executeRawUnsafe(statement);
  });
}

/** Commits the attack, looks, and puts the three tables back as they were. */
async function rolledBack(
  attack: (tx: Parameters<Parameters<typeof asOwner>[0]>[0]) => Promise<void>,
): Promise<string[]> {
  const tables = ["AuditEntry", "AuditLink", "AuditHead"];
  for (const table of tables)
    await db().$executeRawUnsafe(`CREATE TABLE "${table}_kept" AS TABLE "${table}"`);
  await asOwner(attack);
  const found = await faults();
  await asOwner(async (tx) => {
    for (const table of tables) {
      await tx.$executeRawUnsafe(`DELETE FROM "${table}"`);
      await tx.$executeRawUnsafe(`INSERT INTO "${table}" SELECT * FROM "${table}_kept"`);
      await tx.$executeRawUnsafe(`DROP TABLE "${table}_kept"`);
    }
  });
  return found;
}
