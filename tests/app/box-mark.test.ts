import "#tests/support/database.ts";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { checkBoxMark, WrongBox } from "#app/commands/box-mark.server.ts";
import { rotate } from "#app/box/rotation.server.ts";
import { ownBox } from "#tests/support/own-box.ts";

ownBox();

describe("a database's ballot box", () => {
  test("is the one it was first started with, also after it moved", async () => {
    await checkBoxMark();
    await rotate();
    await checkBoxMark();
  }, 60_000);

  test("is no other: a server that finds one does not start, and says what to set", async () => {
    await checkBoxMark();
    await readBox((client) => client.box.updateMany({ data: { id: randomUUID() } }));
    await expect(checkBoxMark()).rejects.toThrow(WrongBox);
    await expect(checkBoxMark()).rejects.toThrow("BOX_DIR");
  });
});
