import { db, type Edition } from "#app/platform/db.server.ts";

/** The edition with this code, or null. */
export async function findEdition(code: string): Promise<Edition | null> {
  return db().edition.findUnique({ where: { code } });
}
