import type { z } from "zod";
import {
  agendaIn,
  whyNotClose,
  type agendaSchema,
  type noteSchema,
} from "#app/domain/meetings/meeting.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { whyNotDecide } from "#app/domain/ranking/acts.ts";
import { judged } from "#app/domain/ranking/content.ts";
import { refuse } from "#app/domain/refusal.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import {
  holderOf,
  inRankOrder,
  juryMembers,
  presentAway,
} from "#app/queries/meetings/meeting.server.ts";
import { rankingFacts } from "#app/queries/ranking/ranking.server.ts";
import { openRoundOn } from "#app/queries/assignment/rounds.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import {
  db,
  isDuplicate,
  type AgendaItem,
  type Edition,
  type Meeting,
  type Tx,
} from "#app/platform/db.server.ts";
import { fixMinutes } from "./meeting-minutes.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

// Held by organisers, the chair or the secretary, in deliberation, one meeting at a time. Whoever
// is in conflict with a proposal neither puts it on the agenda nor takes it off, calls it or writes
// about it.

export type At = {
  userId: string;
  edition: Pick<Edition, "id" | "sealedConflicts">;
  number: number;
};
export type Open = Meeting & { items: AgendaItem[]; present: { userId: string }[] };

/**
 * Opens the next meeting and answers with its number. Refuses in-use while one is open, too-early,
 * too-late, not-found.
 */
export async function openMeeting(userId: string, editionId: string): Promise<number> {
  try {
    return await db().$transaction(async (tx) => {
      const phase = await lockPhaseExclusive(tx, editionId);
      await holderOf(userId, editionId, tx);
      const why = whyNotDecide(phase);
      if (why) throw refuse(why);
      const number = (await tx.meeting.count({ where: { editionId } })) + 1;
      await tx.meeting.create({ data: { editionId, number, openedAt: now() } });
      await audit(tx, {
        actorId: userId,
        action: "meeting.opened",
        editionId,
        objectId: String(number),
      });
      return number;
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse("in-use");
    throw error;
  }
}

/**
 * Records who is present, instead of what was recorded. Refuses not-found for somebody who is not
 * of the jury.
 */
export async function recordPresence(at: At, present: string[]): Promise<void> {
  await holding(at, async (tx, { id: meetingId }) => {
    const members = new Set((await juryMembers(at.edition.id, tx)).map(({ id }) => id));
    if (present.some((id) => !members.has(id))) throw refuse("not-found");
    await tx.meetingPresence.deleteMany({ where: { meetingId } });
    await tx.meetingPresence.createMany({ data: present.map((userId) => ({ meetingId, userId })) });
    await audit(tx, {
      actorId: at.userId,
      action: "meeting.presence",
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { present },
    });
  });
}

/**
 * Sets what is discussed and in which order. What was discussed stays, and so does what this person
 * is in conflict with. Refuses not-found for a number that is not there.
 */
export async function setAgenda(
  at: At,
  { choice, numbers, threshold, order }: z.output<typeof agendaSchema>,
): Promise<void> {
  await holding(at, async (tx, meeting) => {
    const facts = await rankingFacts(at.edition.id, tx);
    const { rows } = judged(facts).ranking;
    const hidden = await hiddenFrom(at.userId, at.edition.id, tx);
    const known = new Map(
      facts.proposals.filter(({ id }) => !hidden.has(id)).map(({ id, publicNo }) => [publicNo, id]),
    );
    if (choice === "hand" && numbers.some((no) => !known.has(no)))
      throw refuse("not-found", { field: "numbers" });
    const reaching = rows
      .filter(({ score, proposalId }) => score >= threshold && !hidden.has(proposalId))
      .map(({ proposalId }) => proposalId);
    const kept = meeting.items
      .filter(({ proposalId, discussedAt }) => discussedAt !== null || hidden.has(proposalId))
      .map(({ proposalId }) => proposalId);
    const listed = new Set([
      ...kept,
      ...(choice === "hand" ? numbers.map((no) => known.get(no)!) : reaching),
    ]);
    const away = await presentAway(at.edition, presentAt(meeting), tx);
    const byRank = inRankOrder(
      facts.proposals.map(({ id, publicNo }) => ({ id, no: publicNo })),
      rows,
    ).filter(({ id }) => listed.has(id));
    const ordered = agendaIn(
      order,
      byRank.map(({ id }) => ({ id, away: away.get(id) ?? [] })),
    ).map(({ id }) => id);
    await tx.agendaItem.deleteMany({
      where: { meetingId: meeting.id, proposalId: { notIn: ordered } },
    });
    for (const [position, proposalId] of ordered.entries()) {
      const key = { meetingId: meeting.id, proposalId };
      await tx.agendaItem.upsert({
        where: { meetingId_proposalId: key },
        create: { ...key, position },
        update: { position },
      });
    }
    await audit(tx, {
      actorId: at.userId,
      action: "meeting.agenda",
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { count: ordered.length, order },
    });
  });
}

/**
 * Calls a proposal of the agenda: it is under discussion, and who of those present must leave has
 * left. Refuses blocked while a second round of it is open.
 */
export async function callItem(at: At, publicNo: number): Promise<void> {
  await holding(at, async (tx, meeting) => {
    const { proposalId } = await itemOf(tx, at, meeting, publicNo);
    // whoever judges it in an open round must not hear what is said
    if ((await openRoundOn(at.edition.id, proposalId, tx)) !== null)
      throw refuse("blocked", { reasons: [{ key: "second-round-item" }] });
    const away = await presentAway(at.edition, presentAt(meeting), tx);
    await tx.meeting.update({ where: { id: meeting.id }, data: { currentId: proposalId } });
    await tx.agendaItem.update({
      where: { meetingId_proposalId: { meetingId: meeting.id, proposalId } },
      data: { discussedAt: now(), left: away.get(proposalId) ?? [] },
    });
    await audit(tx, {
      actorId: at.userId,
      action: "meeting.item",
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { no: publicNo },
    });
  });
}

/**
 * Notes what was said on a proposal of the agenda, instead of the note it was written on. Refuses
 * stale when somebody else wrote meanwhile.
 */
export async function noteItem(
  at: At,
  { publicNo, note, before }: z.output<typeof noteSchema>,
): Promise<void> {
  await holding(at, async (tx, meeting) => {
    const item = await itemOf(tx, at, meeting, publicNo);
    if (item.note !== before && item.note !== note) throw refuse("stale");
    await tx.agendaItem.update({
      where: { meetingId_proposalId: { meetingId: meeting.id, proposalId: item.proposalId } },
      data: { note },
    });
    await audit(tx, {
      actorId: at.userId,
      action: "meeting.noted",
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { no: publicNo },
    });
  });
}

/**
 * Closes a meeting for good and fixes its minutes, also one that the freeze found open. Refuses
 * incomplete while nobody is recorded as present in deliberation.
 */
export async function closeMeeting({
  userId,
  edition: { id: editionId },
  number,
}: At): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const { id, present } = await openOne(tx, userId, editionId, number);
    const why = whyNotClose(phase);
    if (why) throw refuse(why);
    if (phaseHas(phase, "deliberates") && present.length === 0) throw refuse("incomplete");
    const closedAt = now();
    await tx.meeting.update({ where: { id }, data: { closedAt, currentId: null } });
    await fixMinutes(tx, { userId, editionId }, id, closedAt);
    await audit(tx, {
      actorId: userId,
      action: "meeting.closed",
      editionId,
      objectId: String(number),
    });
  });
}

