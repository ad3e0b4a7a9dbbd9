import {
  type Choice,
  countsOf,
  isSecret,
  type VoteForm,
  whyNotVote,
} from "#app/domain/meetings/vote.ts";
import { refuse } from "#app/domain/refusal.ts";
import { presentAway } from "#app/queries/meetings/meeting.server.ts";
import { votingMembers } from "#app/queries/meetings/meeting-votes.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { AgendaItem, MeetingVote, Tx } from "#app/platform/db.server.ts";
import { type At, holding, itemOf, type Open, presentAt } from "./meeting.server.ts";

/**
 * Records a vote of the jury in an open meeting: on a proposal that was called, or on a matter in
 * words; by name, or counted where the edition or the proposal's sealed conflicts want it. One that
 * stands in the place of an earlier one says why. Refuses no-quorum, no-votes, too-many-votes,
 * blocked (the proposal was not called), stale, duplicate, not-found.
 */
export async function recordVote(at: At, form: VoteForm): Promise<void> {
  await holding(at, async (tx, meeting) => {
    const item = form.publicNo === undefined ? null : await itemOf(tx, at, meeting, form.publicNo);
    if (item && !item.discussedAt)
      throw refuse("blocked", { field: "publicNo", reasons: [{ key: "not-called" }] });
    const edition = await tx.edition.findUniqueOrThrow({
      where: { id: at.edition.id },
      select: { secretVotes: true, sealedConflicts: true },
    });
    const secret = isSecret(edition, item !== null);
    const byName = secret ? {} : castBy(form.choice);
    const counts = secret
      ? { inFavour: form.inFavour, against: form.against, abstained: form.abstained }
      : countsOf(byName);
    const of = await votingMembers(at.edition.id, tx);
    const present = presentAt(meeting);
    const assembly = {
      of,
      present,
      left: item ? await leftFor(tx, at, meeting, item) : new Set<string>(),
    };
    const why = whyNotVote(assembly, { secret, counts, voters: Object.keys(byName) });
    if (why) throw refuse(why.code, why);
    const earlier = await tx.meetingVote.findMany({
      where: { meetingId: meeting.id },
      orderBy: { number: "asc" },
    });
    const replaces =
      form.replaces === undefined ? null : await replacedBy(tx, at, earlier, form.replaces, item);
    const number = earlier.length + 1;
    const data = {
      meetingId: meeting.id,
      number,
      proposalId: item?.proposalId ?? null,
      matter: form.matter,
      secret,
      ...counts,
      byName,
      present: of.filter((id) => present.has(id)).length,
      members: of.length,
    };
    await tx.meetingVote.create({
      data: {
        ...data,
        replaces,
        reason: replaces === null ? "" : (form.reason ?? ""),
        actorId: at.userId,
        at: now(),
      },
    });
    await audit(tx, {
      actorId: at.userId,
      action: "meeting.voted",
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { vote: number, no: form.publicNo, replaces: replaces ?? undefined },
    });
  });
}

function castBy(choice: VoteForm["choice"]): Record<string, Choice> {
  return Object.fromEntries(
    Object.entries(choice).flatMap(([id, cast]) => (cast ? [[id, cast]] : [])),
  );
}

/** Who had left when the proposal was called, and who would have to now. */
async function leftFor(
  tx: Tx,
  { edition }: At,
  meeting: Open,
  { proposalId, left }: AgendaItem,
): Promise<Set<string>> {
  const away = await presentAway(edition, presentAt(meeting), tx);
  return new Set([...left, ...(away.get(proposalId) ?? [])]);
}

/**
 * The number kept of the vote this person sees under `shown`, on the same subject and not replaced
 * yet.
 */
async function replacedBy(
  tx: Tx,
  { userId, edition }: At,
  votes: MeetingVote[],
  shown: number,
  item: AgendaItem | null,
): Promise<number> {
  const hidden = await hiddenFrom(userId, edition.id, tx);
  const vote = votes.filter(({ proposalId }) => proposalId === null || !hidden.has(proposalId))[
    shown - 1
  ];
  if (!vote || vote.proposalId !== (item?.proposalId ?? null))
    throw refuse("not-found", { field: "replaces" });
  if (votes.some(({ replaces }) => replaces === vote.number))
    throw refuse("duplicate", { field: "replaces" });
  return vote.number;
}
