import { phaseHas } from "#app/domain/phase.ts";
import { longTransaction, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/** Told the name of each step of the opening, so that a test can stop it there. */
export type OpeningProbe = (name: string) => unknown;

export const noProbe: OpeningProbe = () => undefined;

/**
 * Runs `act` in a transaction that is alone in the edition's opening, so that it knows what was
 * opened before it. False, and nothing done, when the edition is not in that phase.
 */
export function exclusiveOpening(
  editionId: string,
  act: (tx: Tx) => Promise<boolean>,
): Promise<boolean> {
  return longTransaction(
    async (tx) => phaseHas(await lockPhaseExclusive(tx, editionId), "opens") && act(tx),
  );
}
