import type { AgendaOrder } from "#app/domain/meetings/meeting.ts";
import { exitsByOrder } from "#app/domain/meetings/meeting.ts";
import { type Phase, phaseHas } from "#app/domain/phase.ts";
import { type MinutesRole, isSignedOff } from "#app/domain/meetings/minutes.ts";
import { judged } from "#app/domain/ranking/content.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db, type Edition, type Meeting, type Tx } from "#app/platform/db.server.ts";
import {
  voteViews,
  type VoteView,
  type Voting,
  votingIn,
  votingMembers,
} from "./meeting-votes.server.ts";
import { presides } from "#app/queries/jury/chair.server.ts";
import { seenRanking, type ProposalName } from "#app/queries/ranking/ranking.server.ts";

/**
 * As what this person holds the jury's meetings: its secretary and organisers, and the juror who
 * presides; refuses not-found for everybody else.
 */
export async function holderOf(
  userId: string,
  editionId: string,
  tx: Tx = db(),
): Promise<MinutesRole> {
  const role = await tx.role.findFirst({
    where: { userId, editionId, kind: { in: ["ORGANISER", "SECRETARY"] } },
  });
  if (role) return role.kind === "ORGANISER" ? "ORGANISER" : "SECRETARY";
  if (await presides(userId, editionId, tx)) return "CHAIR";
  throw refuse("not-found");
}

export type Member = { id: string; name: string };

