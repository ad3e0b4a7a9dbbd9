import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { omit } from "zod/mini";
import { phaseOf } from "#app/domain/phase.ts";
import { applyAssignment } from "#app/commands/assignment/assignment.server.ts";
import { signSubject } from "#app/commands/opening/custody.server.ts";
import { acceptMembership, declareConflicts } from "#app/commands/jury/juror-membership.server.ts";
import { appointJuror, inviteJuror } from "#app/commands/jury/jury.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { saveDraft } from "#app/commands/scoring/score.server.ts";
import { screenProposal } from "#app/commands/screening/screening.server.ts";
import { deposit } from "#app/deposit/deposit.server.ts";
import { requestSchema } from "#app/deposit/request.ts";
import { toText } from "#app/domain/assignment/board.ts";
import { type Content, contentSchema } from "#app/domain/proposal/content.ts";
import { assignmentPage, planAssignment } from "#app/queries/assignment/assignment.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { signRoot } from "#app/sealing/custodian.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { db, type Phase, type User } from "#app/platform/db.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { demoAttachments } from "./attachments.ts";
import { demoCategories } from "./categories.ts";
import { type Cast, givePasswords } from "./people.ts";
import { demoCriteria } from "./rules.ts";
import {
  dayLength,
  inDays,
  prepareSealedEdition,
  type SealedDemo,
  signed,
  walletFor,
} from "./sealed.ts";

// An edition while the jury is scoring: 71 proposals handed in and sealed for real, 12 jurors, some
// of the sheets begun.

/**
 * Creates the edition; answers with its keys and one receipt, which whoever tries the product may
 * use.
 */
export async function createScoringEdition(cast: Cast): Promise<SealedDemo & { receipt: string }> {
  const sealed = await prepareSealedEdition(2026, cast);
  const { id } = sealed.edition;
  await enterPhase(cast.organiser.id, id, phaseOf.announcement);
  const wallets = await walletsOf(cast.colleagues, sealed);
  await db().edition.update({ where: { id }, data: { opensAt: inDays(-58, "09:00") } });
  await enterPhase(null, id, phaseOf.callOpening);
  const receipt = await handIn(wallets, sealed);
  await db().edition.update({ where: { id }, data: { closesAt: inDays(-25, "23:59") } });
  await enterPhase(null, id, phaseOf.closing);
  await signTheRoot(sealed);
  await screenAll(cast, id);
  await seatJury(cast, id);
  await assign(cast, id);
  await enterPhase(cast.organiser.id, id, phaseOf.scoring);
  await beginScoring(id);
  await dateBack(id);
  return { ...sealed, receipt };
}

/** Colleagues get their passes while the edition is announced, as everybody does who signs in. */
async function walletsOf(colleagues: User[], sealed: SealedDemo): Promise<Wallet[]> {
  const wallets: Wallet[] = [];
  for (const colleague of colleagues) wallets.push(await walletFor(colleague, sealed));
  return wallets;
}

/**
 * They hand in the invented proposals, one or two each, in an order that means nothing; gives one
 * of the receipts.
 */
async function handIn(wallets: Wallet[], sealed: SealedDemo): Promise<string> {
  const receipts: string[] = [];
  for (const [at, text] of demoProposals().entries()) {
    const receipt = newReceipt();
    const files = await demoAttachments(sealed.edition.id, at, text);
    const request = requestSchema.parse(
      await prepareDeposit(wallets[at % wallets.length]!, sealed, text, receipt, files),
    );
    if (request.op !== "deposit") throw new Error("not a deposit");
    await deposit(request);
    wallets[at % wallets.length]!.tokens.shift();
    receipts.push(receipt);
  }
  forget("deposit-days"); // counted today; the days are written below
  return receipts[0]!;
}

const withoutLocale = omit(contentSchema, { locale: true });

/** The 71 proposals under `proposals/`, shuffled the same way each time. */
export function demoProposals(): Content[] {
  const folder = join(import.meta.dirname, "proposals");
  const read = (file: string) =>
    z.array(withoutLocale).parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
  const all = readdirSync(folder)
    .sort()
    .flatMap(read)
    .map((text): Content => ({ locale: "it", ...text }));
  return all.map((_, at) => all[(at * 29) % all.length]!); // 29 and 71 have no common factor
}

async function signTheRoot({ edition, manifest, keys }: SealedDemo): Promise<void> {
  const closing = await db().closing.update({
    where: { editionId: edition.id },
    data: { objectionEnds: inDays(-22, "23:59") },
  });
  const facts = {
    editionId: edition.id,
    manifest,
    root: toBase64(closing.root),
    count: closing.count,
    staffHash: toBase64(closing.staffHash),
  };
  for (const { holder, identity } of keys)
    await signSubject(holder.id, edition.id, "ROOT", signed(signRoot(identity, facts)));
}

async function screenAll(cast: Cast, editionId: string): Promise<void> {
  for (const publicNo of await numbers(editionId))
    await screenProposal(cast.organiser.id, editionId, publicNo, {
      verdict: "CLEARED",
      reason: "",
    });
}

