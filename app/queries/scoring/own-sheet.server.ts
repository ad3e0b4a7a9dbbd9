import { phaseHas } from "#app/domain/phase.ts";
import type { SheetContent } from "#app/domain/scoring/sheet.ts";
import {
  isBlindTo,
  readsProposal,
  standingOf,
  readsThread,
  seesOthersScores,
} from "#app/domain/visibility.ts";
import { refuse } from "#app/domain/refusal.ts";
import { type Scores, sheetTotal, whyNotWriteSheet } from "#app/domain/scoring/scoring.ts";
import { sheetHash, sheetSeal } from "#app/sealing/audit-chain.ts";
import {
  db,
  type Edition,
  type Guess,
  type Juror,
  type ScoreSheet,
} from "#app/platform/db.server.ts";
import {
  fileAt,
  fileEntries,
  fileFields,
  type StoredFile,
} from "#app/queries/proposal/attachments.server.ts";
import {
  criteriaOf,
  rubricOf,
  scoresOf,
  type CriterionView,
} from "#app/queries/edition/criteria.server.ts";
import {
  jurorOf,
  type AssignedProposal,
  ownProposals,
  type SheetState,
} from "#app/queries/jury/juror-desk.server.ts";
import { forJurors, hiddenFields } from "./jurors-text.server.ts";
import { inPseudonymOrder, pseudonymsOn, stillJudging } from "./juror-pseudonyms.server.ts";
import { openRoundOn } from "#app/queries/assignment/rounds.server.ts";
import { contentFields } from "#app/queries/screening/screening.server.ts";
import { threadOn } from "./thread.server.ts";

type ProposalContent = Awaited<ReturnType<typeof readable>>["content"];
/** `fingerprint`: the hash under which it entered the audit chain, once delivered. */
export type StoredSheet = SheetContent & {
  version: number;
  savedAt: Date | null;
  fingerprint?: string;
};
/** A sheet under its pseudonym on this proposal, all its versions' last; `own` is the reader's. */
export type PseudonymousSheet = {
  letter: string;
  own: boolean;
  version: number;
  reason: string;
  total: number | null;
  /** what it said before, the latest first */ earlier: EarlierVersion[];
  /** of a second round */ later: boolean;
} & SheetContent;
export type EarlierVersion = { version: number; scores: Scores; total: number | null };

/**
 * A proposal beside the rubric, as its juror sees it, coming from `from`; refuses not-found alike
 * for every reason not to.
 */
export async function ownSheetPage(
  userId: string,
  edition: Edition,
  publicNo: number,
  from: number | null = null,
) {
  const juror = await jurorOf(userId, edition.id);
  const proposal = await readable(juror, edition, publicNo);
  const { criteria, categories } = await rubricOf(edition.id);
  const own = await ownProposals(juror, edition.phase, criteria);
  const openRound = phaseHas(edition.phase, "totalsSeen")
    ? await openRoundOn(edition.id, proposal.id)
    : null;
  const blind = isBlindTo({ round: proposal.round, openRound });
  const seesOthers =
    !blind && seesOthersScores({ phase: edition.phase, confirmed: juror.confirmedAt !== null });
  return {
    no: publicNo,
    phase: edition.phase,
    content: proposal.content,
    files: proposal.files,
    categories,
    criteria,
    mode: modeOf(edition.phase, proposal.delivered !== null && juror.reopenReason === "", {
      confirmed: juror.confirmedAt !== null,
      round: proposal.round,
    }),
    /** judged in deliberation, beside those who judged it before */
    later: proposal.round > 1,
    sheet:
      (juror.reopenReason ? proposal.draft : null) ??
      proposal.delivered ??
      proposal.draft ??
      emptySheet,
    reopened: juror.reopenReason,
    guess: edition.asksAuthor ? await guessOf(juror.id, proposal.id) : undefined,
    scale: ownScale(own, publicNo, criteria),
    thread: readsThread({
      ...proposal.standing,
      confirmed: juror.confirmedAt !== null,
      delivered: proposal.delivered !== null,
      blind,
    })
      ? await threadOn(proposal.id, juror.id)
      : null,
    sheets: seesOthers ? await pseudonymousSheets(proposal.id, juror.id, criteria, openRound) : [],
    progress: {
      done: own.filter(({ state }) => isDone(state)).length,
      of: own.filter(({ state }) => state !== "recused").length,
    },
    next: await nextUnfinished(own, publicNo, edition.id),
    left: leftBehind(own, from),
  };
}

