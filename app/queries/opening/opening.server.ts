import { answersEnd, type ClaimState, claimState } from "#app/domain/opening/claim.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { type InvalidReason, reasonIn } from "#app/domain/opening/opening.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type OpenedEnvelope, type Tx, type WinnerAnswer } from "#app/platform/db.server.ts";
import { currentOpenList } from "./open-list.server.ts";
import { holderSchema, objectedEnvelopes } from "./opening-facts.server.ts";

/** One envelope of the open list, opened or not yet. */
export type OpeningRow = {
  envelopeId: string;
  publicNo: number;
  slot: number;
  title: string;
  /** custodians who released a share */
  shares: number;
  /** null while it is closed */
  result: "VALID" | "INVALID" | null;
  reason: InvalidReason | null;
  badShares: number[];
  settled: boolean;
  /** the name, once all were judged together and it stands */
  holder: string | null;
  claim: ClaimState | null;
  answer: { named: boolean; prizeAccepted: boolean; notMine: boolean; reason: string } | null;
  answerUntil: string | null;
};

/** The opening of an edition, envelope by envelope in the order of the committed list. */
export async function openingOf(editionId: string): Promise<OpeningRow[]> {
  const { openList } = await currentOpenList(editionId);
  const [envelopes, opened, shares, edition, objected] = await Promise.all([
    db().envelope.findMany({
      where: { id: { in: openList } },
      select: { id: true, slot: true, proposal: { select: { publicNo: true, title: true } } },
    }),
    db().openedEnvelope.findMany({ where: { editionId }, include: { answer: true } }),
    db().releasedShare.groupBy({
      by: ["envelopeId"],
      where: { envelopeId: { in: openList } },
      _count: true,
    }),
    db().edition.findUniqueOrThrow({ where: { id: editionId }, select: { answerMinutes: true } }),
    objectedEnvelopes(editionId),
  ]);
  return openList.map((envelopeId) => {
    const row = opened.find((each) => each.envelopeId === envelopeId);
    const envelope = envelopes.find(({ id }) => id === envelopeId);
    return {
      envelopeId,
      publicNo: envelope?.proposal.publicNo ?? 0,
      slot: envelope?.slot ?? 1,
      title: envelope?.proposal.title ?? "",
      shares: shares.find((each) => each.envelopeId === envelopeId)?._count ?? 0,
      result: row?.result ?? null,
      reason: row ? reasonIn(row.reason) : null,
      badShares: row?.badShares ?? [],
      settled: Boolean(row?.settledAt),
      ...claimOf(row, edition.answerMinutes, objected),
    };
  });
}

type OpenedRow = OpenedEnvelope & { answer: WinnerAnswer | null };

/** What the person named does with it; nothing, and no name, before all were judged together. */
function claimOf(
  row: OpenedRow | undefined,
  answerMinutes: number,
  objected: ReadonlySet<string>,
): Pick<OpeningRow, "holder" | "claim" | "answer" | "answerUntil"> {
  if (row?.result !== "VALID" || !row.settledAt)
    return { holder: null, claim: null, answer: row?.answer ?? null, answerUntil: null };
  const { name, surname } = holderSchema.parse(row.holder);
  return {
    holder: `${name} ${surname}`,
    claim: stateOf(row, row.settledAt, answerMinutes, objected),
    answer: row.answer,
    answerUntil: answersEnd(row.settledAt, answerMinutes).toISOString(),
  };
}

function stateOf(
  { envelopeId, answer }: OpenedRow,
  settledAt: Date,
  answerMinutes: number,
  objected: ReadonlySet<string>,
): ClaimState {
  return claimState({
    answer,
    settledAt,
    answerMinutes,
    objected: objected.has(envelopeId),
    now: now(),
  });
}

/** Where the claims of an edition's valid envelopes stand. */
export async function claimStates(
  editionId: string,
  answerMinutes: number,
  tx: Tx = db(),
): Promise<ClaimState[]> {
  const rows = await tx.openedEnvelope.findMany({
    where: { editionId, result: "VALID", settledAt: { not: null } },
    include: { answer: true },
  });
  const objected = await objectedEnvelopes(editionId, tx);
  return rows.map((row) => stateOf(row, row.settledAt!, answerMinutes, objected));
}

/** A prize that an opened envelope gives to this person, for the desk. */
export type Win = {
  envelopeId: string;
  title: string;
  edition: string;
  team: number;
  mayAnswer: boolean;
  /** who agreed to be named may take it back until the publication */
  mayUnname: boolean;
  /** the results are public: what was answered stands */
  published: boolean;
  until: string;
  answer: { named: boolean; prizeAccepted: boolean; notMine: boolean } | null;
};

/** The opened envelopes that name this person: what the prize is for, and what was answered. */
export async function winsOf(userId: string): Promise<Win[]> {
  const rows = await db().openedEnvelope.findMany({
    where: { result: "VALID", settledAt: { not: null }, holder: { path: ["sub"], equals: userId } },
    include: { answer: true },
  });
  const envelopes = await db().envelope.findMany({
    where: { id: { in: rows.map(({ envelopeId }) => envelopeId) } },
    select: {
      id: true,
      proposal: {
        select: {
          title: true,
          _count: { select: { envelopes: true } },
          edition: { select: { code: true, phase: true, answerMinutes: true } },
        },
      },
    },
  });
  return rows.flatMap((row) => {
    const found = envelopes.find(({ id }) => id === row.envelopeId);
    if (!found) return [];
    const { title, edition, _count } = found.proposal;
    const until = answersEnd(row.settledAt!, edition.answerMinutes);
    return [
      {
        envelopeId: row.envelopeId,
        title,
        edition: edition.code,
        team: _count.envelopes,
        until: until.toISOString(),
        mayUnname: phaseHas(edition.phase, "opens"),
        published: phaseHas(edition.phase, "resultsPublic"),
        mayAnswer: phaseHas(edition.phase, "opens") && row.answer === null && now() < until,
        answer: row.answer && {
          named: row.answer.named,
          prizeAccepted: row.answer.prizeAccepted,
          notMine: row.answer.notMine,
        },
      },
    ];
  });
}
