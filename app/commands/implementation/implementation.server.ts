import { isDeepStrictEqual } from "node:util";
import {
  type BenefitInput,
  type EntryContent,
  entryContent,
  type MilestoneInput,
  type NoteInput,
  type OwnerInput,
  type StatusInput,
  whyNotFollow,
} from "#app/domain/implementation/implementation.ts";
import { localised } from "#app/domain/localised.ts";
import { refuse } from "#app/domain/refusal.ts";
import { dayText, followedWinners } from "#app/queries/implementation/implementation.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Implementation, type Milestone, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

// What organisers and owners write about a winner after the award. Every change is an entry of the
// public timeline, so that nothing changes in silence.

/** Who writes about which proposal. */
export type At = { actorId: string; editionId: string; publicNo: number };

/**
 * Gives the proposal to an office and to a person who keeps the page. Refuses unknown-person at
 * `owner`.
 */
export async function nameOwner(at: At, { unit, owner }: OwnerInput): Promise<void> {
  await changing(at, "implementation.owner-named", async (tx, row) => {
    const person = owner
      ? await tx.user.findFirst({ where: { email: owner, active: true }, select: { id: true } })
      : null;
    if (owner && !person) throw refuse("unknown-person", { field: "owner" });
    await tx.implementation.update({
      where: keyOf(at),
      data: { unit, ownerId: person?.id ?? null },
    });
    return unit === row.unit ? null : { kind: "unit", unit };
  });
}

/** Says how far it is. */
export async function setStatus(at: At, { status, reason }: StatusInput): Promise<void> {
  await changing(at, "implementation.status-set", async (tx, row) => {
    if (status === row.status && Object.keys(reason).length === 0) return null;
    await tx.implementation.update({ where: keyOf(at), data: { status } });
    return { kind: "status", status, reason };
  });
}

/** Says what it should bring and what it brought. */
export async function setBenefit(at: At, input: BenefitInput): Promise<void> {
  await changing(at, "implementation.benefit-set", async (tx, row) => {
    const data = {
      ...input,
      expectedAmount: input.expectedAmount ?? null,
      measuredAmount: input.measuredAmount ?? null,
    };
    const { expected, expectedAmount, measured, measuredAmount, amountUnit } = row;
    if (isDeepStrictEqual(data, { expected, expectedAmount, measured, measuredAmount, amountUnit }))
      return null;
    await tx.implementation.update({ where: keyOf(at), data });
    return { kind: "benefit", ...data };
  });
}

const mostMilestones = 50;

/** Adds a day by which something is to be done. Refuses too-large beyond fifty. */
export async function addMilestone(
  at: At,
  { title, due }: Pick<MilestoneInput, "title" | "due">,
): Promise<void> {
  await changing(at, "implementation.milestone-added", async (tx) => {
    const { editionId, publicNo } = at;
    if ((await tx.milestone.count({ where: { editionId, publicNo } })) >= mostMilestones)
      throw refuse("too-large");
    await tx.milestone.create({ data: { editionId, publicNo, title, due: dateOf(due) } });
    return { kind: "milestone", change: "added", milestone: { title, due, doneOn: null } };
  });
}

/** Changes a milestone, or says when it was reached. Refuses not-found. */
export async function changeMilestone(
  at: At,
  id: string,
  { title, due, ...reached }: MilestoneInput,
): Promise<void> {
  await changing(at, "implementation.milestone-changed", async (tx) => {
    const before = contentOf(await milestoneAt(tx, at, id));
    const doneOn = reached.doneOn ?? null;
    const milestone = { title, due, doneOn };
    if (isDeepStrictEqual(before, milestone)) return null;
    await tx.milestone.update({
      where: { id },
      data: { title, due: dateOf(due), doneOn: doneOn && dateOf(doneOn) },
    });
    return { kind: "milestone", change: doneOn && !before.doneOn ? "done" : "changed", milestone };
  });
}

/** Takes a milestone away; that there was one stays in the timeline. Refuses not-found. */
export async function removeMilestone(at: At, id: string): Promise<void> {
  await changing(at, "implementation.milestone-removed", async (tx) => {
    const milestone = contentOf(await milestoneAt(tx, at, id));
    await tx.milestone.delete({ where: { id } });
    return { kind: "milestone", change: "removed", milestone };
  });
}

/** Tells something, or corrects an earlier entry. Refuses invalid where there is no such entry. */
export async function addNote(at: At, { text, ...note }: NoteInput): Promise<void> {
  await changing(at, "implementation.entry-added", async (tx) => {
    const { editionId, publicNo } = at;
    const corrects = note.corrects ?? null;
    if (
      corrects !== null &&
      (await tx.implementationEntry.count({ where: { editionId, publicNo, number: corrects } })) ===
        0
    )
      throw refuse("invalid", { field: "corrects" });
    return { kind: "note", text, corrects };
  });
}

type Change = (tx: Tx, row: Implementation) => Promise<EntryContent | null>;

/**
 * One change at a time in an edition, with its entry and its audit; null: nothing to tell. Refuses
 * too-early, not-found.
 */
async function changing(
  { actorId, editionId, publicNo }: At,
  action: string,
  change: Change,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const why = whyNotFollow(phase);
    if (why) throw refuse(why);
    if (
      !(await followedWinners({ id: editionId, phase }, tx)).some(
        (winner) => winner.publicNo === publicNo,
      )
    )
      throw refuse("not-found");
    const row = await tx.implementation.upsert({
      where: keyOf({ editionId, publicNo }),
      create: { editionId, publicNo },
      update: {},
    });
    const content = await change(tx, row);
    if (content) {
      const number = 1 + (await tx.implementationEntry.count({ where: { editionId, publicNo } }));
      await tx.implementationEntry.create({
        data: {
          editionId,
          publicNo,
          number,
          content: entryContent.parse(content),
          actorId,
          at: now(),
        },
      });
    }
    await audit(tx, { actorId, action, editionId, objectId: String(publicNo) });
  });
}

const keyOf = ({ editionId, publicNo }: Pick<At, "editionId" | "publicNo">) => ({
  editionId_publicNo: { editionId, publicNo },
});
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

async function milestoneAt(tx: Tx, { editionId, publicNo }: At, id: string): Promise<Milestone> {
  const found = await tx.milestone.findFirst({ where: { id, editionId, publicNo } });
  if (!found) throw refuse("not-found");
  return found;
}

function contentOf({ title, due, doneOn }: Milestone) {
  return { title: localised.parse(title), due: dayText(due), doneOn: doneOn && dayText(doneOn) };
}
