import { guardFacts } from "#app/domain/self-identification/index.ts";
import { compact } from "#app/domain/self-identification/text.ts";
import { today } from "#app/platform/clock.server.ts";
import { longTransaction } from "#app/platform/db.server.ts";
import {
  forgetGuardIndex,
  lockGuardIndex,
  replaceGuardIndex,
} from "#app/platform/guard-index.server.ts";
import { italianWords } from "#app/platform/italian-words.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";

/**
 * Makes the guard's index again from the staff list as it is: who left is forgotten, who came is
 * known.
 */
export async function rewriteGuardIndex(): Promise<void> {
  const lexicon = new Set(italianWords().map(compact));
  await longTransaction(async (tx) => {
    await lockGuardIndex(tx); // before the list is read: whoever writes last has read last
    const staff = await tx.user.findMany({
      where: { staffNumber: { not: null }, active: true },
      select: { name: true, surname: true, staffNumber: true, unit: true },
    });
    await replaceGuardIndex(tx, guardFacts(staff, lexicon));
  });
  forgetGuardIndex();
}

/**
 * The same after the start and after each midnight (UTC), so that changes of single people are seen
 * the next day.
 */
export async function rewriteGuardIndexNightly(): Promise<void> {
  const written = processSingleton("guard-index-day", () => ({ day: 0 }));
  const day = today().getTime();
  if (written.day === day) return;
  await rewriteGuardIndex();
  written.day = day;
}
