import { refuse } from "#app/domain/refusal.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Does `change`, unless it would leave the product without any administrator. Two who remove each
 * other wait for each other.
 */
export async function keepingAnAdministrator<T>(tx: Tx, change: () => Promise<T>): Promise<T> {
  const before = await tx.$queryRaw<
    unknown[]
  >`SELECT id FROM "User" WHERE "isAdministrator" AND active ORDER BY id FOR UPDATE`;
  const result = await change();
  const after = await tx.user.count({ where: { isAdministrator: true, active: true } });
  if (before.length > 0 && after === 0)
    throw refuse("blocked", { reasons: [{ key: "last-administrator" }] });
  return result;
}
