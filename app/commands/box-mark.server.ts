import { boxId } from "#app/box/door.server.ts";
import { db } from "#app/platform/db.server.ts";

/** The ballot box is not the one this database was first started with. */
export class WrongBox extends Error {
  override name = "WrongBox";
  constructor() {
    super(
      "The ballot box is not the one that belongs to this database: deposits would be split between two, and those in " +
        "the other one lost at closing. Set BOX_DIR to its folder (without one it lies in DATA_DIR/box), or with " +
        "ROLE=main BOX_HOST and BOX_PORT to where it is.",
    );
  }
}

/**
 * Compares the box with the one this database was first started with, and remembers it at the first
 * start. Throws WrongBox.
 */
export async function checkBoxMark(): Promise<void> {
  const id = await boxId();
  await db().boxMark.createMany({ data: [{ boxId: id }], skipDuplicates: true });
  const mark = await db().boxMark.findUniqueOrThrow({ where: { id: 1 } });
  if (mark.boxId !== id) throw new WrongBox();
}
