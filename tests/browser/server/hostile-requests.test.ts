import "#tests/support/database.ts";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { Person } from "#cli/cycle/person.ts";
import { databaseUrl } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import {
  content,
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { attacks } from "#tests/support/attacks.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";

const box = ownBox();

// One request never stops the server: whatever somebody without an account sends, or keeps sending,
// a colleague hands in.

let world: World;
let sealed: SealedEdition;

beforeAll(async () => {
  world = await startWorld({
    DATABASE_URL: databaseUrl(),
    BOX_DIR: box.directory,
    APP_KEK: keyEncryptionKey().toString("base64"),
  });
  sealed = await openEdition();
}, 120_000);

afterAll(() => world?.stop());

const long = "amministrazione-dell’innovazione ".repeat(190);

async function handsIn(): Promise<void> {
  const request = await prepareDeposit(
    await walletOf(await employee(), sealed),
    sealed,
    content({ problem: long, solution: long, benefit: long }),
    newReceipt(),
  );
  const browser = new Person(world.origin);
  await browser.must("/p/api", { ...request }); // of the second class: its pass goes ahead
}

describe("while somebody sends", () => {
  test.each(Object.keys(attacks))("%s, a colleague hands in", async (name) => {
    const [token] = (await walletOf(await employee(), sealed)).tokens;
    const attack = attacks[name]!(world.origin, { edition: sealed.edition.id, token: token! });
    try {
      await expect.poll(() => attack.open() + attack.answers.size).toBeGreaterThan(3);
      await handsIn();
      await handsIn();
      expect(attack.answers.get(500) ?? 0).toBe(0);
    } finally {
      attack.stop();
    }
  });
});

describe("a connection whose body was not read", () => {
  const raw = (head: string, body: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(world.origin).port), "127.0.0.1");
      let answered = "";
      socket.on("data", (data) => {
        answered += data.toString("latin1");
        if (/HTTP\/1\.1 200[\s\S]*"ok"/.test(answered)) socket.end();
      });
      socket.on("close", () => resolve(answered));
      socket.on("error", reject);
      socket.write(`${head}Host: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    });

  test.each([
    ["an import without a session", "POST /area/admin/staff/import HTTP/1.1\r\n", 1_500_000, 302],
    ["a body of no class", "POST /p/api HTTP/1.1\r\n", 1_000_000, 422],
    [
      "a form that is too large",
      "POST /area/login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
      1_000_000,
      413,
    ],
    ["a page that takes no act", "POST /it HTTP/1.1\r\n", 1_000_000, 405],
  ])("after %s answers the next request", async (_what, head, bytes, status) => {
    const answered = await raw(head, "a".repeat(bytes));
    expect([...answered.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, code]) => Number(code))).toEqual([
      status,
      200,
    ]);
  });
});
