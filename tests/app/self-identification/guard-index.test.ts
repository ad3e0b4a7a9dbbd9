import "#tests/support/database.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  rewriteGuardIndex,
  rewriteGuardIndexNightly,
} from "#app/commands/self-identification/guard-index.server.ts";
import { importStaff } from "#app/commands/people/import-staff.server.ts";
import { marksIn } from "#app/domain/self-identification/guard.ts";
import { staffColumns } from "#app/domain/people/staff.ts";
import { db } from "#app/platform/db.server.ts";
import { guardIndex } from "#app/platform/guard-index.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { anOutsider, aPerson } from "#tests/factories/person.ts";
import { interleaved } from "#tests/support/race.ts";

// The guard's index is made of the staff list and says nothing of it to whoever has no key.

const persons = async (text: string) => {
  const knows = await guardIndex();
  return marksIn(text, knows).map(({ start, end }) => text.slice(start, end));
};

beforeEach(() => forget("guard-index-day"));
afterEach(async () => {
  vi.useRealTimers();
  await db().user.deleteMany();
  await rewriteGuardIndex();
});

describe("the guard's index", () => {
  it("knows who is on the staff list: name, number, office; not who left, nor people from outside", async () => {
    await aPerson({
      name: "Agnese",
      surname: "Barberis",
      staffNumber: "40177",
      unit: "Edilizia privata",
    });
    await aPerson({ name: "Loris", surname: "Destefanis", active: false });
    await anOutsider({ name: "Elvira", surname: "Santacaterina" });
    await rewriteGuardIndex();
    const text =
      "Barberis Agnese, matricola 40177, ufficio edilizia privata; Loris Destefanis; Elvira Santacaterina.";
    expect(await persons(text)).toEqual(["Barberis Agnese", "40177", "ufficio edilizia privata"]);
  });

  it("is made again as a whole: who left is forgotten, who came is known", async () => {
    const agnese = await aPerson({ name: "Agnese", surname: "Barberis" });
    await rewriteGuardIndex();
    await db().user.delete({ where: { id: agnese.id } });
    await aPerson({ name: "Nella", surname: "Bonavia" });
    await rewriteGuardIndex();
    expect(await persons("Agnese Barberis e Nella Bonavia")).toEqual(["Nella Bonavia"]);
  });

  it("follows an import of the staff list at once", async () => {
    const list = [
      staffColumns.join(","),
      "7,Palmira,Giacosa,palmira@comune.example,Tributi,C,no",
    ].join("\n");
    expect(await importStaff(null, new TextEncoder().encode(list))).toMatchObject({
      counts: { added: 1 },
    });
    expect(await persons("lo sa palmira giacosa")).toEqual(["palmira giacosa"]);
  });

  it("that waits for another making knows who came meanwhile", async () => {
    await interleaved({
      hold: (tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('guard-index'))`,
      act: rewriteGuardIndex,
      meanwhile: (tx) =>
        tx.user.create({
          data: {
            name: "Nella",
            surname: "Bonavia",
            email: "nella@comune.example",
            staffNumber: "77778",
          },
        }),
    });
    expect(await persons("lo sa Nella Bonavia")).toEqual(["Nella Bonavia"]);
  });

  it("is made at the start and once after each midnight, and not in between", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-01T10:00:00Z") });
    await aPerson({ name: "Agnese", surname: "Barberis" });
    await rewriteGuardIndexNightly();
    const first = await db().guardEntry.count();
    await aPerson({ name: "Nella", surname: "Bonavia", staffNumber: "77777" });
    vi.setSystemTime(new Date("2027-03-01T23:59:00Z"));
    await rewriteGuardIndexNightly();
    expect(await db().guardEntry.count()).toBe(first);
    vi.setSystemTime(new Date("2027-03-02T00:05:00Z"));
    await rewriteGuardIndexNightly();
    expect(await db().guardEntry.count()).toBeGreaterThan(first);
  });

  it("holds keyed hashes and kinds, no word of the list, in no order of it", async () => {
    const surnames = [
      "Abrate",
      "Bosio",
      "Cordero",
      "Dogliani",
      "Ersilio",
      "Fenoglio",
      "Griva",
      "Lanteri",
      "Morra",
      "Noero",
      "Osella",
      "Pautasso",
    ];
    for (const surname of surnames) await aPerson({ surname });
    await rewriteGuardIndex();
    const rows = await db().guardEntry.findMany();
    const everything = JSON.stringify(
      rows.map(({ hash, kind }) => [
        Buffer.from(hash).toString("latin1"),
        Buffer.from(hash).toString("hex"),
        kind,
      ]),
    ).toLowerCase();
    for (const surname of surnames) expect(everything).not.toContain(surname.toLowerCase());
    const asStored = await db().$queryRaw<
      { hash: Uint8Array }[]
    >`SELECT hash FROM "GuardEntry" ORDER BY ctid`;
    const hex = asStored.map(({ hash }) => Buffer.from(hash).toString("hex"));
    expect(hex).toEqual([...hex].sort());
  });
});
