import { z } from "zod";
import { omit } from "zod/mini";
import { phaseOf } from "#app/domain/phase.ts";
import { applyAssignment } from "#app/commands/assignment/assignment.server.ts";
import { takeCertificate } from "#app/commands/publication/certificate.server.ts";
import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { signSubject } from "#app/commands/opening/custody.server.ts";
import { issueVote } from "#app/commands/vote/employees-vote.server.ts";
import { addErratum } from "#app/commands/publication/erratum.server.ts";
import { guessAuthor } from "#app/commands/scoring/guess.server.ts";
import { recordHanding } from "#app/commands/awards/handing-over.server.ts";
import { acceptMembership, declareConflicts } from "#app/commands/jury/juror-membership.server.ts";
import { appointJuror, inviteJuror } from "#app/commands/jury/jury.server.ts";
import { releaseShares } from "#app/commands/opening/opening.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { confirmRanking, overrideAward } from "#app/commands/ranking/ranking.server.ts";
import { confirmSheets, saveDraft } from "#app/commands/scoring/score.server.ts";
import { screenProposal } from "#app/commands/screening/screening.server.ts";
import { vote } from "#app/deposit/ballot.server.ts";
import { deposit } from "#app/deposit/deposit.server.ts";
import { writeDepositDays } from "#app/commands/box/deposit-days.server.ts";
import { requestSchema } from "#app/deposit/request.ts";
import { checkEvidence, mayBeSigned } from "#app/custody/evidence.ts";
import { toText } from "#app/domain/assignment/board.ts";
import type { Settings } from "#app/domain/edition/settings.ts";
import { type Content, contentSchema } from "#app/domain/proposal/content.ts";
import { assignmentPage, planAssignment } from "#app/queries/assignment/assignment.server.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { evidenceOf } from "#app/queries/opening/evidence.server.ts";
import { handingOver } from "#app/queries/awards/handing-over.server.ts";
import { rankingContent, rankingContentHash } from "#app/queries/ranking/ranking.server.ts";
import { fromBase64, toBase64, toHex } from "#app/sealing/bytes.ts";
import { checkAndUnwrap, checkSeal, signRanking, signRoot } from "#app/sealing/custodian.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { askForVote, prepareDeposit, receiveVote } from "#app/sealing/wallet.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { inThePast, type MoveTo } from "./clock.ts";
import { tellStories } from "./implementation-2025.ts";
import { type Cast, givePasswords } from "./people.ts";
import texts from "./proposals-2025.json" with { type: "json" };
import { awards2025, erratum2025, mentionReason } from "./rules-2025.ts";
import { demoCategories } from "./categories.ts";
import { demoCriteria } from "./rules.ts";
import {
  bytes,
  type KeyFile,
  localIn,
  prepareSealedEdition,
  type SealedDemo,
  signed,
  walletFor,
} from "./sealed.ts";

// A small edition that is over: twelve proposals, five jurors, three custodians, published more
// than half a year ago. Every step is the product's own command at its own time; nothing is written
// behind its back.

type Handed = { at: number; user: User; receipt: string };

/** Plays the edition; answers with its keys, who won, and the receipt of somebody who did not. */
export async function createPublishedEdition(
  cast: Cast,
): Promise<SealedDemo & { receipt: string; winner: User }> {
  return inThePast(async (moveTo) => {
    const sealed = await announced(cast, moveTo);
    const handed = await handIn(cast, sealed, moveTo);
    await close(cast, sealed, moveTo);
    await judge(cast, sealed, moveTo);
    await choose(cast, sealed, moveTo);
    await freeze(cast, sealed, moveTo);
    await open(cast, sealed, handed, moveTo);
    await afterwards(cast, sealed, handed, moveTo);
    return { ...sealed, receipt: handed.at(-1)!.receipt, winner: handed[0]!.user };
  });
}

