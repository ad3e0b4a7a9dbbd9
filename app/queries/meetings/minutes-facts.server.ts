import { randomBytes } from "node:crypto";
import { phaseOf } from "#app/domain/phase.ts";
import { localDay } from "#app/domain/screening/dialogue.ts";
import { type MinutesFacts, minutesFactsSchema } from "#app/domain/meetings/minutes.ts";
import { localeSchema } from "#app/domain/localised.ts";
import { judged } from "#app/domain/ranking/content.ts";
import { sheetTotal } from "#app/domain/scoring/scoring.ts";
import { toHex } from "#app/sealing/bytes.ts";
import type { AgendaItem, Edition, Tx } from "#app/platform/db.server.ts";
import { type CriterionView, scoresOf } from "#app/queries/edition/criteria.server.ts";
import { forJurors, hiddenFields } from "#app/queries/scoring/jurors-text.server.ts";
import { juryExceptionsOf } from "#app/queries/jury/jury-exceptions.server.ts";
import {
  inPseudonymOrder,
  pseudonymsOn,
  stillJudging,
} from "#app/queries/scoring/juror-pseudonyms.server.ts";
import { juryMembers } from "./meeting.server.ts";
import { ballotsSchema } from "./meeting-votes.server.ts";
import { namesIn } from "#app/queries/publication/publication-draft.server.ts";
import { rankingFacts } from "#app/queries/ranking/ranking.server.ts";

type Closed = { meetingId: string; closedAt: Date; closedBy: string };
type People = ReadonlyMap<string, string>;

/**
 * What a meeting left, as it is closed: the facts of its minutes, of all proposals and for nobody
 * in particular.
 */
export async function meetingFacts(
  tx: Tx,
  edition: Edition,
  { meetingId, closedAt, closedBy }: Closed,
): Promise<MinutesFacts> {
  const meeting = await tx.meeting.findUniqueOrThrow({
    where: { id: meetingId },
    include: {
      items: { orderBy: { position: "asc" } },
      votes: { orderBy: { number: "asc" } },
      present: true,
    },
  });
  const standing = await rankingFacts(edition.id, tx);
  const { ranking } = judged(standing);
  const criteria: CriterionView[] = standing.criteria;
  const numbers = new Map(standing.proposals.map(({ id, publicNo }) => [id, publicNo]));
  const people: People = new Map(
    (await juryMembers(edition.id, tx)).map(({ id, name }) => [id, name]),
  );
  const juryExceptions = await juryExceptionsOf(edition.id, tx);
  const frozen = await tx.ranking.findUnique({
    where: { editionId: edition.id },
    select: { commit: true },
  });
  return minutesFactsSchema.parse({
    v: 1,
    salt: randomBytes(16).toString("hex"),
    edition: { code: edition.code, names: namesIn(edition.texts), timeZone: edition.timeZone },
    number: meeting.number,
    openedAt: meeting.openedAt.toISOString(),
    closedAt: closedAt.toISOString(),
    closedBy,
    sealedConflicts: edition.sealedConflicts,
    members: await membersOf(
      tx,
      edition.id,
      new Set(meeting.present.map(({ userId }) => userId)),
      people,
    ),
    juryExceptions: juryExceptions.length > 0 ? juryExceptions : undefined,
    criteria: criteria.map(({ key, name, weight, maxScore }) => ({ key, name, weight, maxScore })),
    items: await itemsOf(tx, edition.id, meeting.items, criteria, people),
    votes: meeting.votes.map(({ at, proposalId, byName, ...vote }) => ({
      ...vote,
      at: at.toISOString(),
      no: proposalId === null ? null : (numbers.get(proposalId) ?? 0),
      byName: namedBallots(byName, people),
    })),
    ties: await tiesOf(tx, edition, [meeting.openedAt, closedAt]),
    ranking: {
      method: ranking.by.applied,
      rows: ranking.rows.map(({ publicNo, rank, score, mean, sheets }) => ({
        no: publicNo,
        rank,
        score,
        mean,
        sheets,
      })),
      unranked: ranking.unranked.map((id) => numbers.get(id) ?? 0),
    },
    commitment: frozen ? toHex(frozen.commit) : null,
    remarks: [],
    corrections: [],
  } satisfies Record<keyof MinutesFacts, unknown>);
}

function namedBallots(byName: unknown, people: People): MinutesFacts["votes"][number]["byName"] {
  const ballots = ballotsSchema.parse(byName);
  return [...people].flatMap(([id, name]) => (ballots[id] ? [{ name, choice: ballots[id] }] : []));
}

