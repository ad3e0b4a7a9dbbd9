import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  addMilestone,
  addNote,
  nameOwner,
  setStatus,
} from "#app/commands/implementation/implementation.server.ts";
import { remindOfMilestones } from "#app/commands/implementation/milestone-reminders.server.ts";
import { tasksOfOrganiser } from "#app/queries/desk/tasks.server.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { action as benefit } from "#app/routes/area/implementation/benefit.ts";
import { action as entries } from "#app/routes/area/implementation/entries.ts";
import { action as milestone } from "#app/routes/area/implementation/milestone.ts";
import { action as removal } from "#app/routes/area/implementation/milestone-removal.ts";
import { action as milestones } from "#app/routes/area/implementation/milestones.ts";
import { action as owner } from "#app/routes/area/implementation/owner.ts";
import { loader as page } from "#app/routes/area/implementation/page.tsx";
import { action as status } from "#app/routes/area/implementation/status.ts";
import { loader as list } from "#app/routes/area/manage/implementation.tsx";
import { loader as desk } from "#app/routes/area/desk.tsx";
import { aPerson } from "#tests/factories/person.ts";
import { type Judged, openedEdition, publish } from "#tests/factories/published-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { visit } from "#tests/support/public-pages.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// What becomes of a winner: kept by organisers and by one person who is never public, and told to
// everybody with its day.

let judged: Judged;
let keeper: User;
let other: User;
const at = (publicNo = 1) => ({
  actorId: judged.sealed.organiser.id,
  editionId: judged.sealed.edition.id,
  publicNo,
});
const params = (no = "1") => ({ edition: judged.sealed.edition.code, no });
const shown = async (path: string, no = "1", locale = "it") =>
  (await visit(`editions/:code/${path}`, { locale, code: judged.sealed.edition.code, no })).bytes;
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const errorsOf = ({ value }: { value: unknown }) =>
  (value as { result: { error: Record<string, string[]> } }).result.error;

beforeAll(async () => {
  judged = await openedEdition({ deposits: 3, awarded: 2 });
  keeper = await aPerson({
    name: "Zenobia",
    surname: "Custodisce",
    email: "zenobia.custodisce@comune.example",
    locale: "en",
  });
  other = await aPerson();
}, 60_000);

/** What the site map and the catalogue say of when this changed. */
async function saidDates(): Promise<{ page: string | undefined; dataset: string | undefined }> {
  const map = (await visit("/sitemap.xml", {})).bytes;
  const { bytes } = await visit("editions/:code/data.jsonld", {
    locale: "it",
    code: judged.sealed.edition.code,
  });
  return {
    page: new RegExp(
      `it/editions/${judged.sealed.edition.code}/proposals/1</loc><lastmod>([^<]+)`,
    ).exec(map)?.[1],
    dataset: /"dct:modified":\s*\{[^}]*"@value": "([^"]+)"/.exec(bytes)?.[1],
  };
}

