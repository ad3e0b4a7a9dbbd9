import { boxId, boxKey } from "#app/box/door.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isOwnKeyMark } from "#app/platform/key-mark.server.ts";

/** The ballot box is not the one this database was first started with, or has another APP_KEK. */
export class WrongBox extends Error {
  override name = "WrongBox";
}

/**
 * Compares the box with the one this database was first started with, and remembers it at the first
 * start. Throws WrongBox.
 */
export async function checkBoxMark(): Promise<void> {
  const id = await boxId();
  await db().boxMark.createMany({ data: [{ boxId: id }], skipDuplicates: true });
  const mark = await db().boxMark.findUniqueOrThrow({ where: { id: 1 } });
  if (mark.boxId !== id) throw new WrongBox(words.another);
  await checkBoxKey();
}

/** With another key the box could neither sign receipts nor take passes. Throws WrongBox. */
export async function checkBoxKey(): Promise<void> {
  if (!isOwnKeyMark(await boxKey())) throw new WrongBox(words.key);
}

const words = {
  another:
    "The ballot box is not the one that belongs to this database: deposits would be split between " +
    "two, and those in the other one lost at closing. Set BOX_DIR to its folder (without one it " +
    "lies in DATA_DIR/box), or with ROLE=main BOX_HOST and BOX_PORT to where it is.",
  key:
    "The ballot box has another APP_KEK than the main server: no receipt could be signed. " +
    "Set the same for both.",
};
