import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import { writeMessage } from "#app/commands/scoring/thread.server.ts";
import { phases } from "#app/domain/phase.ts";
import { readsThread } from "#app/domain/visibility.ts";
import { whyNotWrite } from "#app/domain/meetings/thread.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { action as messages } from "#app/routes/area/jury/messages.ts";
import { loader as presiding } from "#app/routes/area/jury/presiding.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import {
  delivers,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const names = ["dario", "bruno", "elena", "gina"] as const;

/** In deliberation, with sheets of everybody on everything and a message of everybody on each. */
async function deliberating(proposals = 2): Promise<Judging> {
  const j = await judging({ phase: "deliberation", proposals });
  for (const name of names)
    await delivers(
      j,
      name,
      Object.fromEntries(j.proposals.map(({ publicNo }) => [publicNo, [3, 3]])) as Record<
        number,
        [number, number]
      >,
    );
  for (const { publicNo } of j.proposals)
    for (const name of names)
      await writes(j, name, publicNo!, `parole-di-${name}-sulla-${publicNo}`);
  return j;
}

const writes = (j: Judging, name: JurorName, no: number, text: string) =>
  writeMessage(j.jury[name].userId, j.edition, no, text);
type Page = {
  thread: { letter: string; own: boolean; text: string; day: string }[] | null;
  sheets: { letter: string; own: boolean }[];
};
const pageOf = async (j: Judging, name: JurorName, no: number) =>
  ask(sheet, { as: j.jury[name].user, params: { edition: j.edition.code, no: String(no) } });
const seen = async (j: Judging, name: JurorName, no: number) =>
  (await pageOf(j, name, no)).value as Page;

describe("the rule", () => {
  const reader = {
    state: "ACCEPTED" as const,
    admitted: true,
    assigned: true,
    recused: false,
    inConflict: false,
    confirmed: true,
    delivered: true,
    blind: false,
  };
  it("its jurors read a discussion from deliberation on", () => {
    expect(phases.filter((phase) => readsThread({ ...reader, phase }))).toEqual([
      "deliberation",
      "frozen",
      "opening",
      "published",
      "archived",
    ]);
  });
  it.each([
    { assigned: false },
    { recused: true },
    { inConflict: true },
    { confirmed: false },
    { delivered: false },
    { blind: true },
    { admitted: false },
    { state: "DECLINED" as const },
  ])("but not with %j", (but) => {
    expect(phases.filter((phase) => readsThread({ ...reader, phase, ...but }))).toEqual([]);
  });
  it("and write in deliberation alone", () => {
    expect(
      phases.filter(
        (phase) => whyNotWrite({ phase, confirmed: true, delivered: true, blind: false }) === null,
      ),
    ).toEqual(["deliberation"]);
  });
});