describe("a winner is followed", () => {
  it("from the publication on, and not before", async () => {
    await expectRefused(setStatus(at(), { status: "STUDY", reason: {} }), "too-early");
    const { editionId, publicNo } = at();
    await expect(db().implementation.create({ data: { editionId, publicNo } })).rejects.toThrow(
      "locked",
    );
    await publish(judged, { 1: { named: true, prizeAccepted: true } });
    await expectRefused(setStatus(at(3), { status: "STUDY", reason: {} }), "not-found");
    expect(await shown("implementation")).toContain('"status":"NOT_BEGUN"');
  });

  it("by an office that is public and a person who is not", async () => {
    const { organiser } = judged.sealed;
    const wrong = await ask(owner, {
      as: organiser,
      params: params(),
      form: { unit: "", owner: "zenobia" },
    });
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      400,
      { unit: ["required"], owner: ["email"] },
    ]);
    const nobody = await ask(owner, {
      as: organiser,
      params: params(),
      form: { unit: "Tributi", owner: "nessuno@comune.example" },
    });
    expect([nobody.status, errorsOf(nobody)]).toEqual([400, { owner: ["unknown-person"] }]);
    expect(
      (
        await ask(owner, {
          as: organiser,
          params: params(),
          form: { unit: "Tributi", owner: keeper.email.toUpperCase() },
        })
      ).location,
    ).toContain("done=saved");
    for (const path of ["implementation", "proposals/:no", "implementation.csv", "data.json"]) {
      const bytes = await shown(path);
      expect([path, bytes.includes("Tributi")]).toEqual([path, true]);
      for (const own of [keeper.email, keeper.surname, keeper.id]) expect(bytes).not.toContain(own);
    }
    expect((await ask(list, { as: organiser, params: params() })).text).toContain(
      "Zenobia Custodisce",
    );
  });

  it("whom organisers are reminded of as long as there is none, and again when the one there was has left", async () => {
    const waits = async () =>
      (
        await tasksOfOrganiser(
          await db().edition.findUniqueOrThrow({ where: { id: at().editionId } }),
        )
      )
        .filter(({ key }) => key === "owners-missing" || key === "status-missing")
        .map(({ key, params: { count = 0 } = {} }) => [key, count]);
    expect(await waits()).toEqual([
      ["owners-missing", 1],
      ["status-missing", 2],
    ]);
    await db().user.update({ where: { id: keeper.id }, data: { active: false } });
    expect(await waits()).toEqual([
      ["owners-missing", 2],
      ["status-missing", 2],
    ]);
    await db().user.update({ where: { id: keeper.id }, data: { active: true } });
  });

  it("on pages that are an organiser's and its owner's; for the owner of another, for every other person, they do not exist", async () => {
    await nameOwner(at(2), { unit: "Verde", owner: other.email });
    const id = "00000000-0000-4000-8000-000000000000";
    const acts: [unknown, Record<string, string>][] = [
      [status, { status: "STUDY" }],
      [benefit, {}],
      [milestones, { "title.it": "x", due: "2027-01-01" }],
      [milestone, { "title.it": "x", due: "2027-01-01" }],
      [removal, {}],
      [entries, { "text.it": "x" }],
    ];
    const before = await db().implementationEntry.count();
    for (const stranger of [other, judged.deposited[0]!.user]) {
      expect((await ask(page, { as: stranger, params: params() })).status).toBe(404);
      for (const [action, form] of acts)
        expect(
          (await ask(action, { as: stranger, params: { ...params(), milestone: id }, form }))
            .status,
        ).toBe(404);
    }
    expect((await ask(owner, { as: keeper, params: params(), form: { unit: "x" } })).status).toBe(
      404,
    ); // who keeps it is for organisers to say
    expect((await ask(list, { as: keeper, params: params() })).status).toBe(404);
    expect(await db().implementationEntry.count()).toBe(before);
    for (const one of [keeper, judged.sealed.organiser])
      expect((await ask(page, { as: one, params: params() })).status).toBe(200);
    expect((await ask(page, { as: keeper, params: params() })).text).not.toContain(keeper.email);
  });

  it("and its owner finds it on the desk, with what waits", async () => {
    const { text } = await ask(desk, { as: keeper });
    expect(text).toContain('"key":"owner-plan"');
    expect(text).toContain(`/area/implementation/${judged.sealed.edition.code}/1`);
    expect((await ask(desk, { as: judged.deposited[0]!.user })).text).not.toContain("owner-plan");
  });
});

