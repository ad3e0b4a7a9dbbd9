import "#tests/support/database.ts";
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  countDeposit,
  layDownDepositDays,
  takeUpDepositDays,
} from "#app/box/deposit-days.server.ts";
import * as box from "#app/box/told.server.ts";
import { writeDepositDays } from "#app/commands/box/deposit-days.server.ts";
import { rewriteGuardIndex } from "#app/commands/self-identification/guard-index.server.ts";
import { anonymousEditions } from "#app/deposit/edition.server.ts";
import { marksIn } from "#app/domain/self-identification/guard.ts";
import { city, readCity } from "#app/platform/city.server.ts";
import { db } from "#app/platform/db.server.ts";
import { guardIndex, readGuardIndexFrom } from "#app/platform/guard-index.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { takeToldCity, tellGuardIndex, tellPage, toldGuardHashes } from "#server/told.ts";
import { aPerson } from "#tests/factories/person.ts";
import { openEdition } from "#tests/factories/sealed-edition.ts";

// A box in a process of its own does not read the main database: it is told what its page shows.

vi.hoisted(() => {
  process.env.BOX_SECRET = Buffer.alloc(32, 1).toString("base64");
  process.env.APP_KEK = Buffer.alloc(32, 2).toString("base64");
});

/** As a process with ROLE=box that has just started. */
function asBox(): void {
  vi.stubEnv("ROLE", "box");
  for (const name of ["env", "city", "guard-index", "guard-index-place"]) forget(name);
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  forget("env");
});

describe("a box alone", () => {
  test("shows the editions it was told, as the main server does", async () => {
    await openEdition({ vote: true });
    const shown = await anonymousEditions();
    expect(shown).toHaveLength(1);
    await tellPage();
    asBox();
    expect(await anonymousEditions()).toEqual(shown);
  });

  test("shows none before it was told", async () => {
    vi.spyOn(box, "told").mockResolvedValueOnce(null);
    asBox();
    expect(await anonymousEditions()).toEqual([]);
  });

  test("is told again only of what changed", async () => {
    await tellPage();
    const kept = vi.spyOn(box, "keepTold");
    await tellPage();
    expect(kept).not.toHaveBeenCalled();
    await db().city.create({ data: { id: 1, name: "Comune di prova", colour: "#8a1538" } });
    await readCity();
    await tellPage();
    expect(kept.mock.calls.map(([kind]) => kind)).toEqual(["city"]);
    asBox();
    expect(city().name).not.toBe("Comune di prova");
    await takeToldCity();
    expect(city()).toMatchObject({ name: "Comune di prova", colour: "#8a1538" });
  });

  test("knows by keyed hashes who is on the staff list, and says so of a text", async () => {
    await aPerson({ name: "Agnese", surname: "Barberis" });
    await rewriteGuardIndex();
    await tellGuardIndex();
    asBox();
    readGuardIndexFrom(toldGuardHashes);
    const knows = await guardIndex();
    expect(marksIn("Lo propone Barberis Agnese.", knows)).toHaveLength(1);
    expect(marksIn("Lo propone Destefanis Loris.", knows)).toHaveLength(0);
    const written = Buffer.from((await box.told("guard-index"))!).toString("latin1");
    expect(written).not.toContain("Barberis");
  });
});

describe("the deposits of a day", () => {
  test("are given to the main database when it is over, once", async () => {
    const editionId = await editionOf("2027-03-01T21:00:00Z");
    countDeposit(editionId);
    countDeposit(editionId);
    await writeDepositDays();
    expect(await days(editionId)).toEqual([]); // not over yet
    vi.setSystemTime("2027-03-02T00:10:00Z");
    await writeDepositDays();
    await writeDepositDays();
    expect(await days(editionId)).toEqual([{ day: new Date("2027-03-01"), count: 2 }]);
  });

  test("are not lost when a box stops and starts before that", async () => {
    const editionId = await editionOf("2027-03-01T21:00:00Z");
    countDeposit(editionId);
    await layDownDepositDays();
    await takeUpDepositDays();
    countDeposit(editionId);
    await layDownDepositDays();
    await takeUpDepositDays();
    vi.setSystemTime("2027-03-02T00:10:00Z");
    await writeDepositDays();
    expect(await days(editionId)).toEqual([{ day: new Date("2027-03-01"), count: 2 }]);
    expect(await box.told("deposit-days")).toBeNull();
  });

  async function editionOf(time: string): Promise<string> {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(time) });
    const { id } = await db().edition.create({ data: { code: randomUUID() } });
    return id;
  }

  const days = (editionId: string) =>
    db().depositDay.findMany({ where: { editionId }, select: { day: true, count: true } });
});
