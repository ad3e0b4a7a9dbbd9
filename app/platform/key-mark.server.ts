import { timingSafeEqual } from "node:crypto";
import { db } from "./db.server.ts";
import { canUnwrap } from "./issuer.server.ts";
import { keyMark } from "./keyed-hash.server.ts";

/** The server's APP_KEK is not the one this database was written under. */
export class WrongKey extends Error {
  override name = "WrongKey";
  constructor() {
    super(
      "APP_KEK is not the key this database was written under: no pass could be issued and no receipt signed. " +
        "Set the APP_KEK that belongs to it (without one it lies in DATA_DIR/app-kek).",
    );
  }
}

/** True when a mark was left under this server's APP_KEK. */
export function isOwnKeyMark(mark: Uint8Array): boolean {
  const own = keyMark();
  return mark.length === own.length && timingSafeEqual(mark, own);
}

/**
 * Compares APP_KEK with the mark that the first start left in the database; where there is none
 * yet, tries it on a key that is wrapped under it, and leaves the mark. Throws WrongKey.
 */
export async function checkKeyMark(): Promise<void> {
  const mark = await db().keyMark.findUnique({ where: { id: 1 } });
  if (mark) {
    if (!isOwnKeyMark(mark.value)) throw new WrongKey();
    return;
  }
  const wrapped = await db().editionKeys.findFirst({
    where: { certPrivate: { not: null } },
    select: { certPrivate: true },
  });
  if (wrapped?.certPrivate && !canUnwrap(wrapped.certPrivate)) throw new WrongKey();
  await db().keyMark.createMany({ data: [{ id: 1, value: keyMark() }], skipDuplicates: true });
}
