import "#tests/support/database.ts";
import { randomBytes } from "node:crypto";
import { get } from "node:https";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import * as door from "#app/box/door.server.ts";
import { askDoor, BoxUnreachable, type Door } from "#app/box/door-line.server.ts";
import * as edition from "#app/box/edition.server.ts";
import * as handOver from "#app/box/hand-over.server.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { enterDuePhases, enterPhase } from "#app/commands/edition/phase.server.ts";
import { returnPasses } from "#app/commands/passes/pass-return.server.ts";
import { db } from "#app/platform/db.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { health } from "#app/queries/city/health.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { freePort } from "#cli/cycle/world.ts";
import { attached } from "#tests/factories/attached.ts";
import {
  depositBy,
  employee,
  joinAs,
  moveDates,
  openEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// Main and box in two processes ask each other at one door (sealing.md §6). Here both are this
// process, and everything goes over the line all the same.

const newSecret = () => randomBytes(32).toString("base64");
const secret = newSecret();
const seen = { refused: [] as unknown[] };
let opened: Door;

/** As a process that starts with these. */
function withEnvironment(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  forget("env");
  forget("door-agent");
}

beforeAll(async () => {
  const port = String(await freePort());
  const key = randomBytes(32).toString("base64");
  withEnvironment({ ROLE: "main", BOX_SECRET: secret, BOX_PORT: port, APP_KEK: key });
  opened = await door.openDoor((error) => seen.refused.push(error));
});
afterEach(() => {
  vi.restoreAllMocks();
  withEnvironment({ BOX_SECRET: secret });
  seen.refused = [];
});
afterAll(async () => {
  await opened.close();
  vi.unstubAllEnvs();
  forget("env");
});

const over = { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 };

describe("through the door", () => {
  test("an edition is told, passes are given back, and at closing everything is handed over", async () => {
    const asked = vi.spyOn(edition, "keepFacts");
    const sealed = await openEdition();
    expect(asked).toHaveBeenCalled();
    const lead = await depositBy(await employee(), sealed, undefined, [
      attached(sealed.edition, "piano"),
    ]);
    await joinAs(await employee(), sealed, lead, 2);
    const idle = await employee();
    const passes = (await walletOf(idle, sealed)).tokens.map(fromBase64);
    await returnPasses(idle.id, sealed.edition.id, passes);
    const bytes = new Uint8Array(randomBytes(2_500_000)); // more than one piece
    await inBox((tx) => tx.proposalFile.updateMany({ data: { bytes, size: bytes.length } }));
    const pieces = vi.spyOn(handOver, "pieceToHandOver");
    await moveDates(sealed.edition, over);
    await enterDuePhases();
    expect(pieces).toHaveBeenCalledTimes(3);
    const of = { where: { proposal: { editionId: sealed.edition.id } } };
    const [file] = await db().proposalFile.findMany(of);
    expect(Buffer.compare(file!.bytes, bytes)).toBe(0);
    expect(await db().envelope.count(of)).toBe(2);
    expect(await db().closing.count({ where: { editionId: sealed.edition.id } })).toBe(1);
    const inTheBox = { where: { editionId: sealed.edition.id } };
    expect(await readBox((box) => box.proposal.count(inTheBox))).toBe(0);
  }, 60_000);

  test("nothing is asked for that is not to be known, and no question is without end", async () => {
    await expect(askDoor("toString", "null")).rejects.toThrow("the same release");
    await expect(askDoor("standingIds", JSON.stringify("' OR true"))).rejects.toThrow("(500)");
    const long = JSON.stringify("x".repeat(9_000_000));
    await expect(askDoor("standingIds", long)).rejects.toThrow(BoxUnreachable);
  });

  test("two that close at once close once", async () => {
    const sealed = await openEdition();
    await depositBy(await employee(), sealed);
    await moveDates(sealed.edition, over);
    await Promise.all([enterDuePhases(), enterDuePhases(), enterDuePhases()]);
    const { count } = await db().closing.findUniqueOrThrow({
      where: { editionId: sealed.edition.id },
    });
    expect(count).toBe(1);
    expect((await verifyEdition(sealed.edition.id)).filter(({ ok }) => !ok)).toEqual([]);
  }, 60_000);

  test("what the other side could not do is said there, and here that it was not done", async () => {
    vi.spyOn(handOver, "closedEditions").mockRejectedValueOnce(new Error("a detail of the box"));
    const failed = door.closedEditions();
    await expect(failed).rejects.toThrow('could not do "closedEditions"');
    await expect(failed).rejects.not.toThrow("detail");
    expect(seen.refused).toEqual([new Error("a detail of the box")]);
  });
});

describe("the line", () => {
  test("is closed to whoever has another secret, who is told what to look at", async () => {
    withEnvironment({ BOX_SECRET: newSecret() });
    await expect(door.boxId()).rejects.toThrow("does not have the same BOX_SECRET");
    await expect.poll(() => seen.refused.length).toBe(1);
    withEnvironment({ BOX_SECRET: secret });
    await expect(door.boxId()).resolves.toBeTruthy();
  });

  test("is closed to whoever has none", async () => {
    const code = await new Promise((resolve) => {
      const url = `https://127.0.0.1:${opened.port}/boxId`;
      get(url, { rejectUnauthorized: false }, () => resolve("answered")).on("error", (error) =>
        resolve("code" in error ? error.code : "?"),
      );
    });
    expect(code).not.toBe("answered");
    await expect.poll(() => seen.refused.length).toBeGreaterThan(0);
  });

  test("that was kept and has ended is opened again", async () => {
    const before = await door.boxId();
    await opened.close();
    await expect(door.boxId()).rejects.toThrow("ECONNREFUSED");
    opened = await door.openDoor((error) => seen.refused.push(error));
    expect(await door.boxId()).toBe(before);
  });
});

describe("a box that does not answer", () => {
  test("is said by the health page; closing takes nothing, and passes are not given back", async () => {
    const sealed = await openEdition();
    const lead = await depositBy(await employee(), sealed);
    const idle = await employee();
    const passes = (await walletOf(idle, sealed)).tokens.map(fromBase64);
    await opened.close();
    try {
      expect(await health()).toBe("box-unreachable");
      await expect(returnPasses(idle.id, sealed.edition.id, passes)).rejects.toThrow(
        BoxUnreachable,
      );
      await db().edition.update({ where: { id: sealed.edition.id }, data: over });
      await expect(enterPhase(null, sealed.edition.id, "screening")).rejects.toThrow(
        BoxUnreachable,
      );
      const id = lead.request.proposalId;
      expect(await db().proposal.count({ where: { id } })).toBe(0);
    } finally {
      opened = await door.openDoor((error) => seen.refused.push(error));
    }
    await enterDuePhases();
    await expectRefused(depositBy(await employee(), sealed), "too-late");
  }, 60_000);
});