export type OwnReading = {
  no: number;
  content: ProposalContent;
  sheet: StoredSheet;
  writable: boolean;
};

/**
 * Every own proposal with what was typed or delivered, in the juror's order: to print, or to fill
 * in without a connection.
 */
export async function ownReadings(userId: string, edition: Edition): Promise<OwnReading[]> {
  const juror = await jurorOf(userId, edition.id);
  const readings: OwnReading[] = [];
  for (const { no, state } of await ownProposals(
    juror,
    edition.phase,
    await criteriaOf(edition.id),
  )) {
    if (state === "recused") continue;
    const { content, draft, delivered, round } = await readable(juror, edition, no);
    const sheet = (juror.reopenReason ? draft : null) ?? delivered ?? draft ?? emptySheet;
    readings.push({
      no,
      content,
      sheet,
      writable:
        modeOf(edition.phase, delivered !== null && juror.reopenReason === "", {
          confirmed: juror.confirmedAt !== null,
          round,
        }) === "write",
    });
  }
  return readings;
}

/** A file of a proposal this juror may read; refuses not-found alike for every reason not to. */
export async function ownFile(
  userId: string,
  edition: Edition,
  publicNo: number,
  position: number,
): Promise<StoredFile> {
  const { id } = await readable(await jurorOf(userId, edition.id), edition, publicNo);
  return fileAt(id, position);
}

export type OwnSheetPage = Awaited<ReturnType<typeof ownSheetPage>>;
export type SheetMode = "write" | "read" | "revise";

const emptySheet: StoredSheet = {
  version: 0,
  scores: {},
  commentProposer: "",
  commentJury: "",
  savedAt: null,
};

/** The sheet one comes from, when it was begun and lacks scores. */
function leftBehind(
  own: AssignedProposal[],
  from: number | null,
): { no: number; missing: number } | null {
  const left = own.find(({ no, state }) => no === from && state === "begun");
  return left ? { no: left.no, missing: left.missing } : null;
}

/** The number of the next own proposal that is not finished, in this juror's order, or null. */
export async function nextOwn(
  userId: string,
  edition: Edition,
  after: number,
): Promise<number | null> {
  const juror = await jurorOf(userId, edition.id);
  return nextUnfinished(
    await ownProposals(juror, edition.phase, await criteriaOf(edition.id)),
    after,
    edition.id,
  );
}

/**
 * Where the fewest jurors delivered comes first, and among these what follows in the juror's own
 * order: how many they are, nobody is told.
 */
async function nextUnfinished(
  own: AssignedProposal[],
  after: number,
  editionId: string,
): Promise<number | null> {
  const place = own.findIndex(({ no }) => no === after);
  const onwards = [...own.slice(place + 1), ...own.slice(0, Math.max(0, place))].filter(
    ({ state }) => state === "empty" || state === "begun",
  );
  const rows = await db().proposal.findMany({
    where: { editionId, publicNo: { in: onwards.map(({ no }) => no) } },
    select: { publicNo: true, sheets: { select: { jurorId: true }, distinct: ["jurorId"] } },
  });
  const delivered = new Map(rows.map(({ publicNo, sheets }) => [publicNo, sheets.length]));
  const fewest = Math.min(...delivered.values());
  return onwards.find(({ no }) => delivered.get(no) === fewest)?.no ?? null;
}

async function guessOf(jurorId: string, proposalId: string): Promise<Guess | null> {
  return (
    (await db().authorGuess.findUnique({ where: { jurorId_proposalId: { jurorId, proposalId } } }))
      ?.guess ?? null
  );
}

/**
 * How often the juror gave each score on the other own sheets, by criterion: index is the score.
 */
