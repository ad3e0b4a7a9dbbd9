import "#tests/support/database.ts";
import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import * as identity from "#app/box/identity.server.ts";
import { checkBoxKey, checkBoxMark, WrongBox } from "#app/commands/box/box-mark.server.ts";
import { rotate } from "#app/box/rotation.server.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";

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

  test("has the server's APP_KEK: with another it could sign no receipt", async () => {
    vi.spyOn(identity, "boxKey").mockResolvedValueOnce(new Uint8Array(32));
    await expect(checkBoxKey()).rejects.toThrow("APP_KEK");
    await checkBoxKey();
  });
});
