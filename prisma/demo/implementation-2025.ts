import {
  addMilestone,
  addNote,
  type At,
  changeMilestone,
  nameOwner,
  setBenefit,
  setStatus,
} from "#app/commands/implementation/implementation.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { MoveTo } from "./clock.ts";
import type { Cast } from "./people.ts";
import { stories2025, type Told } from "./rules-2025.ts";
import { dayLength } from "./sealed.ts";

/** Tells what became of the winners with these numbers, from the earliest day to the last. */
export async function tellStories(
  cast: Cast,
  editionId: string,
  winners: readonly number[],
  moveTo: MoveTo,
): Promise<void> {
  const told = stories2025
    .flatMap((story, place) => story.map((step) => ({ step, place })))
    .sort((a, b) => b.step.daysAgo - a.step.daysAgo);
  for (const { step, place } of told) {
    moveTo(step.daysAgo);
    await tell(
      { actorId: cast.organiser.id, editionId, publicNo: winners[place]! },
      step,
      cast.internalJurors[place + 3]!.email,
    );
  }
}

async function tell(at: At, step: Told, owner: string): Promise<void> {
  const dayFromToday = (days: number) =>
    new Date(now().getTime() + (step.daysAgo + days) * dayLength).toISOString().slice(0, 10);
  if ("unit" in step) await nameOwner(at, { unit: step.unit, owner });
  else if ("status" in step)
    await setStatus(at, { status: step.status, reason: step.reason ?? {} });
  else if ("milestone" in step)
    await addMilestone(at, { title: step.milestone, due: dayFromToday(step.dueIn) });
  else if ("reached" in step)
    await changeMilestone(at, await milestoneOf(at, step.reached.it), {
      title: step.reached,
      due: dayFromToday(step.dueIn),
      doneOn: dayFromToday(-step.daysAgo),
    });
  else if ("note" in step) await addNote(at, { text: step.note });
  else
    await setBenefit(at, {
      expected: step.expected,
      expectedAmount: step.expectedAmount,
      measured: step.measured ?? {},
      measuredAmount: step.measuredAmount,
      amountUnit: step.amountUnit ?? {},
    });
}

async function milestoneOf({ editionId, publicNo }: At, title: string): Promise<string> {
  const { id } = await db().milestone.findFirstOrThrow({
    where: { editionId, publicNo, title: { path: ["it"], equals: title } },
  });
  return id;
}
