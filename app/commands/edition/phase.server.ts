import { whyNot } from "#app/domain/edition/guards.ts";
import {
  automatic,
  phaseOf,
  nextPhase,
  type Phase,
  phaseHas,
  phasesWith,
} from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { countActivated, editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { orLater, tellBox } from "#app/commands/box/box-facts.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { closeEdition } from "#app/commands/opening/closing.server.ts";
import { freezeRanking } from "#app/commands/ranking/freeze.server.ts";
import { eraseHandedOverEditions } from "#app/commands/box/hand-over.server.ts";
import { publishResults } from "#app/commands/publication/publication.server.ts";
import { eraseAfterRetention } from "#app/commands/people/retention.server.ts";

/** What else happens in the transaction that enters a phase. */
const onEntering: Partial<
  Record<Phase, (tx: Tx, editionId: string, actorId: string | null) => Promise<void>>
> = {
  [phaseOf.closing]: closeEdition,
  [phaseOf.freeze]: freezeRanking,
  [phaseOf.publication]: publishResults,
  [phaseOf.archiving]: eraseAfterRetention,
};

/**
 * Enters the next phase, when its guard allows it; refuses blocked with the reasons. `actorId`
 * null: by itself.
 */
export async function enterPhase(
  actorId: string | null,
  editionId: string,
  to: Phase,
): Promise<void> {
  await longTransaction(async (tx) => {
    // everything that depends on the phase waits here, so several nodes and several clicks make one
    // transition
    await tx.$queryRaw`SELECT id FROM "Edition" WHERE id = ${editionId}::uuid FOR UPDATE`;
    const facts = await editionFacts(editionId, tx);
    if (facts.phase === to && actorId === null) return;
    // it is decided by who has a pass now, and said as of midnight
    const decided = whyNot(to, { ...facts, activated: await countActivated(editionId, tx) });
    if (decided.length > 0) throw refuse("blocked", { reasons: whyNot(to, facts) });
    await onEntering[to]?.(tx, editionId, actorId);
    await tx.edition.update({ where: { id: editionId }, data: { phase: to } });
    await tx.phaseChange.create({ data: { editionId, phase: to, at: now(), actorId } });
    await audit(tx, { actorId, action: `edition.${to}`, editionId });
  });
  // the phase is entered: where the box cannot be reached now, the server's own work does this
  // later
  await orLater(tellBox(editionId));
  if (to === phaseOf.closing) await orLater(eraseHandedOverEditions());
  if (phaseHas(to, "frozen")) await orLater(takeDueBatches()); // erases in the box what was taken
}

/**
 * Archives sealed editions whose retention time is over, and so erases what identifies those who
 * did not win.
 */
export async function archiveDueEditions(): Promise<void> {
  for (const { id } of await db().edition.findMany({
    where: { phase: { in: phasesWith("retention") }, manifest: { isNot: null } },
    select: { id: true },
  })) {
    if (whyNot(phaseOf.archiving, await editionFacts(id)).length === 0)
      await enterPhase(null, id, phaseOf.archiving);
  }
}

/**
 * Opens and closes editions whose minute has come, also when the server was down at that minute.
 */
export async function enterDuePhases(): Promise<void> {
  const editions = await db().edition.findMany({
    where: {
      OR: [
        { phase: { in: phasesWith("awaitsOpening") }, opensAt: { lte: now() } },
        { phase: { in: phasesWith("deposits") }, closesAt: { lte: now() } },
      ],
    },
    select: { id: true, phase: true },
  });
  for (const { id, phase } of editions) {
    const to = nextPhase(phase);
    if (!to || !automatic.includes(to)) continue;
    const facts = { ...(await editionFacts(id)), activated: await countActivated(id) };
    if (whyNot(to, facts).length === 0) await enterPhase(null, id, to);
  }
}