describe("every change", () => {
  const form = (action: unknown, fields: Record<string, string>, more = {}) =>
    ask(action, { as: keeper, params: { ...params(), ...more }, form: fields });

  it("stands in the public timeline, in the open data and in the log", async () => {
    await form(status, { status: "UNDER_WAY", "reason.it": "si-comincia" });
    await form(milestones, {
      "title.it": "modulo-in-linea",
      "title.en": "form-online",
      due: "2027-03-01",
    });
    await form(benefit, { "expected.it": "meno-code", expectedAmount: "12.500,50" });
    const { id } = await db().milestone.findFirstOrThrow({ where: { publicNo: 1 } });
    await form(
      milestone,
      { "title.it": "modulo-in-linea", due: "2027-03-01", doneOn: "2027-02-20" },
      { milestone: id },
    );
    await form(
      milestone,
      { "title.it": "modulo-in-linea", due: "2027-03-01", doneOn: "2027-02-20" },
      { milestone: id },
    ); // nothing new
    const contents = (
      await db().implementationEntry.findMany({
        where: { publicNo: 1 },
        orderBy: { number: "asc" },
      })
    ).map(({ content }) => content);
    expect(contents).toMatchObject([
      { kind: "unit" },
      { kind: "status" },
      { kind: "milestone", change: "added" },
      { kind: "benefit", expectedAmount: 12500.5 },
      { kind: "milestone", change: "done" },
    ]);
    for (const path of ["proposals/:no", "implementation.csv", "data.json"]) {
      const bytes = await shown(path);
      expect([
        path,
        ...["si-comincia", "modulo-in-linea", "meno-code", "12500.5"].map((word) =>
          bytes.includes(word),
        ),
      ]).toEqual([path, true, true, true, true]);
      expect(bytes).not.toContain(id);
    }
    // the English title was taken away
    expect(await shown("implementation.csv", "1", "en")).toContain("done: modulo-in-linea");
    expect(
      await db().auditEntry.findFirst({
        where: { action: "implementation.status-set", actorId: keeper.id },
      }),
    ).toMatchObject({ objectId: "1" });
  });

  it("gives the pages and the open data its day, in the site map and in the catalogue", async () => {
    const ahead = new Date(Date.now() + 40 * 86_400_000);
    vi.useFakeTimers({ toFake: ["Date"], now: ahead });
    await addNote(at(), { text: { it: "un mese dopo" } });
    vi.useRealTimers();
    const { page: shownPage, dataset } = await saidDates();
    expect(shownPage?.slice(0, 16)).toBe(ahead.toISOString().slice(0, 16));
    expect(dataset).toBe(ahead.toISOString().slice(0, 10));
  });

  it("stays: an entry is corrected by a later one, and a milestone that is taken away was there", async () => {
    await form(entries, { "text.it": "era sbagliato", corrects: "2" });
    expect(errorsOf(await form(entries, { corrects: "2" }))).toEqual({ "text.it": ["required"] });
    expect((await form(entries, { "text.it": "x", corrects: "99" })).status).toBe(422);
    const { id } = await db().milestone.findFirstOrThrow({ where: { publicNo: 1 } });
    expect(
      (await ask(removal, { as: other, params: { ...params("2"), milestone: id }, form: {} }))
        .status,
    ).toBe(404); // a milestone of another proposal
    await form(removal, {}, { milestone: id });
    expect(
      await db().implementationEntry.findFirst({
        where: { publicNo: 1 },
        orderBy: { number: "desc" },
      }),
    ).toMatchObject({ content: { kind: "milestone", change: "removed" } });
    for (const sql of [
      `UPDATE "ImplementationEntry" SET content = '{}'`,
      `DELETE FROM "ImplementationEntry"`,
    ])
      await expect(db().$executeRawUnsafe(sql)).rejects.toThrow("locked");
  });

  it("that does not fit is answered at its field", async () => {
    expect(errorsOf(await form(status, { status: "DROPPED" }))).toEqual({
      "reason.it": ["required"],
    });
    expect(errorsOf(await form(milestones, { due: "soon" }))).toEqual({
      "title.it": ["required"],
      due: ["day"],
    });
    expect(errorsOf(await form(benefit, { measuredAmount: "a lot" }))).toEqual({
      measuredAmount: ["amount"],
    });
  });

  it("gets one number each, also when two happen at once", async () => {
    await Promise.all(
      Array.from({ length: 4 }, (_, i) => addNote(at(2), { text: { it: `insieme ${i}` } })),
    );
    const numbers = (await db().implementationEntry.findMany({ where: { publicNo: 2 } })).map(
      ({ number }) => number,
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe("the owner of a winner nobody is named for", () => {
  it("is said nowhere to be its proposer, and the page stays without a name", async () => {
    const proposer = judged.deposited.map(({ user }) => user);
    for (const path of ["implementation", "proposals/:no", "implementation.csv"]) {
      const bytes = await shown(path, "2");
      for (const { surname, email } of [...proposer, other])
        expect([
          path,
          surname.length > 5 && bytes.includes(surname),
          bytes.includes(email),
        ]).toEqual([path, false, false]);
    }
  });
});

describe("whoever keeps the page is reminded", () => {
  const mails = async () => (
    await remindOfMilestones(),
    (
      await db().outboxMail.findMany({
        where: { toAddress: keeper.email },
        orderBy: { subject: "asc" },
      })
    ).map(({ subject }) => subject)
  );

  it("once before a milestone's day and once after, in their own language; and again when the day moves", async () => {
    await addMilestone(at(), { title: { it: "prova", en: "trial" }, due: inDays(3) });
    await addMilestone(at(), { title: { it: "lontana", en: "far" }, due: inDays(60) });
    expect(await mails()).toEqual(["Milestone ahead: trial"]);
    expect(await mails()).toHaveLength(1);
    const due = (days: number) => new Date(`${inDays(days)}T00:00:00Z`);
    await db().milestone.updateMany({ where: { due: due(3) }, data: { due: due(-2) } });
    expect(await mails()).toEqual(["Milestone ahead: trial", "Milestone late: trial"]);
    expect(await mails()).toHaveLength(2);
    await db().milestone.updateMany({ where: { due: due(-2) }, data: { due: due(2) } });
    expect(await mails()).toHaveLength(3);
    expect(
      (await db().outboxMail.findFirstOrThrow({ where: { toAddress: keeper.email } })).text,
    ).toContain(`/area/implementation/${judged.sealed.edition.code}/1`);
  });

  it("and no more once it is dropped, or for whoever keeps nothing", async () => {
    await setStatus(at(), { status: "DROPPED", reason: { it: "mancano i fondi" } });
    await db().milestone.updateMany({
      where: { publicNo: 1 },
      data: { due: new Date("2026-01-01") },
    });
    expect(await mails()).toHaveLength(3);
  });
});
