import { fillPairs } from "#app/box/door.server.ts";
import { instantOf } from "#app/domain/date-form.ts";
import { takesConflicts, whyNotAsk } from "#app/domain/jury/sealed-conflicts.ts";
import { Refused } from "#app/domain/refusal.ts";
import { conflictsAskedMail } from "#app/mail/edition/edition.server.ts";
import { conflictFacts } from "#app/queries/jury/sealed-conflicts.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Edition, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { orLater } from "#app/commands/box/box-facts.server.ts";
import { mailEligibleEmployees } from "#app/commands/mailing/eligible-employees.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Asks the proposers which jurors should not judge them, until a wall-clock time of the edition:
 * one mail to everybody who could take part, alike. Every proposal gets its two by lot at once,
 * which answers replace: no row tells who answered, and nothing is left to be done for those who do
 * not. Refuses: not-found, wrong-phase, duplicate, blocked (jury-too-small), invalid (until).
 */
export async function askForConflicts(
  actorId: string,
  { id: editionId, code, timeZone }: Edition,
  local: string,
): Promise<void> {
  await longTransaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId);
    const until = instantOf(local, timeZone) ?? now();
    const why = whyNotAsk(await conflictFacts(editionId, tx), until);
    if (why) throw new Refused(why);
    await tx.edition.update({ where: { id: editionId }, data: { conflictsUntil: until } });
    await fillUp(tx, editionId); // in the ballot box, which gives them at the date
    // what was assigned before is made again after the date: what had to go from it would show
    await tx.assignment.deleteMany({ where: { proposal: { editionId } } });
    await mailEligibleEmployees(tx, editionId, (locale) =>
      conflictsAskedMail(locale, { code, timeZone, until }),
    );
    await audit(tx, {
      actorId,
      action: "conflicts.asked",
      editionId,
      detail: { until: until.toISOString() },
    });
  });
}

/**
 * When somebody leaves the jury while proposers may answer: whoever had that juror blocked gets
 * another by lot. Where the box cannot be reached, the server's own work does it.
 */
export async function replaceBlocked(tx: Tx, editionId: string): Promise<void> {
  // not later: a pair drawn while the assignment can be seen would tell whose juror left
  if (takesConflicts(await conflictFacts(editionId, tx))) await orLater(fillUp(tx, editionId));
}

/** Has the box draw what is missing to two accepted jurors for each proposal of the edition. */
export async function fillUp(tx: Tx, editionId: string): Promise<void> {
  const jurors = await tx.juror.findMany({
    where: { editionId, state: "ACCEPTED" },
    select: { id: true },
  });
  const proposals = await tx.proposal.findMany({
    where: { editionId, withdrawn: false },
    select: { id: true },
  });
  await fillPairs({
    editionId,
    proposals: proposals.map(({ id }) => id),
    jurors: jurors.map(({ id }) => id),
  });
}
