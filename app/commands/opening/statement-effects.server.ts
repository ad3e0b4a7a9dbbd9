import { amended, whyNotAmend } from "#app/domain/edition/amendment.ts";
import { phaseHas } from "#app/domain/phase.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Amendment, Statement } from "#app/sealing/statement.ts";
import { now } from "#app/platform/clock.server.ts";
import type { StatementKind, Tx } from "#app/platform/db.server.ts";

/**
 * What a statement does once a quorum signed it, and why it may no longer be signed (null: it may).
 */
type Effect = {
  whyNot(tx: Tx, editionId: string, statement: Statement): Promise<Refusal | null>;
  apply(tx: Tx, editionId: string, statement: Statement): Promise<void>;
};

export const effects: Record<StatementKind, Effect> = {
  AMENDMENT: { whyNot: whyNotAmendmentOf, apply: amendDates },
  // the open list itself reads which reserves are in force
  RESERVE: { whyNot: whyNotReserve, apply: async () => {} },
};

/** An amendment's dates as instants. */
export function datesOf({ opensAt, closesAt }: Amendment): {
  opensAt?: Date | undefined;
  closesAt?: Date | undefined;
} {
  return {
    opensAt: opensAt ? new Date(opensAt) : undefined,
    closesAt: closesAt ? new Date(closesAt) : undefined,
  };
}

async function whyNotAmendmentOf(
  tx: Tx,
  editionId: string,
  statement: Statement,
): Promise<Refusal | null> {
  if (statement.kind !== "AMENDMENT") return { code: "invalid" };
  const later = await tx.statement.count({
    where: {
      editionId,
      kind: "AMENDMENT",
      number: { gt: statement.number },
      appliedAt: { not: null },
    },
  });
  if (later > 0) return { code: "too-late" };
  return whyNotAmend(
    await tx.edition.findUniqueOrThrow({ where: { id: editionId } }),
    datesOf(statement),
    now(),
  );
}

async function amendDates(tx: Tx, editionId: string, statement: Statement): Promise<void> {
  if (statement.kind !== "AMENDMENT") return;
  const edition = await tx.edition.findUniqueOrThrow({ where: { id: editionId } });
  await tx.edition.update({ where: { id: editionId }, data: amended(edition, datesOf(statement)) });
}

async function whyNotReserve(tx: Tx, editionId: string): Promise<Refusal | null> {
  const { phase } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { phase: true },
  });
  return phaseHas(phase, "opens") ? null : { code: "wrong-phase" };
}