function ownScale(
  own: AssignedProposal[],
  publicNo: number,
  criteria: CriterionView[],
): Record<string, number[]> {
  const others = own.filter(({ no }) => no !== publicNo);
  return Object.fromEntries(
    criteria.map(({ key, maxScore }) => [
      key,
      Array.from(
        { length: maxScore + 1 },
        (_, score) => others.filter(({ scores }) => scores[key] === score).length,
      ),
    ]),
  );
}

function isDone(state: SheetState): boolean {
  return state === "complete" || state === "delivered";
}

function modeOf(
  phase: Edition["phase"],
  delivered: boolean,
  { confirmed, round }: { confirmed: boolean; round: number },
): SheetMode {
  if (!delivered && whyNotWriteSheet({ phase, confirmed, round }) === null) return "write";
  return phaseHas(phase, "deliberates") && delivered && confirmed ? "revise" : "read";
}

/**
 * The proposal as far as this juror may read it, with their own draft and their own delivered sheet
 * and nobody else's.
 */
async function readable(juror: Juror, edition: Edition, publicNo: number) {
  const own = { where: { jurorId: juror.id } };
  const row = await db().proposal.findUnique({
    where: { editionId_publicNo: { editionId: edition.id, publicNo }, withdrawn: false },
    select: {
      id: true,
      ...contentFields,
      ...hiddenFields,
      files: fileFields,
      screening: { select: { verdict: true } },
      assignments: own,
      recusals: own,
      conflicts: own,
      drafts: own,
      sheets: { ...own, orderBy: { version: "desc" }, take: 1 },
    },
  });
  if (!row) throw refuse("not-found");
  const {
    id,
    files,
    screening: _screening,
    assignments: [assignment],
    recusals: _recusals,
    conflicts: _conflicts,
    drafts: [draft],
    sheets: [sheet],
    ...words
  } = row;
  const standing = standingOf({ phase: edition.phase, state: juror.state }, row);
  if (!readsProposal(standing)) throw refuse("not-found");
  return {
    id,
    standing,
    round: assignment?.round ?? 1,
    content: forJurors(words),
    files: fileEntries(files),
    draft: draft ? stored(draft, draft.savedAt) : null,
    delivered: sheet
      ? { ...stored(sheet, sheet.at), fingerprint: fingerprintOf(publicNo, sheet) }
      : null,
  };
}

function fingerprintOf(
  publicNo: number,
  { version, scores, salt, commentProposer, commentJury }: ScoreSheet,
): string {
  return sheetHash({
    ...sheetSeal(salt, commentProposer, commentJury),
    publicNo,
    version,
    scores: scoresOf(scores),
  });
}

function stored(
  {
    version,
    scores,
    commentProposer,
    commentJury,
  }: { version: number; scores: unknown; commentProposer: string; commentJury: string },
  savedAt: Date,
): StoredSheet {
  return { version, scores: scoresOf(scores), commentProposer, commentJury, savedAt };
}

/**
 * The sheets of a proposal under the letters of its jurors, without those of a round that is still
 * open. Ask only for whoever seesOthersScores and is not blind to it.
 */
async function pseudonymousSheets(
  proposalId: string,
  ownJurorId: string,
  criteria: CriterionView[],
  openRound: number | null,
): Promise<PseudonymousSheet[]> {
  const letters = await pseudonymsOn(proposalId);
  const rows = await db().scoreSheet.findMany({
    where: { proposalId, juror: stillJudging(proposalId) },
    orderBy: { version: "desc" },
  });
  const latest = rows.filter(
    ({ jurorId, round }, at) =>
      round !== (openRound ?? 0) && rows.findIndex((row) => row.jurorId === jurorId) === at,
  );
  return inPseudonymOrder(latest, letters).map(
    ({ letter, jurorId, version, reason, scores, commentProposer, commentJury, round }) => ({
      letter,
      own: jurorId === ownJurorId,
      version,
      later: round > 1,
      reason,
      commentProposer,
      commentJury,
      scores: scoresOf(scores),
      total: sheetTotal(scoresOf(scores), criteria),
      earlier: rows
        .filter((row) => row.jurorId === jurorId && row.version < version)
        .map((row) => ({
          version: row.version,
          scores: scoresOf(row.scores),
          total: sheetTotal(scoresOf(row.scores), criteria),
        })),
    }),
  );
}
