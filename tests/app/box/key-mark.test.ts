import "#tests/support/database.ts";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { startWorld } from "#cli/cycle/world.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { checkKeyMark } from "#app/platform/key-mark.server.ts";
import { preparedEdition } from "#tests/factories/sealed-edition.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";

// Configuration that belongs to data is checked against it: with another APP_KEK no pass is issued,
// no receipt signed.

const run = promisify(execFile);
const own = keyEncryptionKey().toString("base64");
const other = randomBytes(32).toString("base64");
const box = ownBox();

const start = async (APP_KEK: string) =>
  (await startWorld({ DATABASE_URL: databaseUrl(), BOX_DIR: box.directory, APP_KEK })).stop();
const doctor = (APP_KEK: string) =>
  run(process.execPath, ["--import", "tsx", "cli/index.ts", "doctor"], {
    env: { ...process.env, DATABASE_URL: databaseUrl(), BOX_DIR: box.directory, APP_KEK },
  });

beforeAll(async () => void (await preparedEdition()), 60_000);

describe("a server with another APP_KEK", () => {
  test("does not start on a database of a release that left no mark, since its keys cannot be unwrapped", async () => {
    expect(await db().keyMark.count()).toBe(0);
    await expect(start(other)).rejects.toThrow(
      "APP_KEK is not the key this database was written under",
    );
    expect(await db().keyMark.count()).toBe(0);
  }, 120_000);

  test("does not start after the first start left its mark, even when no key is left to try", async () => {
    await checkKeyMark();
    await db().editionKeys.updateMany({ data: { certPrivate: null } });
    await expect(start(other)).rejects.toThrow(
      "APP_KEK is not the key this database was written under",
    );
    await expect(start(own)).resolves.toBeUndefined(); // control
  }, 120_000);

  test("is told so by `doctor`", async () => {
    const { stdout } = await doctor(own);
    expect(stdout).toContain("APP_KEK is the one it was written under");
    expect(stdout).toContain("ok    ballot box:");
    await expect(doctor(other)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining("APP_KEK is not the key"),
    });
  }, 120_000);
});