async function announced(cast: Cast, moveTo: MoveTo): Promise<SealedDemo> {
  moveTo(330);
  const dates = {
    opensAt: localIn(39, "09:00"),
    closesAt: localIn(67, "23:59"),
    voteStartsAt: localIn(90, "09:00"),
    voteEndsAt: localIn(100, "18:00"),
  };
  const settings = {
    ...dates,
    employeesVote: true,
    retentionDays: 400,
    publishedDepth: 5,
    tieLadder: ["heaviest", "next", "median", "shared"],
  } satisfies Partial<Settings>;
  const sealed = await prepareSealedEdition(2025, cast, { settings, awards: awards2025 });
  moveTo(318);
  await enterPhase(cast.organiser.id, sealed.edition.id, phaseOf.announcement);
  return sealed;
}

const withoutLocale = omit(contentSchema, { locale: true });
const ideas = z
  .array(withoutLocale)
  .parse(texts)
  .map((text): Content => ({ locale: "it", ...text }));

/**
 * Twenty colleagues take their passes; twelve of them hand in, on some days more than on others.
 */
async function handIn(cast: Cast, sealed: SealedDemo, moveTo: MoveTo): Promise<Handed[]> {
  moveTo(310);
  const holders = cast.colleagues.slice(0, 20);
  const wallets = [];
  for (const holder of holders) wallets.push(await walletFor(holder, sealed));
  moveTo(290);
  await enterPhase(null, sealed.edition.id, phaseOf.callOpening);
  const handed: Handed[] = [];
  for (const [turn, at] of [6, 1, 9, 3, 10, 0, 7, 4, 11, 2, 8, 5].entries()) {
    moveTo(288 - Math.floor((turn * turn) / 6), "15:20");
    const receipt = newReceipt();
    const request = requestSchema.parse(
      await prepareDeposit(wallets[at]!, sealed, ideas[at]!, receipt),
    );
    if (request.op !== "deposit") throw new Error("not a deposit");
    await deposit(request);
    handed.push({ at, user: holders[at]!, receipt });
  }
  return handed.sort((a, b) => a.at - b.at);
}

/** Closing, the root signed by all, the screening. */
async function close(
  cast: Cast,
  { edition, manifest, keys }: SealedDemo,
  moveTo: MoveTo,
): Promise<void> {
  moveTo(262, "00:10");
  await writeDepositDays();
  await enterPhase(null, edition.id, phaseOf.closing);
  moveTo(261);
  const closing = await db().closing.findUniqueOrThrow({ where: { editionId: edition.id } });
  const facts = {
    editionId: edition.id,
    manifest,
    root: toBase64(closing.root),
    count: closing.count,
    staffHash: toBase64(closing.staffHash),
  };
  for (const { holder, identity } of keys)
    await signSubject(holder.id, edition.id, "ROOT", signed(signRoot(identity, facts)));
  moveTo(257);
  for (const publicNo of (await numbers(edition.id)).values())
    await screenProposal(cast.organiser.id, edition.id, publicNo, {
      verdict: "CLEARED",
      reason: "",
    });
}

/** The number that closing gave to each proposal, by title. */
async function numbers(editionId: string): Promise<Map<string, number>> {
  const rows = await db().proposal.findMany({
    where: { editionId },
    select: { title: true, publicNo: true },
    orderBy: { publicNo: "asc" },
  });
  return new Map(rows.map(({ title, publicNo }) => [title, publicNo ?? 0]));
}

/** Three from inside, two from outside, three of them for each proposal; all scores are given. */
async function judge(cast: Cast, { edition }: SealedDemo, moveTo: MoveTo): Promise<void> {
  const [by, { id }] = [cast.organiser.id, edition];
  moveTo(256);
  const inside = cast.internalJurors.slice(0, 3);
  const outside = cast.externalJurors.slice(0, 2);
  for (const [at, { id: userId }] of inside.entries())
    await appointJuror(by, edition, { userId, chair: at === 0 });
  for (const person of outside)
    await inviteJuror(by, edition, { ...person, locale: "it", chair: false });
  await givePasswords(outside.map(({ email }) => email));
  moveTo(254);
  const jurors = await db().juror.findMany({
    where: { editionId: id },
    orderBy: { user: { email: "asc" } },
  });
  for (const [at, { userId }] of jurors.entries()) {
    await acceptMembership(userId, id, {
      expertise: Object.fromEntries(
        demoCategories.map(({ key }, place) => [key, ([0, 1, 2] as const)[(at + place) % 3]!]),
      ),
    });
    await declareConflicts(userId, id, { conflicts: [] });
  }
  const plan = await planAssignment(by, id, { pair: [], keep: "started" });
  if (plan.kind !== "assigned") throw new Error("The demonstration's small jury does not suffice.");
  const pair = plan.pairs.map(toText);
  await applyAssignment(by, id, {
    basis: (await assignmentPage(by, id)).board.basis,
    pair,
    planned: pair.join(" "),
  });
  await enterPhase(by, id, phaseOf.scoring);
  moveTo(245);
  for (const [at, { userId }] of jurors.entries()) await scoreAll(userId, at, edition);
}

