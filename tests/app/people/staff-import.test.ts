import "#tests/support/database.ts";
import { afterEach, describe, expect, it } from "vitest";
import { importStaff, previewStaffImport } from "#app/commands/people/import-staff.server.ts";
import { staffColumns } from "#app/domain/people/staff.ts";
import { db } from "#app/platform/db.server.ts";
import { newLink } from "#app/platform/accounts/links.server.ts";
import { lucia } from "#app/platform/accounts/session.server.ts";
import { asOwner } from "#tests/support/owner.ts";

const header = staffColumns.join(",");
const bytes = (text: string) => new TextEncoder().encode(text);
const list = (...lines: string[]) => bytes([header, ...lines].join("\n"));
const ada = "A1,Ada,Negri,ada@comune.example,Biblioteche,C,no";
const bruno = "B2,Bruno,Conti,bruno@comune.example,Anagrafe,D,sì";

const staff = () =>
  db().user.findMany({
    omit: { id: true, passwordHash: true, locale: true, isAdministrator: true, remindersOff: true },
    orderBy: { staffNumber: "asc" },
  });
const outbox = () => db().outboxMail.findMany({ orderBy: { toAddress: "asc" } });
const person = (staffNumber: string) => db().user.findUniqueOrThrow({ where: { staffNumber } });

afterEach(async () => {
  await asOwner((tx) => tx.auditEntry.deleteMany());
  for (const table of ["Session", "OneTimeLink", "OutboxMail", "User"])
    await db().$executeRawUnsafe(`DELETE FROM "${table}"`);
});

describe("importing the staff list", () => {
  it("adds, changes and deactivates people, and writes one line into the log with nothing but counts", async () => {
    expect(await importStaff(null, list(ada, bruno))).toEqual({
      counts: { added: 2, changed: 0, deactivated: 0, unchanged: 0 },
    });
    expect(
      await importStaff(
        null,
        list(
          "A1,Ada,Negri,ada@comune.example,Anagrafe,C,no",
          "C3,Carla,Sole,carla@comune.example,,,no",
        ),
      ),
    ).toEqual({
      counts: { added: 1, changed: 1, deactivated: 1, unchanged: 0 },
    });
    expect(await staff()).toEqual([
      {
        staffNumber: "A1",
        name: "Ada",
        surname: "Negri",
        email: "ada@comune.example",
        unit: "Anagrafe",
        qualification: "C",
        director: false,
        active: true,
      },
      {
        staffNumber: "B2",
        name: "Bruno",
        surname: "Conti",
        email: "bruno@comune.example",
        unit: "Anagrafe",
        qualification: "D",
        director: true,
        active: false,
      },
      {
        staffNumber: "C3",
        name: "Carla",
        surname: "Sole",
        email: "carla@comune.example",
        unit: "",
        qualification: "",
        director: false,
        active: true,
      },
    ]);
    expect(
      (await db().auditEntry.findMany({ orderBy: { seq: "asc" } })).map(
        ({ action, objectId, detail }) => [action, objectId, detail],
      ),
    ).toEqual([
      ["staff.imported", "", { added: 2, changed: 0, deactivated: 0 }],
      ["staff.imported", "", { added: 1, changed: 1, deactivated: 1 }],
    ]);
  });

  it.each([
    ["with a byte order mark", `\uFEFF${header}\n${ada}\n`],
    [
      "with semicolons and the line ends of Windows",
      `${header}\r\n${ada}\r\n\r\n`.replaceAll(",", ";"),
    ],
    [
      "with quotation marks",
      `${header}\n"A1","Ada","Negri","ada@comune.example","Biblioteche","C","no"`,
    ],
  ])("reads a file %s", async (_how, text) => {
    await importStaff(null, bytes(text));
    expect(await staff()).toMatchObject([{ staffNumber: "A1", unit: "Biblioteche" }]);
  });

  it("names every bad line and imports nothing", async () => {
    const bad = list(
      ada,
      "B2,Bruno,Conti,bruno,Anagrafe,D,maybe",
      "C3,Carla",
      "A1,Anna,Neri,anna@comune.example,,,no",
    );
    const problems = [
      { line: 3, field: "email", remedy: "email" },
      { line: 3, field: "director", remedy: "yes-or-no" },
      { line: 4, field: "", remedy: "column-count?found=2&wanted=7" },
      { line: 5, field: "staffNumber", remedy: "same-as-line?line=2" },
    ];
    expect(await importStaff(null, bad)).toEqual({ problems });
    expect(await previewStaffImport(bad)).toEqual({ problems });
    expect(await staff()).toEqual([]);
    expect(await db().auditEntry.count()).toBe(0);
  });

  it("refuses what is not UTF-8, naming the line", async () => {
    expect(
      await importStaff(
        null,
        Buffer.from(`${header}\n${ada}\nB2,Niccolò,Conti,n@x.example,,,no`, "latin1"),
      ),
    ).toEqual({ problems: [{ line: 3, field: "", remedy: "not-utf8" }] });
  });

  it("refuses more than 10 MB", async () => {
    await expect(importStaff(null, new Uint8Array(10 * 1024 * 1024 + 1))).rejects.toMatchObject({
      refusal: { code: "too-large" },
    });
  });

  it("rehearsed tells what it would do and writes nothing", async () => {
    await importStaff(null, list(ada));
    const rehearsal = await previewStaffImport(list(bruno));
    expect(rehearsal).toMatchObject({
      counts: { added: 1, changed: 0, deactivated: 1, unchanged: 0 },
      difference: { add: [{ staffNumber: "B2" }], deactivate: [{ staffNumber: "A1" }] },
    });
    expect(await staff()).toMatchObject([{ staffNumber: "A1", active: true }]);
  });

  it("does only what was agreed to in the rehearsal", async () => {
    const rehearsal = await previewStaffImport(list(ada));
    if ("problems" in rehearsal) throw new Error("no problems here");
    await expect(importStaff(null, list(bruno), rehearsal.fingerprint)).rejects.toMatchObject({
      refusal: { code: "conflict" },
    });
    expect(await staff()).toEqual([]);
    await importStaff(null, list(ada), rehearsal.fingerprint);
    await expect(importStaff(null, list(ada), rehearsal.fingerprint)).rejects.toMatchObject({
      refusal: { code: "conflict" },
    });
  });

  it("twice at once does it once", async () => {
    const both = await Promise.all([
      importStaff(null, list(ada, bruno)),
      importStaff(null, list(ada, bruno)),
    ]);
    expect(both.map((done) => "counts" in done && done.counts.added).sort()).toEqual([0, 2]);
  });

  it("ends the sessions and links of whoever is no longer on the list", async () => {
    await importStaff(null, list(ada, bruno));
    const { id } = await person("B2");
    const session = await lucia().createSession(id, {});
    await newLink(db(), id);
    await importStaff(null, list(ada));
    expect(await lucia().validateSession(session.id)).toEqual({ session: null, user: null });
    expect([await db().session.count(), await db().oneTimeLink.count()]).toEqual([0, 0]);
  });

  it("leaves people from outside alone", async () => {
    await db().user.create({
      data: { email: "expert@university.example", name: "Elsa", surname: "Rossi" },
    });
    await importStaff(null, list(ada));
    expect(
      await db().user.findUnique({ where: { email: "expert@university.example" } }),
    ).toMatchObject({ active: true, staffNumber: null });
  });

  it("never leaves the product without an administrator", async () => {
    await importStaff(null, list(ada, bruno));
    await db().user.update({ where: { staffNumber: "B2" }, data: { isAdministrator: true } });
    await expect(importStaff(null, list(ada))).rejects.toMatchObject({
      refusal: { code: "blocked", reasons: [{ key: "last-administrator" }] },
    });
    expect(await person("B2")).toMatchObject({ active: true, isAdministrator: true });
    await db().user.update({ where: { staffNumber: "A1" }, data: { isAdministrator: true } });
    await importStaff(null, list(ada));
    expect(await person("B2")).toMatchObject({ active: false, isAdministrator: false });
  });
});