async function numbers(editionId: string): Promise<number[]> {
  const rows = await db().proposal.findMany({
    where: { editionId },
    select: { publicNo: true },
    orderBy: { publicNo: "asc" },
  });
  return rows.map(({ publicNo }) => publicNo!);
}

const conflictKinds = ["collaboration", "lineManagement", "other"] as const;

/** Six from inside, six from outside; each knows some categories and declared a conflict or two. */
async function seatJury(cast: Cast, editionId: string): Promise<void> {
  const edition = await db().edition.findUniqueOrThrow({ where: { id: editionId } });
  const by = cast.organiser.id;
  for (const [at, { id }] of cast.internalJurors.entries())
    await appointJuror(by, edition, { userId: id, chair: at === 0 });
  for (const person of cast.externalJurors)
    await inviteJuror(by, edition, { ...person, locale: "it", chair: false });
  await givePasswords(cast.externalJurors.map(({ email }) => email));
  const jurors = await db().juror.findMany({
    where: { editionId },
    include: { user: true },
    orderBy: { user: { email: "asc" } },
  });
  const admitted = await numbers(editionId);
  for (const [at, { userId }] of jurors.entries()) {
    const expertise = Object.fromEntries(
      demoCategories.map(({ key }, place) => [key, ([0, 1, 2] as const)[(at + place * 2) % 3]!]),
    );
    await acceptMembership(userId, editionId, { expertise });
    const own = admitted.filter((no) => (no + at * 6) % 53 === 0).slice(0, 2);
    const conflicts = own.map((publicNo, i) => ({
      publicNo,
      kind: conflictKinds[(at + i) % 3]!,
      reason: "Abbiamo seguito insieme un progetto simile.",
    }));
    await declareConflicts(userId, editionId, { conflicts });
  }
}

async function assign(cast: Cast, editionId: string): Promise<void> {
  const plan = await planAssignment(cast.organiser.id, editionId, { pair: [], keep: "started" });
  if (plan.kind !== "assigned") throw new Error("The demonstration's jury does not suffice.");
  const pair = plan.pairs.map(toText);
  const { board } = await assignmentPage(cast.organiser.id, editionId);
  await applyAssignment(cast.organiser.id, editionId, {
    basis: board.basis,
    pair,
    planned: pair.join(" "),
  });
}

/** Every juror has begun; how far differs. Drafts only, as long as nobody has confirmed. */
async function beginScoring(editionId: string): Promise<void> {
  const jurors = await db().juror.findMany({
    where: { editionId },
    include: {
      assignments: {
        include: { proposal: { select: { publicNo: true } } },
        orderBy: { proposal: { publicNo: "asc" } },
      },
    },
    orderBy: { user: { email: "asc" } },
  });
  for (const [at, { userId, assignments }] of jurors.entries()) {
    const begun = assignments.slice(0, Math.floor((assignments.length * (at % 5)) / 4));
    for (const [i, { proposal }] of begun.entries()) {
      const isLast = i === begun.length - 1 && at % 2 === 1;
      const scores = Object.fromEntries(
        demoCriteria
          .slice(0, isLast ? 2 : undefined)
          .map(({ key }, c) => [key, 1 + ((proposal.publicNo! * (c + 3) + at * 5) % 5)]),
      );
      await saveDraft(userId, editionId, proposal.publicNo!, {
        version: 0,
        scores,
        commentProposer: comments[(i + at) % comments.length]!,
        commentJury: "",
      });
    }
  }
}

const comments = [
  "Problema descritto con chiarezza; i costi andrebbero stimati meglio.",
  "",
  "Idea concreta, si potrebbe provare in una sola sede.",
  "",
  "Buona, ma dipende da altri uffici: conviene coinvolgerli subito.",
  "",
  "I benefici sono credibili e misurabili.",
];

/** Days before today on which each phase was entered. */
const entered: Partial<Record<Phase, number>> = {
  preparation: 120,
  announced: 88,
  open: 58,
  screening: 25,
  scoring: 12,
};

async function dateBack(editionId: string): Promise<void> {
  for (const [phase, days] of Object.entries(entered)) {
    await db().phaseChange.updateMany({
      where: { editionId, phase: phase as Phase },
      data: { at: inDays(-days, "09:00") },
    });
  }
  // closing comes after the last minute and the grace period
  await db().phaseChange.updateMany({
    where: { editionId, phase: phaseOf.closing },
    data: { at: inDays(-24, "00:10") },
  });
  await db().edition.update({
    where: { id: editionId },
    data: { createdAt: inDays(-120, "09:00") },
  });
  const perDay = [
    5, 2, 0, 3, 1, 0, 0, 4, 2, 1, 3, 0, 0, 2, 1, 4, 2, 0, 0, 0, 3, 1, 2, 5, 0, 0, 4, 6, 3, 2, 8, 7,
  ];
  await db().depositDay.createMany({
    data: perDay
      .map((count, at) => ({
        editionId,
        day: new Date(inDays(-57, "12:00").getTime() + at * dayLength),
        count,
      }))
      .filter(({ count }) => count > 0),
  });
}