const guesses = ["NO", "NO", "NO", "PERHAPS", "NO"] as const;

async function scoreAll(
  userId: string,
  juror: number,
  edition: SealedDemo["edition"],
): Promise<void> {
  const own = await db().assignment.findMany({
    where: { juror: { userId, editionId: edition.id } },
    include: { proposal: { select: { title: true, publicNo: true } } },
  });
  for (const [turn, { proposal }] of own.entries()) {
    const place = ideas.findIndex(({ title }) => title === proposal.title);
    await saveDraft(userId, edition.id, proposal.publicNo!, {
      version: 0,
      scores: scoresOf(place, juror),
      commentProposer: comments[(place + juror) % comments.length]!,
      commentJury: "",
    });
    await guessAuthor(
      userId,
      edition,
      proposal.publicNo!,
      guesses[(turn + juror) % guesses.length]!,
    );
  }
  await confirmSheets(userId, edition.id);
}

/**
 * Each idea's scores by criterion, in the order of the ideas: the first three are clear, on the
 * others jurors differ, and some are stricter.
 */
const scoresByIdea = [
  "5545",
  "5454",
  "4545",
  "4444",
  "4434",
  "4344",
  "3434",
  "3343",
  "3333",
  "3232",
  "2323",
  "2222",
];

function scoresOf(place: number, juror: number): Record<string, number> {
  const strict = juror % 2;
  const differs = (criterion: number) =>
    place > 2 && ((place + juror) % demoCriteria.length === criterion || strict > criterion)
      ? 1
      : 0;
  return Object.fromEntries(
    demoCriteria.map(({ key }, c) => [key, Number(scoresByIdea[place]![c]) - differs(c)]),
  );
}

const comments = [
  "Problema chiaro e costi credibili.",
  "Idea concreta: si può provare in una sola sede.",
  "Buona, ma conviene coinvolgere subito gli altri uffici.",
  "I benefici andrebbero stimati meglio.",
];

/** How many of the employees choose which idea. */
const votes: readonly (readonly [idea: number, votes: number])[] = [
  [3, 11],
  [0, 7],
  [4, 3],
  [1, 2],
  [7, 2],
];

async function choose(cast: Cast, sealed: SealedDemo, moveTo: MoveTo): Promise<void> {
  moveTo(238);
  const { edition } = sealed;
  const numberOf = await numbers(edition.id);
  const voters = cast.colleagues.slice(8)[Symbol.iterator]();
  for (const [idea, count] of votes) {
    for (let i = 0; i < count; i += 1) {
      const asked = await askForVote(sealed);
      const { blindSignature } = await issueVote(
        voters.next().value!.id,
        edition.id,
        fromBase64(asked.blinded),
      );
      const request = requestSchema.parse({
        op: "vote",
        edition: edition.id,
        token: await receiveVote(asked, blindSignature),
        publicNo: numberOf.get(ideas[idea]!.title),
      });
      if (request.op !== "vote") throw new Error("not a vote");
      await vote(request);
    }
  }
}