/** The jury, and who writes its minutes: by surname. */
export async function juryMembers(editionId: string, tx: Tx = db()): Promise<Member[]> {
  const rows = await tx.user.findMany({
    where: {
      OR: [
        { jurors: { some: { editionId, state: "ACCEPTED" } } },
        { roles: { some: { editionId, kind: "SECRETARY" } } },
      ],
    },
    select: { id: true, name: true, surname: true },
    orderBy: [{ surname: "asc" }, { name: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, name, surname }) => ({ id, name: `${name} ${surname}` }));
}

/**
 * Who leaves the room for which proposal, by account: who recused from it or is in conflict. Where
 * conflicts are sealed, those that jurors declared are left out, as everywhere: beside the
 * assignment they would tell what proposers named.
 */
export async function awayFrom(
  { id: editionId, sealedConflicts }: Pick<Edition, "id" | "sealedConflicts">,
  tx: Tx = db(),
): Promise<ReadonlyMap<string, string[]>> {
  const pair = { select: { proposalId: true, juror: { select: { userId: true } } } };
  const conflicts = await tx.conflict.findMany({
    where: {
      juror: { editionId, state: "ACCEPTED" },
      ...(sealedConflicts ? { pinnedById: { not: null } } : {}),
    },
    ...pair,
  });
  const recusals = await tx.recusal.findMany({
    where: { juror: { editionId, state: "ACCEPTED" } },
    ...pair,
  });
  const away = new Map<string, string[]>();
  for (const { proposalId, juror } of [...conflicts, ...recusals])
    away.set(proposalId, [...new Set([...(away.get(proposalId) ?? []), juror.userId])].sort());
  return away;
}

export type MeetingsPage = {
  editable: boolean;
  meetings: {
    number: number;
    openedAt: string;
    closed: boolean;
    /** its minutes, by chair and secretary */ signedOff: boolean;
  }[];
};

/**
 * The jury's meetings for whoever holds them; refuses not-found before deliberation and for
 * everybody else.
 */
export async function meetingsPage(userId: string, edition: Edition): Promise<MeetingsPage> {
  await holderOf(userId, edition.id);
  if (!phaseHas(edition.phase, "totalsSeen")) throw refuse("not-found");
  const meetings = await db().meeting.findMany({
    where: { editionId: edition.id },
    orderBy: { number: "desc" },
    select: {
      number: true,
      openedAt: true,
      closedAt: true,
      minutes: {
        orderBy: { version: "desc" },
        take: 1,
        select: { signatures: { select: { capacity: true, actorId: true } } },
      },
    },
  });
  return {
    meetings: meetings.map(({ number, openedAt, closedAt, minutes: [last] }) => ({
      number,
      openedAt: openedAt.toISOString(),
      closed: closedAt !== null,
      signedOff: isSignedOff(last?.signatures ?? []),
    })),
    editable:
      phaseHas(edition.phase, "deliberates") && meetings.every(({ closedAt }) => closedAt !== null),
  };
}

export type AgendaView = {
  no: number;
  title: string;
  locale: string;
  note: string;
  discussed: boolean;
  current: boolean;
  /** who is to leave, or left, by name */ leave: string[];
};
export type MeetingPage = {
  number: number;
  openedAt: string;
  closed: boolean;
  phase: Phase;
  sealed: boolean;
  members: (Member & { present: boolean })[];
  proposals: {
    no: number;
    title: string;
    locale: string;
    rank: number | null;
    score: number | null;
    listed: boolean;
  }[];
  items: AgendaView[];
  /** how many times somebody leaves, of those present */
  exits: Record<AgendaOrder, number>;
  votes: VoteView[];
  voting: MeetingVotes;
  /** the proposal under discussion is one the reader is in conflict with */
  elsewhere: boolean;
};

/** How votes are taken: by whom, and on which proposals, who has left for each; by account. */
export type MeetingVotes = Omit<Voting, "room"> & {
  room: Member[];
  proposals: { no: number; away: string[] }[];
};

/**
 * A meeting for whoever holds it, without the proposals this person is in conflict with; refuses
 * not-found.
 */
export async function meetingPage(
  userId: string,
  edition: Edition,
  number: number,
): Promise<MeetingPage> {
  const holder = await holderOf(userId, edition.id);
  const meeting = await db().meeting.findUnique({
    where: { editionId_number: { editionId: edition.id, number } },
    include: {
      present: true,
      items: { orderBy: { position: "asc" } },
      votes: { orderBy: { number: "asc" } },
    },
  });
  const seen = await seenRanking(userId, edition, holder === "CHAIR" ? "CHAIR" : "ORGANISER");
  if (!meeting || !seen) throw refuse("not-found");
  const present = new Set(meeting.present.map(({ userId: id }) => id));
  const members = await juryMembers(edition.id);
  const away = await presentAway(edition, present);
  const { rows } = judged(seen.facts).ranking;
  const items = meeting.items.filter(({ proposalId }) => !seen.hidden.has(proposalId));
  const listed = new Set(items.map(({ proposalId }) => proposalId));
  const byRank = inRankOrder(seen.proposals, rows).filter(({ id }) => listed.has(id));
  const numbers = new Map(seen.proposals.map(({ id, no }) => [id, no]));
  const { room, ...voting } = votingIn(edition, await votingMembers(edition.id), present);
  const called = items.filter(({ discussedAt }) => discussedAt !== null);
  return {
    number,
    openedAt: meeting.openedAt.toISOString(),
    closed: meeting.closedAt !== null,
    phase: edition.phase,
    sealed: edition.sealedConflicts,
    members: members.map((member) => ({ ...member, present: present.has(member.id) })),
    proposals: inRankOrder(seen.proposals, rows).map(({ id, no, title, locale }) => {
      const row = rows.find(({ proposalId }) => proposalId === id);
      return {
        no,
        title,
        locale,
        rank: row?.rank ?? null,
        score: row?.score ?? null,
        listed: listed.has(id),
      };
    }),
    items: items.flatMap((item) =>
      agendaView(
        item,
        seen.proposals,
        meeting,
        namesOf(members, item.discussedAt ? item.left : (away.get(item.proposalId) ?? [])),
      ),
    ),
    exits: exitsByOrder(byRank.map(({ id }) => ({ id, away: away.get(id) ?? [] }))),
    votes: voteViews(meeting.votes, numbers, members),
    voting: {
      ...voting,
      room: members.filter(({ id }) => room.includes(id)),
      proposals: called.flatMap(({ proposalId, left }) =>
        numbers.has(proposalId)
          ? [{ no: numbers.get(proposalId)!, away: [...left, ...(away.get(proposalId) ?? [])] }]
          : [],
      ),
    },
    elsewhere: meeting.currentId !== null && seen.hidden.has(meeting.currentId),
  };
}

type Item = { proposalId: string; note: string; discussedAt: Date | null };

function agendaView(
  { proposalId, note, discussedAt }: Item,
  proposals: ProposalName[],
  { currentId }: Meeting,
  leave: string[],
): AgendaView[] {
  const proposal = proposals.find(({ id }) => id === proposalId);
  if (!proposal) return [];
  const { no, title, locale } = proposal;
  return [
    {
      no,
      title,
      locale,
      note,
      leave,
      discussed: discussedAt !== null,
      current: currentId === proposalId,
    },
  ];
}

/** Who of those present leaves for which proposal. */
export async function presentAway(
  edition: Pick<Edition, "id" | "sealedConflicts">,
  present: ReadonlySet<string>,
  tx: Tx = db(),
): Promise<ReadonlyMap<string, string[]>> {
  const away = await awayFrom(edition, tx);
  return new Map(
    [...away].map(([proposalId, ids]) => [proposalId, ids.filter((id) => present.has(id))]),
  );
}

/** By rank; without one last, by number. */
export function inRankOrder<P extends { id: string; no: number }>(
  proposals: readonly P[],
  rows: readonly { proposalId: string; rank: number }[],
): P[] {
  const ranks = new Map(rows.map(({ proposalId, rank }) => [proposalId, rank]));
  const place = ({ id }: P) => ranks.get(id) ?? Infinity;
  return [...proposals].sort((a, b) => (place(a) === place(b) ? a.no - b.no : place(a) - place(b)));
}

function namesOf(members: Member[], ids: readonly string[]): string[] {
  return members.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}
