import { phaseHas, takesDeposits } from "#app/domain/phase.ts";
import { voteState, type VoteState, type VoteTimes } from "#app/domain/vote/employees-vote.ts";
import type { Localised } from "#app/domain/locale.ts";
import { takesConflicts } from "#app/domain/jury/sealed-conflicts.ts";
import { refuse } from "#app/domain/refusal.ts";
import { type SealFormat, sealFormat } from "#app/sealing/manifest.ts";
import type { PlacedSignature } from "#app/sealing/signed-manifest.ts";
import { now } from "#app/platform/clock.server.ts";
import { type BoxEdition, heldFacts, keptFacts } from "#app/box/edition.server.ts";
import { type BoxClient, type BoxTx, readBox } from "#app/box/store.server.ts";
import { isBoxAlone } from "#app/box/told.server.ts";
import { db, type Phase } from "#app/platform/db.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { editionsInMain, toldEditions } from "./page-editions.server.ts";

/** What the anonymous page must know of an edition; the same for everybody. */
export type AnonymousEdition = {
  id: string;
  code: string;
  names: Localised;
  closesAt: string | null;
  timeZone: string;
  /** canonical JSON and hash; the browser compares them with what its wallet holds */
  manifest: string;
  manifestHash: string;
  /** of the custodians, on the manifest */
  manifestSignatures: PlacedSignature[];
  categories: { key: string; name: Localised; description: Localised }[];
  minCategories: number;
  maxCategories: number;
  /** 1: no teams */
  maxTeam: number;
  /** passes are issued: a draft may be begun */
  takesDrafts: boolean;
  /** announced, and not open yet */
  awaitsOpening: boolean;
  takesDeposits: boolean;
  resultsPublic: boolean;
  /** proposers may name jurors who should not judge them */
  asksConflicts: boolean;
  /**
   * the public key of the 'took part' tokens, once published: SPKI in base64url, the same for
   * everybody
   */
  tookPart: string | null;
  /** the employees' vote, or null where there is none: colleagues will read the text */
  vote: { state: Exclude<VoteState, "none">; startsAt: string; endsAt: string } | null;
};

/** The editions that a pass or a receipt may be for, newest first. */
export async function anonymousEditions(): Promise<AnonymousEdition[]> {
  const editions = isBoxAlone() ? await toldEditions() : await editionsInMain();
  return editions.map((edition) => {
    const { id, code, names, phase, timeZone, categories, minCategories, maxCategories, maxTeam } =
      edition;
    const { manifest, manifestHash, manifestSignatures, tookPart } = edition;
    return {
      id,
      code,
      names,
      closesAt: edition.closesAt?.toISOString() ?? null,
      timeZone,
      manifest,
      manifestHash,
      manifestSignatures,
      categories,
      minCategories,
      maxCategories,
      maxTeam,
      takesDrafts: phaseHas(phase, "passes"),
      awaitsOpening: phaseHas(phase, "awaitsOpening"),
      takesDeposits: takesDeposits(edition, now()),
      resultsPublic: phaseHas(phase, "resultsPublic"),
      asksConflicts: takesConflicts({ ...edition, now: now() }),
      vote: voteOf(edition),
      tookPart,
    };
  });
}

function voteOf(row: VoteTimes): AnonymousEdition["vote"] {
  const state = voteState(row, now());
  const { voteStartsAt, voteEndsAt } = row;
  return state === "none" || !voteStartsAt || !voteEndsAt
    ? null
    : { state, startsAt: voteStartsAt.toISOString(), endsAt: voteEndsAt.toISOString() };
}

/**
 * What deposits and receipts of an edition are checked against: as the ballot box knows it, and
 * after closing as the main database does. Refuses one that does not exist or whose keys were
 * exchanged.
 */
export async function sealedEdition(id: string): Promise<SealedEdition> {
  const facts = await keptFacts(id);
  if (!facts) return judgedEdition(id);
  if (isPinned(facts.id, facts.manifest.hash) === "differs") throw refuse("manifest-differs");
  return { ...facts, format: sealFormat(facts.manifest.json) };
}

export type SealedEdition = BoxEdition & { format: SealFormat };

/**
 * What is found in the ballot box as long as it holds the edition, then in the main database: which
 * is not even asked before, since PostgreSQL counts how often a table is read.
 */
export async function whereKept<InBox, InMain>(
  { id }: Pick<SealedEdition, "id">,
  inBox: (box: BoxClient) => Promise<InBox | null>,
  inMain: () => Promise<InMain | null>,
): Promise<InBox | InMain | null> {
  const found = await readBox(inBox);
  // asked afterwards: it may have been handed over between the two questions
  if (found !== null || (await keptFacts(id))) return found;
  return inMain();
}

/**
 * The edition with all its rules, for what comes after closing; refuses like sealedEdition. In a
 * ballot box without a way to the main database it is that of the replica
 * (app/box/replica-tables.ts).
 */
export async function judgedEdition(id: string) {
  const edition = await db().edition.findUnique({
    where: { id },
    include: { manifest: true, keys: true, categories: { select: { key: true } } },
  });
  if (!edition?.manifest || !edition.keys || !phaseHas(edition.phase, "callPublic"))
    throw refuse("receipt-unknown");
  if (isPinned(edition.id, edition.manifest.hash) === "differs") throw refuse("manifest-differs");
  const { manifest, keys } = edition;
  return { ...edition, manifest, keys, format: sealFormat(manifest.json) };
}

export type JudgedEdition = Awaited<ReturnType<typeof judgedEdition>>;

/** Refuses a deposit outside its time, with the word for why. */
export function checkTime(edition: {
  phase: Phase;
  closesAt: Date | null;
  graceMinutes: number;
}): void {
  if (takesDeposits(edition, now())) return;
  if (!phaseHas(edition.phase, "callPublic") || phaseHas(edition.phase, "awaitsOpening"))
    throw refuse("too-early");
  throw refuse("too-late");
}

/**
 * Reads phase and deadline again under a lock that closing waits for, so that nothing slips in
 * while it is handed over.
 */
export async function lockOpen(tx: BoxTx, { id }: Pick<SealedEdition, "id">): Promise<void> {
  const facts = await heldFacts(tx, id);
  if (!facts) throw refuse("too-late"); // handed over
  checkTime(facts);
}
