import "#tests/support/database.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inBox, readBox } from "#app/box/store.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { redeemTookPart } from "#app/commands/publication/certificate.server.ts";
import * as depositList from "#app/commands/box/deposit-list.server.ts";
import { enterPhase, archiveDueEditions } from "#app/commands/edition/phase.server.ts";
import { returnPasses } from "#app/commands/passes/pass-return.server.ts";
import { askProposer } from "#app/commands/screening/questions.server.ts";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { declareKeyLost } from "#app/commands/opening/key-care.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { connect, databaseUrl, db } from "#app/platform/db.server.ts";
import { isMigrated } from "#app/platform/migrate.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import {
  accessKeyFor,
  askForRefund,
  askForTookPart,
  hashOfContent,
  keyOfOwnEnvelope,
  prepareDeposit,
  receiveTookPart,
} from "#app/sealing/wallet.ts";
import { attached, sha256 } from "#tests/factories/attached.ts";
import {
  freezeConfirmed,
  judgeAll,
  release,
  signAndOpen,
} from "#tests/factories/frozen-edition.ts";
import { type Answers, openAll, publish } from "#tests/factories/published-edition.ts";
import { aJuror } from "#tests/factories/judging.ts";
import {
  ask,
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  preparedEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { voteIs, voteTokenOf } from "#tests/factories/voted-edition.ts";
import { asEarlierRelease, type EarlierRelease } from "#tests/support/processes/earlier-release.ts";
import { asOwner } from "#tests/support/owner.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// Editions of the last release that had no ballot box, one in each phase and with what is under way
// in it. This release starts on their database, and each goes on to its end as if nothing had
// happened.

ownBox();
const older = { version: 1 } as const; // of the manifest
let earlier: EarlierRelease;
let main: string;

const on = (sealed: SealedEdition, { receipt }: Deposited) => ({
  edition: sealed.edition.id,
  accessKey: accessKeyFor(receipt, sealed.edition.id),
});
const phaseOf = async ({ edition }: SealedEdition) =>
  (await db().edition.findUniqueOrThrow({ where: { id: edition.id } })).phase;
const faults = async ({ edition }: SealedEdition) =>
  (await verifyEdition(edition.id)).filter(({ ok }) => !ok);
const soon = () => localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome");

async function withDeposits(count: number, options: Parameters<typeof openEdition>[0] = {}) {
  const sealed = await openEdition({ ...older, ...options });
  const own: Deposited[] = [];
  for (let at = 0; at < count; at += 1)
    own.push(
      await depositBy(
        await employee(),
        sealed,
        content({ title: `Idea ${at}`, categories: ["environment"] }),
      ),
    );
  return { sealed, own };
}

/** The same in screening, all admitted, with a jury of six. */
async function inScreening() {
  const played = await withDeposits(2);
  const { sealed, own } = played;
  await close(sealed);
  await db().screening.createMany({
    data: own.map(({ request }) => ({
      proposalId: request.proposalId,
      verdict: "CLEARED" as const,
      actorId: sealed.organiser.id,
      at: new Date(),
    })),
  });
  const edition = await db().edition.update({
    where: { id: sealed.edition.id },
    data: { sealedConflicts: true },
  });
  const jury = [];
  for (let at = 0; at < 6; at += 1)
    jury.push(await aJuror(edition, await employee(), { chair: at === 0 }));
  const numbers: number[] = [];
  for (const { request } of own)
    numbers.push(
      (await db().proposal.findUniqueOrThrow({ where: { id: request.proposalId } })).publicNo!,
    );
  for (const no of numbers)
    await askProposer(sealed.organiser.id, edition, no, "Quanti moduli sono?");
  return { ...played, edition, jury };
}

async function judged(
  until: "scoring" | "deliberation" | "frozen" | "opening" | "published",
  awarded = 1,
) {
  const played = await withDeposits(3);
  const { sealed } = played;
  await judgeAll(sealed, awarded);
  if (until === "scoring") return played;
  await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
  if (until === "deliberation") return played;
  await freezeConfirmed(sealed);
  if (until === "frozen") return played;
  await signAndOpen(sealed);
  if (until === "opening") return played;
  await openAll(played);
  await publish({ ...played, deposited: played.own }, {});
  return played;
}

async function toTheEnd(
  { sealed, own }: { sealed: SealedEdition; own: Deposited[] },
  answers: Answers = {},
): Promise<void> {
  if ((await phaseOf(sealed)) === "scoring")
    await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
  if ((await phaseOf(sealed)) === "deliberation") await freezeConfirmed(sealed);
  if ((await phaseOf(sealed)) === "frozen") await signAndOpen(sealed);
  if ((await phaseOf(sealed)) === "opening") {
    await openAll({ sealed });
    await publish({ sealed, deposited: own }, answers);
  }
  expect(await phaseOf(sealed)).toBe("published");
  expect(await faults(sealed)).toEqual([]);
}

const make = {
  preparation: () => preparedEdition(older),
  announced: async () => {
    const sealed = await preparedEdition(older);
    await enterPhase(sealed.organiser.id, sealed.edition.id, "announced");
    return sealed;
  },
  open: async () => {
    const sealed = await openEdition(older);
    const lead = await depositBy(await employee(), sealed, content({ title: "In due" }), [
      attached(sealed.edition, "piano"),
      attached(sealed.edition, "foto", "png"),
    ]);
    await joinAs(await employee(), sealed, lead, 2);
    const withdrawn = await depositBy(await employee(), sealed, content({ title: "Ritirata" }));
    await ask({
      op: "withdraw",
      ...on(sealed, withdrawn),
      blinded: (await askForRefund(sealed.manifest)).blinded,
    });
    const idle = await employee();
    const returned = (await walletOf(idle, sealed)).tokens.map(fromBase64);
    await returnPasses(idle.id, sealed.edition.id, returned);
    const codeHash = Buffer.alloc(32, 7).toString("base64url");
    await ask({ op: "invite", ...on(sealed, lead), codeHash });
    return { sealed, lead, withdrawn };
  },
  answers: async () => {
    const played = await inScreening();
    for (const each of played.own)
      await ask({ op: "write", ...on(played.sealed, each), kind: "ANSWER", text: "Sono tre." });
    return played;
  },
  pairs: async () => {
    const played = await inScreening();
    await askForConflicts(played.sealed.organiser.id, played.edition, soon());
    const pair = played.jury
      .slice(0, 2)
      .map(({ id }) => id)
      .sort();
    await ask({ op: "block", ...on(played.sealed, played.own[0]!), pair });
    return { ...played, pair };
  },
  voting: async () => {
    const played = await withDeposits(3, { vote: true });
    await judgeAll(played.sealed, 1);
    await db().awardRule.create({
      data: {
        editionId: played.sealed.edition.id,
        position: 0,
        kind: "CHOICE",
        name: { it: "Voto" },
        places: 1,
      },
    });
    await voteIs(played.sealed, "open");
    const tokens: string[] = [];
    for (let at = 0; at < 3; at += 1)
      tokens.push(await voteTokenOf(await employee(), played.sealed));
    for (const token of tokens.slice(0, 2))
      await ask({ op: "vote", edition: played.sealed.edition.id, token, publicNo: 2 });
    return { ...played, tokens };
  },
  deliberation: () => judged("deliberation"),
  frozen: () => judged("frozen"),
  opening: async () => {
    const played = await judged("opening", 2);
    await release(played.sealed, played.sealed.custodians[0]!); // one of two shares
    return played;
  },
  /** Too few custodians are left: one of two winners hands the key in. */
  lost: async () => {
    const played = await judged("opening", 2);
    const { sealed, own } = played;
    for (const position of [1, 2])
      await declareKeyLost(sealed.organiser.id, sealed.edition, {
        position,
        reason: "Nessuno ha la chiave.",
      });
    const winners = await winnersOf(played);
    const { receipt, request } = winners[0]!;
    const key = await keyOfOwnEnvelope(receipt, sealed.manifest, request.proposalId, {
      ...request.envelope,
      manifestHash: request.manifestHash,
    });
    await ask({ op: "open-own", ...on(sealed, winners[0]!), key });
    return { sealed, own, winners, key };
  },
  published: async () => {
    const played = await judged("published");
    const { issuerSpki } = await db().tookPartKey.findUniqueOrThrow({
      where: { editionId: played.sealed.edition.id },
    });
    const asked = await askForTookPart(played.sealed.edition.id, toBase64(issuerSpki));
    const first = await ask({
      op: "took-part",
      ...on(played.sealed, played.own[0]!),
      blinded: asked.blinded,
    });
    return { ...played, asked, first, spki: toBase64(issuerSpki) };
  },
  archived: async () => {
    const played = await judged("published");
    await longAgo(played.sealed);
    await archiveDueEditions();
    return played;
  },
};

async function winnersOf({
  sealed,
  own,
}: {
  sealed: SealedEdition;
  own: Deposited[];
}): Promise<Deposited[]> {
  const rows = await db().proposal.findMany({
    where: { editionId: sealed.edition.id, publicNo: { lte: 2 } },
    orderBy: { publicNo: "asc" },
  });
  return rows.map(({ id }) => own.find(({ request }) => request.proposalId === id)!);
}

async function longAgo({ edition }: SealedEdition): Promise<void> {
  const at = new Date(Date.now() - 400 * 86_400_000);
  await asOwner((tx) => tx.publication.update({ where: { editionId: edition.id }, data: { at } }));
}

type Made = { [Name in keyof typeof make]: Awaited<ReturnType<(typeof make)[Name]>> };
const made = {} as Made;

beforeAll(async () => {
  main = databaseUrl();
  vi.spyOn(depositList, "listLastDeposits").mockResolvedValue(); // there was no list
  for (const [name, makes] of Object.entries(make)) Object.assign(made, { [name]: await makes() });
  vi.restoreAllMocks();
  earlier = await asEarlierRelease();
  await earlier.start();
}, 180_000);
afterAll(async () => {
  await earlier.remove();
  connect(main);
});

describe("this release on a database of the last one without a ballot box", () => {
  test("has its schema, and no deposit of an edition that is open", async () => {
    expect(await withClient(earlier.url, (client) => isMigrated(client))).toBe(true);
    const editionId = made.open.sealed.edition.id;
    expect(await db().proposal.count({ where: { editionId } })).toBe(0);
    expect(await readBox((box) => box.proposal.count({ where: { editionId } }))).toBe(2);
  });

  test.each(["preparation", "announced"] as const)(
    "an edition in %s opens, takes deposits and closes",
    async (phase) => {
      const sealed = made[phase];
      const { id } = sealed.edition;
      if (phase === "preparation") await enterPhase(sealed.organiser.id, id, "announced");
      await db().edition.update({ where: { id }, data: { opensAt: new Date(Date.now() - 1000) } });
      await enterPhase(null, id, "open");
      await depositBy(await employee(), sealed);
      await close(sealed);
      expect(await db().closing.findUniqueOrThrow({ where: { editionId: id } })).toMatchObject({
        count: 1,
      });
      expect(await faults(sealed)).toEqual([]);
    },
  );

  test("an open one: deposits are corrected, spent passes stay spent, and it closes", async () => {
    const { sealed, lead, withdrawn } = made.open;
    expect(await ask({ op: "read", ...on(sealed, lead) })).toMatchObject({
      content: { title: "In due" },
      team: { confirmed: 2, open: [3] },
    });
    await expect(send(lead.request)).resolves.toMatchObject({
      depositHash: lead.reply.depositHash,
    });
    const again = await prepareDeposit(lead.wallet, sealed, content(), newReceipt());
    await expectRefused(send(again), "token-spent");
    const files = [
      { kind: "pdf", sha256: sha256("piano") },
      { kind: "png", sha256: sha256("foto") },
    ];
    const corrected = {
      replaces: hashOfContent(lead.request.content, files),
      content: content({ title: "In tre" }),
    };
    await ask({ op: "replace", ...on(sealed, lead), ...corrected });
    await expectRefused(
      ask({ op: "replace", ...on(sealed, withdrawn), ...corrected }),
      "withdrawn",
    );
    await depositBy(await employee(), sealed, content({ title: "Dopo" }));
    await close(sealed);
    expect(
      await db().closing.findUniqueOrThrow({ where: { editionId: sealed.edition.id } }),
    ).toMatchObject({ count: 2, spent: 4 });
    expect(
      await db().proposalFile.count({ where: { proposal: { editionId: sealed.edition.id } } }),
    ).toBe(2);
    expect(await faults(sealed)).toEqual([]);
  });

  test("screening: an answer that waits for midnight is there once, also sent again", async () => {
    const { sealed, own } = made.answers;
    const waiting = async () =>
      (
        (await ask({ op: "read", ...on(sealed, own[0]!) })) as {
          dialogue: { messages: { side: string; text: string; waits: boolean }[] };
        }
      ).dialogue.messages.filter(({ side }) => side === "PROPOSER");
    await ask({ op: "write", ...on(sealed, own[0]!), kind: "ANSWER", text: "Sono tre." });
    expect(await waiting()).toMatchObject([{ text: "Sono tre.", waits: true }]);
    await ask({ op: "write", ...on(sealed, own[0]!), kind: "ANSWER", text: "Anzi quattro." });
    await takeDueBatches();
    await inBox((tx) => tx.message.updateMany({ data: { visibleFrom: new Date("2020-01-01") } }));
    await takeDueBatches();
    expect((await waiting()).map(({ text }) => text).sort()).toEqual([
      "Anzi quattro.",
      "Sono tre.",
    ]);
    expect(await faults(sealed)).toEqual([]);
  });

  test("screening: pairs stay two, can be changed, and come over at their date", async () => {
    const { sealed, own, jury, pair } = made.pairs;
    expect(await ask({ op: "conflicts", ...on(sealed, own[0]!) })).toMatchObject({ pair });
    const other = jury
      .slice(2, 4)
      .map(({ id }) => id)
      .sort();
    await ask({ op: "block", ...on(sealed, own[0]!), pair: other });
    const of = { where: { proposal: { editionId: sealed.edition.id } } };
    expect(await db().blockedPair.count(of)).toBe(0);
    await db().edition.update({
      where: { id: sealed.edition.id },
      data: { conflictsUntil: new Date(Date.now() - 1000) },
    });
    await takeDueBatches();
    const rows = await db().blockedPair.findMany(of);
    expect(rows).toHaveLength(4);
    const first = rows.filter(({ proposalId }) => proposalId === own[0]!.request.proposalId);
    expect(first.map(({ jurorId }) => jurorId).sort()).toEqual(other);
    expect(await faults(sealed)).toEqual([]);
  });

  test("scoring: a vote counts once, and its token is good for no other", async () => {
    const { sealed, tokens, own } = made.voting;
    const vote = (at: number, publicNo: number) =>
      ask({ op: "vote", edition: sealed.edition.id, token: tokens[at]!, publicNo });
    expect(await vote(0, 2)).toEqual({ voted: 2 });
    await expectRefused(vote(1, 3), "token-spent");
    expect(await vote(2, 3)).toEqual({ voted: 3 });
    await voteIs(sealed, "over");
    await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
    await freezeConfirmed(sealed);
    const ballots = await db().ballot.findMany({ where: { editionId: sealed.edition.id } });
    expect(ballots).toHaveLength(3);
    await toTheEnd({ sealed, own });
  });

  test.each(["deliberation", "frozen", "opening"] as const)(
    "one in %s goes on to its results",
    async (phase) => {
      await toTheEnd(made[phase]);
    },
  );

  test("opening: a key that was handed in is known, and another may be", async () => {
    const { sealed, winners } = made.lost;
    const { request, receipt } = winners[1]!;
    const opening = async (own: Deposited) =>
      (await ask({ op: "read", ...on(sealed, own) })) as { opening: object };
    expect((await opening(winners[0]!)).opening).toMatchObject({ handed: true });
    const key = await keyOfOwnEnvelope(receipt, sealed.manifest, request.proposalId, {
      ...request.envelope,
      manifestHash: request.manifestHash,
    });
    await ask({ op: "open-own", ...on(sealed, winners[1]!), key });
    await takeDueBatches();
    const keys = winners.map((own) => own.request.envelope.id);
    expect(await db().handedKey.count({ where: { envelopeId: { in: keys } } })).toBe(2);
    expect(await faults(sealed)).toEqual([]);
  });

  test("published: a receipt that asked for a 'took part' token gets no second one", async () => {
    const { sealed, own, asked, first, spki } = made.published;
    const { id } = sealed.edition;
    const another = await askForTookPart(id, spki);
    await expectRefused(
      ask({ op: "took-part", ...on(sealed, own[0]!), blinded: another.blinded }),
      "token-spent",
    );
    const again = (await ask({
      op: "took-part",
      ...on(sealed, own[0]!),
      blinded: asked.blinded,
    })) as { blindSignature: string };
    expect(again).toEqual(first);
    await ask({ op: "took-part", ...on(sealed, own[1]!), blinded: another.blinded });
    await redeemTookPart(
      (await employee()).id,
      id,
      fromBase64(await receiveTookPart(asked, again.blindSignature)),
    );
    expect(await faults(sealed)).toEqual([]);
    await longAgo(sealed);
    await archiveDueEditions();
    expect(await phaseOf(sealed)).toBe("archived");
    expect(await faults(sealed)).toEqual([]);
  });

  test("archived: nothing is amiss, and a second start changes nothing", async () => {
    expect(await phaseOf(made.archived.sealed)).toBe("archived");
    expect(await faults(made.archived.sealed)).toEqual([]);
    const count = () => db().auditEntry.count();
    const before = await count();
    await earlier.start();
    expect(await count()).toBe(before);
  });
});
