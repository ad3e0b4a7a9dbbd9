import { takesAmendments } from "#app/domain/edition/amendment.ts";
import { phaseHas } from "#app/domain/phase.ts";
import type { Custody, CustodianState } from "#app/queries/opening/custody.server.ts";
import type { StatementView } from "#app/queries/opening/statements.server.ts";

/** Does this statement wait for this custodian's signature? */
export function awaits(
  statement: StatementView,
  custody: Pick<Custody, "phase" | "quorum">,
  own: Pick<CustodianState, "position">,
): boolean {
  return (
    isOpen(statement, custody) &&
    !statement.signatures.some(({ position }) => position === own.position)
  );
}

/** May it still take signatures? */
export function isOpen(
  { kind, appliedAt, signatures }: StatementView,
  { phase, quorum }: Pick<Custody, "phase" | "quorum">,
): boolean {
  if (kind === "AMENDMENT") return appliedAt === null && takesAmendments(phase);
  // a reserve called while keys were lost has no quorum yet: when keys are found again, pages want
  // one before they give shares
  return (
    phaseHas(phase, "opens") &&
    (appliedAt === null || (kind === "RESERVE" && signatures.length < quorum))
  );
}