describe("a changed mail address", () => {
  it("is told to the old one, in the person's language, and links sent there stop working", async () => {
    await importStaff(null, list(ada, bruno));
    const { id } = await person("A1");
    await db().user.update({ where: { id }, data: { locale: "en" } });
    await newLink(db(), id);
    await importStaff(null, list(ada.replace("ada@", "ada.negri@"), bruno));
    expect(await person("A1")).toMatchObject({ id, email: "ada.negri@comune.example" });
    expect(await outbox()).toMatchObject([
      {
        toAddress: "ada@comune.example",
        userId: null,
        locale: "en",
        subject: "Innova.TO: your address has changed",
      },
    ]);
    expect((await outbox())[0]?.text).not.toContain("ada.negri");
    expect(await db().oneTimeLink.count()).toBe(0);
  });

  it("may be swapped between two people", async () => {
    await importStaff(null, list(ada, bruno));
    await importStaff(null, list(ada.replace("ada@", "bruno@"), bruno.replace("bruno@", "ada@")));
    expect([(await person("A1")).email, (await person("B2")).email]).toEqual([
      "bruno@comune.example",
      "ada@comune.example",
    ]);
    expect((await outbox()).map((mail) => mail.toAddress)).toEqual([
      "ada@comune.example",
      "bruno@comune.example",
    ]);
  });

  it("may pass from somebody who left to a newcomer, who gets nothing else from them", async () => {
    await importStaff(null, list(ada, bruno));
    await db().user.update({ where: { staffNumber: "A1" }, data: { passwordHash: "secret" } });
    await importStaff(null, list(bruno, "N9,Alda,Neri,ada@comune.example,,,no"));
    expect(await person("N9")).toMatchObject({
      email: "ada@comune.example",
      passwordHash: null,
      active: true,
    });
    expect((await person("A1")).email).toMatch(/@nowhere\.invalid$/);
  });

  it("of an account from outside on the list makes that person staff", async () => {
    const outsider = await db().user.create({
      data: { email: "ada@comune.example", name: "Ada", surname: "N.", isAdministrator: true },
    });
    expect(await importStaff(null, list(ada))).toMatchObject({ counts: { added: 0, changed: 1 } });
    expect(await person("A1")).toMatchObject({
      id: outsider.id,
      isAdministrator: true,
      surname: "Negri",
    });
    expect(await outbox()).toEqual([]);
  });
});

describe("a large city", () => {
  const line = (i: number, unit: string, host = "comune.example") =>
    `N${i},Nome${i},Cognome${i},persona.${i}@${host},${unit},C,no`;
  const many = (count: number, each: (i: number) => string) =>
    list(...Array.from({ length: count }, (_, i) => each(i)));

  it("imports 10,000 people, and moves them all to other units and addresses", async () => {
    const times: number[] = [];
    for (const file of [
      many(10_000, (i) => line(i, "Uno")),
      many(10_000, (i) => line(i, "Due", "citta.example")),
      many(1, () => ada),
    ]) {
      const start = performance.now();
      await importStaff(null, file);
      times.push(Math.round(performance.now() - start));
    }
    if (process.env.MEASURE)
      process.stdout.write(`add, change, deactivate 10,000: ${times.join(", ")} ms\n`);
    expect(await db().user.count({ where: { active: true } })).toBe(1);
    expect(await db().outboxMail.count()).toBe(10_000);
  }, 240_000);
});
