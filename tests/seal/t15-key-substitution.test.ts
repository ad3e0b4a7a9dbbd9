import "#tests/support/database.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Checked, mayBeSigned } from "#app/custody/evidence.ts";
import type { RankingFile } from "#app/domain/ranking/file.ts";
import { headsIn } from "#app/custody/sheet-check.ts";
import { tellBox } from "#app/commands/box/box-facts.server.ts";
import { exceptJury } from "#app/commands/jury/jury-exception.server.ts";
import { overrideAward } from "#app/commands/ranking/ranking.server.ts";
import { reviseSheet } from "#app/commands/scoring/score.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { chainHead } from "#app/queries/opening/chain-evidence.server.ts";
import {
  type ChainHead,
  entryDigest,
  linkHash,
  sheetHash,
  sheetSeal,
} from "#app/sealing/audit-chain.ts";
import { canonical, fromBase64, toHex } from "#app/sealing/bytes.ts";
import { rankingCommit } from "#app/sealing/commitment.ts";
import { newCustodianKeys } from "#app/sealing/custodian.ts";
import { checkKey } from "#app/sealing/key-check.ts";
import { manifestHash, manifestJson, parseManifest } from "#app/sealing/manifest.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import { keySample } from "#app/queries/opening/key-sample.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import {
  checkBy,
  freezeConfirmed,
  judgeAll,
  release,
  signAndOpen,
} from "#tests/factories/frozen-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";
import {
  content,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";

/** A frozen edition with a person's decision in its awards, not signed yet. */
async function frozenEdition(): Promise<SealedEdition> {
  const sealed = await openEdition();
  for (let i = 0; i < 6; i += 1)
    await depositBy(
      await employee(),
      sealed,
      content({ title: `Idea ${i}`, categories: [i % 2 ? "environment" : "informatics"] }),
    );
  await judgeAll(sealed, 2);
  const editionId = sealed.edition.id;
  await db().awardRule.create({
    data: {
      editionId,
      position: 2,
      kind: "CATEGORY",
      categoryKey: "environment",
      name: { it: "Ambiente" },
    },
  });
  const mention = await db().awardRule.create({
    data: { editionId, position: 3, kind: "MENTION", name: { it: "Menzione" } },
  });
  await enterPhase(sealed.organiser.id, editionId, "deliberation");
  await overrideAward({ userId: sealed.organiser.id, capacity: "ORGANISER" }, editionId, {
    ruleId: mention.id,
    publicNo: 6,
    reason: "Idea coraggiosa.",
  });
  await freezeConfirmed(sealed);
  return sealed;
}

const faultsIn = ({ seal, ranking, file }: Checked) => ({
  seal,
  ranking: ranking.map(({ part }) => part),
  file: file !== null,
});

describe("T15: a custodian's page signs no ranking it cannot compute itself", () => {
  let sealed: SealedEdition;
  let original: string;
  beforeAll(async () => {
    sealed = await frozenEdition();
    original = (await db().ranking.findUniqueOrThrow({ where: { editionId: sealed.edition.id } }))
      .json;
  }, 60_000);
  const put = (json: string) =>
    asOwner((tx) =>
      tx.ranking.update({
        where: { editionId: sealed.edition.id },
        data: { json, commit: new Uint8Array(rankingCommit(json)) },
      }),
    );
  afterEach(() => put(original));

  test("control: the ranking as it was frozen agrees with itself, and shows its order, decisions and openings", async () => {
    const checked = await checkBy(sealed, sealed.custodians[0]!);
    expect(faultsIn(checked)).toEqual({ seal: [], ranking: [], file: true });
    expect(mayBeSigned(checked)).toBe(true);
    expect(checked.file).toMatchObject({
      overrides: [{ publicNo: 6, reason: "Idea coraggiosa." }],
      openList: expect.arrayContaining([
        expect.objectContaining({
          publicNo: 6,
          ground: expect.stringContaining("MENTION/override"),
        }),
      ]),
    });
    expect(checked.file!.order).toHaveLength(6);
  });

  type Alter = (file: RankingFile) => object;
  const other = (publicNo: number) => (publicNo === 1 ? 2 : 1);
  const alterations: [string, Alter, string][] = [
    [
      "two ranks exchanged",
      (file) => ({
        ...file,
        order: file.order.map((row, at) =>
          at > 1 ? row : { ...file.order[1 - at]!, rank: row.rank },
        ),
      }),
      "order",
    ],
    [
      "a score raised",
      (file) => ({
        ...file,
        sheets: file.sheets.map((sheet, at) =>
          at === file.sheets.length - 1 ? { ...sheet, scores: { impact: 5, cost: 5 } } : sheet,
        ),
      }),
      "sheets",
    ],
    ["a sheet left out", (file) => ({ ...file, sheets: file.sheets.slice(1) }), "order"],
    [
      "an award given to another",
      (file) => ({
        ...file,
        awards: file.awards.map((award) =>
          award.ground === "rule"
            ? {
                ...award,
                publicNo: other(award.publicNo),
                proposalId: file.proposals[other(award.publicNo) - 1]!.proposalId,
              }
            : award,
        ),
      }),
      "awards",
    ],
    ["a decision without its override", (file) => ({ ...file, overrides: [] }), "awards"],
    [
      "a decision's reason changed in the award alone",
      (file) => ({
        ...file,
        awards: file.awards.map((award) => ({ ...award, reason: award.reason && "Altro." })),
      }),
      "awards",
    ],
    [
      "a decision for another proposal",
      (file) => ({ ...file, overrides: file.overrides.map((each) => ({ ...each, publicNo: 5 })) }),
      "awards",
    ],
    [
      "a method nobody knows",
      (file) => ({ ...file, rules: { ...file.rules, method: "borda" } }),
      "unreadable",
    ],
    [
      "another method than the one the order follows from",
      (file) => ({ ...file, rules: { ...file.rules, method: "additive" } }),
      "order",
    ],
    [
      "a method said not to be applied",
      (file) => ({ ...file, notApplied: { need: "sheets", least: 3, count: 1 } }),
      "notApplied",
    ],
    [
      "one more envelope to open",
      (file) => ({
        ...file,
        openList: [...file.openList, { ...file.reserves[0]!, ground: "OVERALL/rule" }],
      }),
      "openList",
    ],
    [
      "the reserves in another order",
      (file) => ({ ...file, reserves: [...file.reserves].reverse() }),
      "reserves",
    ],
    [
      "an envelope twice",
      (file) => ({ ...file, openList: [...file.openList, file.openList[0]!] }),
      "envelopes",
    ],
    [
      "a sealed proposal left out",
      (file) => ({
        ...file,
        proposals: file.proposals.slice(0, 5),
        sheets: file.sheets.filter(({ publicNo }) => publicNo < 6),
      }),
      "proposals",
    ],
    [
      "an excluded proposal that is ranked as well",
      (file) => ({ ...file, excluded: [1] }),
      "proposals",
    ],
    ["something unknown riding along", (file) => ({ ...file, alsoOpen: [] }), "unreadable"],
    ["another edition's name", (file) => ({ ...file, edition: crypto.randomUUID() }), "edition"],
  ];
  test.each(alterations)("with %s it refuses and says what", async (_what, alter, part) => {
    await put(canonical(alter(JSON.parse(original) as RankingFile)));
    const checked = await checkBy(sealed, sealed.custodians[0]!);
    expect(checked.ranking.map((fault) => fault.part)).toContain(part);
    expect(mayBeSigned(checked)).toBe(false);
  });

  test("a text that is not canonical is refused, since its hash would be of something else", async () => {
    await put(`${original} `);
    expect(faultsIn(await checkBy(sealed, sealed.custodians[0]!))).toMatchObject({
      ranking: ["unreadable"],
      file: false,
    });
  });

  test("a faked open list that names a loser's envelope under a winner's number is not released", async () => {
    const file = JSON.parse(original) as RankingFile;
    const [winner, loser] = [file.openList[0]!, file.reserves[0]!];
    const swapped = {
      ...file,
      openList: file.openList.map((each) =>
        each === winner ? { ...each, envelopeId: loser.envelopeId } : each,
      ),
      reserves: file.reserves.map((each) =>
        each === loser ? { ...each, envelopeId: winner.envelopeId } : each,
      ),
    };
    await put(canonical(swapped));
    await signAndOpen(sealed);
    expect(await release(sealed, sealed.custodians[0]!)).toContain("not-on-open-list");
  });
});

describe("T15: a score sheet counts only as it was delivered", () => {
  let sealed: SealedEdition;
  let head: ChainHead;
  const check = () => checkBy(sealed, sealed.custodians[0]!, [head]);
  const sheetFaults = async () => (await check()).sheets;

  beforeEach(async () => {
    sealed = await openEdition();
    for (let i = 0; i < 3; i += 1)
      await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
    await judgeAll(sealed, 1);
    const editionId = sealed.edition.id;
    head = (await chainHead())!; // seen at a visit after the delivery
    await enterPhase(sealed.organiser.id, editionId, "deliberation");
    const [chair, other] = await db().juror.findMany({
      where: { editionId },
      orderBy: { chair: "desc" },
    });
    await reviseSheet(chair!.userId, editionId, 2, {
      version: 1,
      scores: { impact: 4, cost: 1 },
      commentProposer: "",
      commentJury: "",
      reason: "Riletta con gli altri.",
    });
    const third = await db().proposal.findFirstOrThrow({ where: { editionId, publicNo: 3 } });
    await db().conflict.create({
      data: { jurorId: other!.id, proposalId: third.id, kind: "family", at: new Date() },
    });
    // the third keeps one juror of two, which the freeze allows with a public reason only
    await exceptJury(sealed.organiser.id, editionId, "Il conflitto è emerso a valutazione finita.");
  }, 60_000);
  const freeze = () => freezeConfirmed(sealed);

  test("control: revised, and set aside for a conflict, all sheets are accounted for", async () => {
    await freeze();
    const checked = await check();
    expect(mayBeSigned(checked)).toBe(true);
    expect(checked.file).toMatchObject({ setAside: [{ publicNo: 3, version: 1 }] });
    expect(
      checked.file!.sheets.map(({ publicNo, version }) => `${publicNo} v${version}`).sort(),
    ).toEqual(["1 v1", "1 v1", "2 v1", "2 v2", "3 v1"]);
  });

  test("scores altered in the database after the delivery are noticed, though the ranking follows from them", async () => {
    await asOwner((tx) =>
      tx.scoreSheet.updateMany({
        where: { proposal: { editionId: sealed.edition.id, publicNo: 1 } },
        data: { scores: { impact: 0, cost: 0 } },
      }),
    );
    await freeze();
    const checked = await check();
    expect(checked.ranking).toEqual([]);
    expect(checked.sheets).toEqual([
      { part: "undelivered", numbers: [1] },
      { part: "leftOut", numbers: [1] },
    ]);
    expect(mayBeSigned(checked)).toBe(false);
  });

  test("a comment altered after the delivery is noticed as well", async () => {
    await asOwner((tx) =>
      tx.scoreSheet.updateMany({
        where: { version: 2, proposal: { editionId: sealed.edition.id } },
        data: { commentProposer: "Altro." },
      }),
    );
    await freeze();
    expect(await sheetFaults()).toEqual([
      { part: "undelivered", numbers: [2] },
      { part: "leftOut", numbers: [2] },
    ]);
  });

  test("a revision that was made to vanish is noticed: the earlier version was replaced", async () => {
    await asOwner((tx) =>
      tx.scoreSheet.deleteMany({
        where: { version: 2, proposal: { editionId: sealed.edition.id } },
      }),
    );
    await freeze();
    expect(await sheetFaults()).toEqual([
      { part: "superseded", numbers: [2] },
      { part: "leftOut", numbers: [2] },
    ]);
  });

  test("a sheet that was made to vanish is noticed", async () => {
    await asOwner((tx) =>
      tx.scoreSheet.deleteMany({
        where: {
          version: 1,
          proposal: { editionId: sealed.edition.id, publicNo: 1 },
          juror: { chair: true },
        },
      }),
    );
    await freeze();
    expect(await sheetFaults()).toEqual([{ part: "leftOut", numbers: [1] }]);
  });

  test("an audit entry that was removed is noticed", async () => {
    await freeze();
    const entry = await db().auditEntry.findFirstOrThrow({
      where: { editionId: sealed.edition.id, action: "sheet.revised" },
    });
    await asOwner((tx) => tx.auditEntry.delete({ where: { seq: entry.seq } }));
    expect((await sheetFaults()).map(({ part }) => part)).toEqual([
      "entries",
      "undelivered",
      "leftOut",
    ]);
    // the chain is one for all editions
    await asOwner((tx) => tx.auditEntry.create({ data: { ...entry, detail: entry.detail ?? {} } }));
  });

  test("a revision hidden under another name in the log is noticed, though its link still holds", async () => {
    await asOwner((tx) =>
      tx.scoreSheet.deleteMany({
        where: { version: 2, proposal: { editionId: sealed.edition.id } },
      }),
    );
    await freeze();
    const { seq } = await db().auditEntry.findFirstOrThrow({
      where: { editionId: sealed.edition.id, action: "sheet.revised" },
    });
    await asOwner((tx) =>
      tx.auditEntry.update({ where: { seq }, data: { action: "mail.retried" } }),
    );
    expect((await sheetFaults()).map(({ part }) => part)).toEqual(["entries"]);
    await asOwner((tx) =>
      tx.auditEntry.update({ where: { seq }, data: { action: "sheet.revised" } }),
    );
  });

  test("a chain rewritten from end to end is caught by a head seen before, and by nothing else", async () => {
    const altered = { impact: 0, cost: 0 };
    const editionId = sealed.edition.id;
    const sheet = await db().scoreSheet.findFirstOrThrow({
      where: { proposal: { editionId, publicNo: 1 }, juror: { chair: true } },
    });
    const hash = sheetHash({
      ...sheetSeal(sheet.salt, sheet.commentProposer, sheet.commentJury),
      publicNo: 1,
      version: 1,
      scores: altered,
    });
    await asOwner(async (tx) => {
      await tx.scoreSheet.updateMany({
        where: { jurorId: sheet.jurorId, proposalId: sheet.proposalId },
        data: { scores: altered },
      });
      const entry = await tx.auditEntry.findFirstOrThrow({
        where: { editionId, action: "juror.confirmed", objectId: sheet.jurorId },
      });
      const detail = {
        sheets: (entry.detail as { sheets: { no: number }[] }).sheets.map((each) =>
          each.no === 1 ? { ...each, hash } : each,
        ),
      };
      await tx.auditEntry.update({
        where: { seq: entry.seq },
        data: {
          detail,
          digest: new Uint8Array(
            entryDigest(entry.salt, { ...entry, at: entry.at.getTime(), detail }),
          ),
        },
      });
      await relink(tx);
    });
    await freeze();
    expect(await sheetFaults()).toEqual([{ part: "heads", numbers: [head.position] }]);
    // nobody who saw nothing can tell
    expect(mayBeSigned(await checkBy(sealed, sealed.custodians[0]!, []))).toBe(true);
  });

  test("a head out of a mail is read as it stands there, and a foreign one is not on the chain", async () => {
    await freeze();
    const { position, hash } = (await chainHead())!;
    const mail = `Questa è la testa del registro:\n\n${position} ${toHex(fromBase64(hash))}\n\nConserva questo messaggio.`;
    expect(headsIn(mail)).toEqual([{ position, hash }]);
    expect(mayBeSigned(await checkBy(sealed, sealed.custodians[0]!, headsIn(mail)))).toBe(true);
    expect(
      (await checkBy(sealed, sealed.custodians[0]!, headsIn(`${position} ${"0".repeat(64)}`)))
        .sheets,
    ).toEqual([{ part: "heads", numbers: [position] }]);
  });
});

/** Makes all links again, as the owner of the database could. */
async function relink(tx: Tx): Promise<void> {
  const entries = new Map((await tx.auditEntry.findMany()).map(({ seq, digest }) => [seq, digest]));
  let prevHash: Uint8Array<ArrayBuffer> = new Uint8Array(32);
  for (const { position, seq } of await tx.auditLink.findMany({ orderBy: { position: "asc" } })) {
    const hash = new Uint8Array(linkHash(prevHash, position, entries.get(seq)!));
    await tx.auditLink.update({ where: { position }, data: { prevHash, hash } });
    prevHash = hash;
  }
}

describe("T15: a manifest exchanged by the owner of the database", () => {
  let sealed: SealedEdition;
  let wallet: Wallet;
  let altered: string;
  const pins = env().EDITION_MANIFESTS;
  const samples = async () =>
    Promise.all(
      sealed.custodians.map(async ({ user, keys }) => ({
        identity: keys.identity,
        sample: await keySample(sealed.edition.id, user.id),
      })),
    );

  beforeAll(async () => {
    sealed = await openEdition();
    await depositBy(await employee(), sealed);
    wallet = await walletOf(await employee(), sealed);
    const manifest = parseManifest(sealed.manifest);
    const [first, ...others] = manifest.custodians;
    const { recipient, signPublicKey } = await newCustodianKeys();
    altered = manifestJson({
      ...manifest,
      custodians: [{ ...first!, recipient, signPublicKey }, ...others],
    });
    pins.set(sealed.edition.id, toHex(manifestHash(sealed.manifest)));
  }, 60_000);

  afterAll(() => void pins.delete(sealed.edition.id));

  test("control: with the manifest that was signed everything goes on, and no check finds a fault", async () => {
    await expect(depositBy(await employee(), sealed)).resolves.toMatchObject({ reply: {} });
    for (const { identity, sample } of await samples())
      expect(await checkKey(identity, sample)).toEqual({ checked: 20, faults: 0, foreign: 0 });
  }, 60_000);

  test("stops the edition where it is pinned, is refused by whoever has passes, and shows in every custodian's health check", async () => {
    const request = await prepareDeposit(wallet, sealed, content(), newReceipt());
    await asOwner((tx) =>
      tx.manifest.update({
        where: { editionId: sealed.edition.id },
        data: { json: altered, hash: new Uint8Array(manifestHash(altered)) },
      }),
    );
    await tellBox(sealed.edition.id); // it comes by itself within seconds
    // the pin: nothing is taken, and nobody gets passes under these keys
    await expectRefused(send(request), "manifest-differs");
    await expectRefused(walletOf(await employee(), sealed), "manifest-differs");
    // without the pin: a page does not seal under other keys than those its passes came with, nor
    // does what was sealed before go through
    pins.delete(sealed.edition.id);
    await expect(
      prepareDeposit(wallet, { ...sealed, manifest: altered }, content(), newReceipt()),
    ).rejects.toMatchObject({ code: "manifest-differs" });
    await expectRefused(send(request), "manifest-differs");
    // every custodian's page: their own signature is on another one
    for (const { identity, sample } of await samples())
      expect(await checkKey(identity, sample)).toEqual({ checked: 20, faults: 20, foreign: 1 });
  }, 60_000);
});
