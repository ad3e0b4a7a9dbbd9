import { toHex } from "#app/sealing/bytes.ts";
import { db } from "#app/platform/db.server.ts";

const shown = 60;

/**
 * The heads of the audit chain as they were sent to the custodians, the newest first; hashes in
 * hexadecimal.
 */
export async function auditHeads(): Promise<{ day: string; position: number; hash: string }[]> {
  const rows = await db().auditHead.findMany({ orderBy: { day: "desc" }, take: shown });
  return rows.map(({ day, position, hash }) => ({
    day: day.toISOString().slice(0, 10),
    position,
    hash: toHex(hash),
  }));
}
