import { nextPhase } from "#app/domain/phase.ts";
import { exceptionPhases, lacksToExcept } from "#app/domain/jury/promise.ts";
import { refuse } from "#app/domain/refusal.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { longTransaction } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Lets the next phase begin although the jury is not as the call says, with a reason that everybody
 * can read beside what was lacking. Refuses wrong-phase where no reason helps, and stale when
 * nothing lacks a reason.
 */
export async function exceptJury(
  actorId: string,
  editionId: string,
  reason: string,
): Promise<void> {
  await longTransaction(async (tx) => {
    const next = nextPhase(await lockPhaseExclusive(tx, editionId));
    const phase = exceptionPhases.find((each) => each === next);
    if (!phase) throw refuse("wrong-phase");
    const facts = await editionFacts(editionId, tx);
    const lacks = lacksToExcept(phase, facts, facts.juryExceptions).map(({ key, params = {} }) => ({
      key,
      params,
    }));
    if (lacks.length === 0) throw refuse("stale");
    const exception = { reason, lacks, actorId, at: now() };
    await tx.juryException.upsert({
      where: { editionId_phase: { editionId, phase } },
      create: { editionId, phase, ...exception },
      update: exception,
    });
    await audit(tx, {
      actorId,
      action: "edition.jury-excepted",
      editionId,
      objectId: phase,
      detail: { reason, lacks },
    });
  });
}