/** The jury mentions one more, chair and organiser confirm, and the ranking is frozen. */
async function freeze(cast: Cast, { edition: { id } }: SealedDemo, moveTo: MoveTo): Promise<void> {
  moveTo(226);
  const organiser = { userId: cast.organiser.id, capacity: "ORGANISER" } as const;
  const chair = { userId: cast.internalJurors[0]!.id, capacity: "CHAIR" } as const;
  await enterPhase(organiser.userId, id, phaseOf.deliberation);
  const rule = await db().awardRule.findFirstOrThrow({ where: { editionId: id, kind: "MENTION" } });
  await overrideAward(chair, id, {
    ruleId: rule.id,
    publicNo: (await numbers(id)).get(ideas[4]!.title)!,
    reason: mentionReason,
  });
  for (const by of [chair, organiser])
    await confirmRanking(by, id, toHex(rankingContentHash(await rankingContent(id))));
  moveTo(224);
  await enterPhase(organiser.userId, id, phaseOf.freeze);
}

/**
 * The custodians check and sign, two of them open; those who are named answer, and everything is
 * published.
 */
async function open(
  cast: Cast,
  { edition: { id }, keys }: SealedDemo,
  handed: readonly Handed[],
  moveTo: MoveTo,
): Promise<void> {
  moveTo(222);
  for (const key of keys) await checkAndSign(id, key);
  moveTo(220);
  await enterPhase(cast.organiser.id, id, phaseOf.ceremony);
  for (const key of keys.slice(0, 2)) await release(id, key);
  moveTo(216);
  for (const envelope of await db().openedEnvelope.findMany({
    where: { editionId: id },
    orderBy: { envelopeId: "asc" },
  })) {
    const { sub } = z.object({ sub: z.uuid() }).parse(envelope.holder);
    // the third prefers not to be
    const named = handed.find(({ user }) => user.id === sub)?.at !== 2;
    await answerClaim(sub, envelope.envelopeId, {
      notMine: false,
      reason: "",
      named,
      prizeAccepted: true,
    });
  }
  moveTo(210);
  await enterPhase(cast.organiser.id, id, phaseOf.publication);
}

async function checkAndSign(editionId: string, { holder, identity }: KeyFile): Promise<void> {
  const checked = await checkEvidence(await evidenceOf(editionId, holder.id), [], (seal) =>
    checkSeal(identity, seal),
  );
  if (!mayBeSigned(checked)) throw new Error("The demonstration's ranking does not check.");
  await signSubject(
    holder.id,
    editionId,
    "RANKING",
    signed(signRanking(identity, editionId, checked.root, checked.json)),
  );
}

async function release(editionId: string, { holder, identity }: KeyFile): Promise<void> {
  const { faults, shares } = await checkAndUnwrap(
    identity,
    (await ceremonyOf(editionId, holder.id))!,
  );
  if (faults.length > 0) throw new Error("The demonstration's envelopes do not open.");
  await releaseShares(
    holder.id,
    editionId,
    shares.map(({ envelopeId, share, signature }) => ({
      envelopeId,
      share: bytes(share),
      signature: bytes(signature),
    })),
  );
}

/**
 * Prizes are handed over, certificates taken, a mistake corrected, and what became of the winners
 * is told.
 */
async function afterwards(
  cast: Cast,
  { edition: { id } }: SealedDemo,
  handed: readonly Handed[],
  moveTo: MoveTo,
): Promise<void> {
  const by = cast.organiser.id;
  const numberOf = await numbers(id);
  const places = [0, 1, 2].map((at) => numberOf.get(ideas[at]!.title)!);
  moveTo(204);
  await takeCertificate(handed[0]!.user.id, { edition: id, kind: "WINNER", publicNo: places[0]! });
  await takeCertificate(cast.internalJurors[0]!.id, { edition: id, kind: "JUROR", publicNo: 0 });
  moveTo(200);
  await addErratum(by, id, { page: `proposals/${places[0]!}`, ...erratum2025 });
  moveTo(195);
  const day = now().toISOString().slice(0, 10);
  for (const [turn, { ruleId, publicNo, item, to }] of (await handingOver(id)).entries()) {
    await recordHanding(by, id, {
      ruleId,
      publicNo,
      item,
      day,
      outcome: "GIVEN",
      receipt: `Ricevuta ${turn + 1}, ${to.join(", ")}`,
      note: "",
    });
  }
  await tellStories(cast, id, places, moveTo);
}