async function membersOf(
  tx: Tx,
  editionId: string,
  present: ReadonlySet<string>,
  people: People,
): Promise<MinutesFacts["members"]> {
  const jurors = await tx.juror.findMany({
    where: { editionId, state: "ACCEPTED" },
    select: { userId: true, kind: true, chair: true },
  });
  const capacity = (id: string) => {
    const juror = jurors.find(({ userId }) => userId === id);
    if (!juror) return "secretary";
    return juror.chair ? "chair" : juror.kind === "INTERNAL" ? "internal" : "external";
  };
  return [...people].map(([id, name]) => ({
    name,
    capacity: capacity(id),
    present: present.has(id),
  }));
}

async function itemsOf(
  tx: Tx,
  editionId: string,
  items: AgendaItem[],
  criteria: CriterionView[],
  people: People,
): Promise<MinutesFacts["items"]> {
  const since = await tx.phaseChange.findUnique({
    where: { editionId_phase: { editionId, phase: phaseOf.deliberation } },
    select: { at: true },
  });
  const told: MinutesFacts["items"] = [];
  for (const { proposalId, discussedAt, left, note } of items) {
    const { publicNo, ...words } = await tx.proposal.findUniqueOrThrow({
      where: { id: proposalId },
      select: { publicNo: true, title: true, locale: true, ...hiddenFields },
    });
    const { title, locale } = forJurors(words);
    const names = [...people].flatMap(([id, name]) => (left.includes(id) ? [name] : []));
    told.push({
      no: publicNo ?? 0,
      title,
      locale: localeSchema.parse(locale),
      discussed: discussedAt !== null,
      left: names,
      note,
      ...(await sheetsOf(tx, proposalId, criteria, since?.at ?? null)),
    });
  }
  return told;
}

/**
 * The sheets that count, and what was revised in deliberation, under the letters that jurors have
 * on this proposal.
 */
async function sheetsOf(
  tx: Tx,
  proposalId: string,
  criteria: CriterionView[],
  since: Date | null,
): Promise<Pick<MinutesFacts["items"][number], "sheets" | "revisions">> {
  const letters = await pseudonymsOn(proposalId, tx);
  const rows = await tx.scoreSheet.findMany({
    where: { proposalId, juror: stillJudging(proposalId) },
    orderBy: { version: "asc" },
  });
  const totalOf = (row: (typeof rows)[number] | undefined) =>
    row ? sheetTotal(scoresOf(row.scores), criteria) : null;
  const latest = rows.filter(
    ({ jurorId, version }) => !rows.some((row) => row.jurorId === jurorId && row.version > version),
  );
  const revised = rows.filter(({ version, at }) => version > 1 && (since === null || at >= since));
  return {
    sheets: inPseudonymOrder(latest, letters).map((row) => ({
      letter: row.letter,
      round: row.round,
      scores: { ...scoresOf(row.scores) },
      total: totalOf(row),
    })),
    revisions: inPseudonymOrder(revised, letters).map((row) => ({
      letter: row.letter,
      total: totalOf(row),
      reason: row.reason,
      before: totalOf(
        rows.findLast((each) => each.jurorId === row.jurorId && each.version < row.version),
      ),
    })),
  };
}

/**
 * Votes on ties that were recorded on a day of the meeting, one for each set of proposals voted on
 * together.
 */
async function tiesOf(
  tx: Tx,
  { id: editionId, timeZone }: Edition,
  [from, until]: [Date, Date],
): Promise<MinutesFacts["ties"]> {
  const rows = await tx.tieVote.findMany({
    where: { editionId },
    include: { proposal: { select: { publicNo: true } } },
    orderBy: [{ at: "asc" }, { position: "asc" }],
  });
  const days = [from, until].map((at) => localDay(at, timeZone).getTime());
  const within = rows.filter(
    ({ at }) =>
      localDay(at, timeZone).getTime() >= days[0]! && localDay(at, timeZone).getTime() <= days[1]!,
  );
  const moments = [
    ...new Set(
      within.map(({ at, reason, actorId }) => JSON.stringify([at.toISOString(), reason, actorId])),
    ),
  ];
  return moments.map((moment) => {
    const own = within.filter(
      ({ at, reason, actorId }) => JSON.stringify([at.toISOString(), reason, actorId]) === moment,
    );
    return {
      at: own[0]!.at.toISOString(),
      reason: own[0]!.reason,
      positions: own.map(({ position, proposal }) => ({ no: proposal.publicNo ?? 0, position })),
    };
  });
}