/** One act at a time in an open meeting, in deliberation, by who holds it. */
export async function holding(
  { userId, edition: { id: editionId }, number }: At,
  act: (tx: Tx, meeting: Open) => Promise<void>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const meeting = await openOne(tx, userId, editionId, number);
    const why = whyNotDecide(phase);
    if (why) throw refuse(why);
    await act(tx, meeting);
  });
}

async function openOne(tx: Tx, userId: string, editionId: string, number: number): Promise<Open> {
  await holderOf(userId, editionId, tx);
  const meeting = await tx.meeting.findUnique({
    where: { editionId_number: { editionId, number } },
    include: { items: true, present: { select: { userId: true } } },
  });
  if (!meeting) throw refuse("not-found");
  if (meeting.closedAt) throw refuse("too-late");
  return meeting;
}

/** An item that this person is not in conflict with; refuses not-found alike for every reason. */
export async function itemOf(
  tx: Tx,
  { userId, edition }: At,
  { id: meetingId }: Open,
  publicNo: number,
): Promise<AgendaItem> {
  const item = await tx.agendaItem.findFirst({
    where: { meetingId, proposal: { editionId: edition.id, publicNo } },
  });
  if (!item || (await hiddenFrom(userId, edition.id, tx)).has(item.proposalId))
    throw refuse("not-found", { field: "publicNo" });
  return item;
}

export const presentAt = ({ present }: Open) => new Set(present.map(({ userId }) => userId));