describe("the discussion of a proposal", () => {
  it("shows its jurors what each wrote, in order, under the letters of the sheets", async () => {
    const j = await deliberating();
    for (const name of names) {
      const { thread, sheets } = await seen(j, name, 1);
      expect(thread!.map(({ text }) => text)).toEqual(
        names.map((writer) => `parole-di-${writer}-sulla-1`),
      );
      expect(thread!.filter(({ own }) => own)).toEqual([
        expect.objectContaining({
          text: `parole-di-${name}-sulla-1`,
          letter: sheets.find(({ own }) => own)!.letter,
        }),
      ]);
      expect(thread!.map(({ letter }) => letter).sort()).toEqual(
        sheets.map(({ letter }) => letter).sort(),
      );
    }
  });

  it("has letters that are the same for every reader, and others on other proposals", async () => {
    const j = await deliberating(12);
    const letters = async (name: JurorName, no: number) =>
      (await seen(j, name, no)).thread!.map(({ letter }) => letter).join("");
    expect(await letters("bruno", 1)).toBe(await letters("gina", 1));
    const all = new Set<string>();
    for (const { publicNo } of j.proposals) all.add(await letters("bruno", publicNo!));
    expect(all.size).toBeGreaterThan(1);
  });

  it("tells no name, no account, no id and no time of day", async () => {
    const j = await deliberating();
    const { text, value } = await pageOf(j, "bruno", 1);
    expect(text).toContain("parole-di-elena-sulla-1");
    for (const other of ["dario", "elena", "gina"] as const) {
      const { id, userId, user } = j.jury[other];
      for (const trace of [id, userId, user.surname, user.email]) expect(text).not.toContain(trace);
    }
    for (const message of (value as Page).thread!) {
      expect(Object.keys(message).sort()).toEqual(["day", "letter", "own", "text"]);
      expect(message.day).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it("is without whoever stepped back, whose letter goes to nobody else, and who reads it no more", async () => {
    const j = await deliberating();
    const before = (await seen(j, "bruno", 1)).thread!;
    await recuse(j.jury.elena.userId, j.edition.id, 1, {
      kind: "none",
      note: "Ho capito di chi è.",
    });
    await recuse(j.jury.gina.userId, j.edition.id, 1, { kind: "family", note: "" });
    const { thread, sheets } = await seen(j, "bruno", 1);
    expect(thread).toEqual(before.filter(({ text }) => !/elena|gina/.test(text)));
    expect(sheets.map(({ letter }) => letter).sort()).toEqual(
      thread!.map(({ letter }) => letter).sort(),
    );
    for (const gone of ["elena", "gina"] as const) {
      expect(await pageOf(j, gone, 1)).toMatchObject({ status: 404, text: "Not found" });
      await expectRefused(writes(j, gone, 1, "Ancora io."), "not-found");
    }
    expect((await seen(j, "elena", 2)).thread).toHaveLength(4);
  });

  it("is seen by nobody else: organisers, the chair who does not judge it, other jurors, employees", async () => {
    const j = await judging({
      phase: "deliberation",
      proposals: 2,
      assigned: { bruno: [1, 2], elena: [1, 2], dario: [2], gina: [2] },
    });
    for (const name of ["bruno", "elena"] as const)
      await delivers(j, name, { 1: [3, 3], 2: [3, 3] });
    for (const name of ["dario", "gina"] as const) await delivers(j, name, { 2: [3, 3] });
    await writes(j, "bruno", 1, "parole-di-bruno");
    // there is something to leak
    expect((await pageOf(j, "elena", 1)).text).toContain("parole-di-bruno");
    const params = { edition: j.edition.code, no: "1" };
    for (const as of [j.carla, j.jury.dario.user, j.jury.gina.user, await aPerson()]) {
      for (const loader of [desk, sheet, presiding, progress, ranking])
        expect((await ask(loader, { as, params })).text).not.toContain("parole-di");
      expect(await ask(sheet, { as, params })).toMatchObject({ status: 404, text: "Not found" });
      expect(await ask(messages, { as, params, form: { text: "Anch'io." } })).toMatchObject({
        status: 404,
        text: "Not found",
      });
    }
    expect(
      await db().threadMessage.count({ where: { proposal: { editionId: j.edition.id } } }),
    ).toBe(1);
  });

  it("is neither read nor written before their own sheets are closed", async () => {
    const j = await deliberating();
    await db().juror.update({ where: { id: j.jury.gina.id }, data: { confirmedAt: null } });
    expect((await seen(j, "gina", 1)).thread).toBeNull();
    expect((await pageOf(j, "gina", 1)).text).not.toContain("parole-di");
    await expectRefused(writes(j, "gina", 1, "Anch'io."), "too-early");
  });

  it("answers 404 alike for what is another's, is not there or makes no sense", async () => {
    const j = await judging({ phase: "deliberation", proposals: 2, assigned: { bruno: [2] } });
    await delivers(j, "bruno", { 2: [3, 3] });
    for (const no of ["1", "77", "x"]) {
      const { headers, ...answer } = await ask(messages, {
        as: j.jury.bruno.user,
        params: { edition: j.edition.code, no },
        form: { text: "Eccomi." },
      });
      expect({ ...answer, headers: [...headers!] }).toEqual({
        status: 404,
        text: "Not found",
        location: null,
        value: null,
        headers: [["content-type", "text/plain;charset=UTF-8"]],
      });
    }
  });
});

describe("a message", () => {
  it("without words is refused at its field", async () => {
    const j = await deliberating(1);
    const answer = await ask(messages, {
      as: j.jury.bruno.user,
      params: { edition: j.edition.code, no: "1" },
      form: { text: "   " },
    });
    expect(answer).toMatchObject({
      status: 400,
      value: { result: { error: { text: ["required"] } } },
    });
  });

  it("is in the log of acts without what it says and what it is about", async () => {
    const j = await deliberating(1);
    const rows = await db().auditEntry.findMany({ where: { editionId: j.edition.id } });
    expect(rows).toHaveLength(4);
    for (const { action, objectId, detail } of rows)
      expect({ action, objectId, detail }).toEqual({
        action: "thread.written",
        objectId: "",
        detail: {},
      });
  });

  it.each([
    ["scoring", "too-early"],
    ["frozen", "too-late"],
    ["published", "too-late"],
  ] as const)("is refused in %s: %s", async (phase, why) => {
    const j = await deliberating(1);
    await enters(j, phase);
    await expectRefused(writes(j, "bruno", 1, "Ancora."), why);
  });

  it("cannot be changed or deleted in the database, and after the freeze none can be added there", async () => {
    const j = await deliberating(1);
    await expect(db().threadMessage.updateMany({ data: { text: "Altro." } })).rejects.toThrow(
      "locked",
    );
    await expect(db().threadMessage.deleteMany()).rejects.toThrow("locked");
    const row = {
      jurorId: j.jury.bruno.id,
      proposalId: j.proposals[0]!.id,
      text: "Ancora.",
      day: new Date("2027-05-01"),
    };
    await db().threadMessage.create({ data: row }); // the control
    await enters(j, "frozen");
    await expect(db().threadMessage.create({ data: row })).rejects.toThrow("locked");
    expect((await seen(j, "bruno", 1)).thread).toHaveLength(5); // and what is there can be read
  });
});
