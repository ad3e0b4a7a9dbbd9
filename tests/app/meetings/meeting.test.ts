import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import {
  callItem,
  closeMeeting,
  noteItem,
  openMeeting,
  recordPresence,
  setAgenda,
} from "#app/commands/meetings/meeting.server.ts";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import { type MeetingPage, meetingPage } from "#app/queries/meetings/meeting.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action as agendaAct } from "#app/routes/area/meetings/agenda.ts";
import { action as closing } from "#app/routes/area/meetings/closing.ts";
import { action as itemAct } from "#app/routes/area/meetings/item.ts";
import { action as openAct, loader as list } from "#app/routes/area/meetings/list.tsx";
import { loader as page } from "#app/routes/area/meetings/meeting.tsx";
import { action as noteAct } from "#app/routes/area/meetings/note.ts";
import { action as presenceAct } from "#app/routes/area/meetings/presence.ts";
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
type Options = Parameters<typeof judging>[0];

/**
 * In deliberation: proposal 1 leads, 5 is last; Carla has opened meeting 1 and everybody is there.
 */
async function meeting(options: Options = {}): Promise<Judging> {
  const j = await judging({ phase: "deliberation", proposals: 5, ...options });
  for (const name of names)
    await delivers(j, name, { 1: [5, 5], 2: [4, 4], 3: [3, 3], 4: [2, 2], 5: [1, 1] });
  await openMeeting(j.carla.id, j.edition.id);
  await recordPresence(
    at(j),
    names.map((name) => j.jury[name].userId),
  );
  return j;
}

const at = (j: Judging, userId = j.carla.id, number = 1) => ({
  userId,
  edition: j.edition,
  number,
});
const hand = (...numbers: number[]) => ({
  choice: "hand" as const,
  numbers,
  threshold: 0,
  order: "rank" as const,
});
const seenBy = (j: Judging, userId = j.carla.id): Promise<MeetingPage> =>
  meetingPage(userId, j.edition, 1);
const numbersOf = ({ items }: MeetingPage) => items.map(({ no }) => no);
const conflict = (j: Judging, name: JurorName, no: number, pinnedById: string | null = null) =>
  db().conflict.create({
    data: {
      jurorId: j.jury[name].id,
      proposalId: j.proposals[no - 1]!.id,
      kind: "family",
      pinnedById,
      at: new Date(),
    },
  });
const inConflict = (j: Judging, no: number) =>
  db().organiserConflict.create({
    data: {
      userId: j.carla.id,
      proposalId: j.proposals[no - 1]!.id,
      kind: "family",
      at: new Date(),
    },
  });

describe("a meeting is held", () => {
  it("by organisers, the chair and the secretary, and exists for nobody else", async () => {
    const j = await meeting();
    const secretary = await aPerson();
    await db().role.create({
      data: { editionId: j.edition.id, userId: secretary.id, kind: "SECRETARY" },
    });
    const params = { edition: j.edition.code, meeting: "1" };
    for (const as of [j.carla, j.jury.dario.user, secretary])
      for (const loader of [list, page])
        expect((await ask(loader, { as, params })).status).toBe(200);
    for (const as of [j.jury.bruno.user, await aPerson(), (await judging()).carla]) {
      for (const loader of [list, page])
        expect(await ask(loader, { as, params })).toMatchObject({ status: 404, text: "Not found" });
      const form = { publicNo: "1", note: "x", choice: "hand", order: "rank" };
      for (const action of [openAct, presenceAct, agendaAct, itemAct, noteAct, closing])
        expect(await ask(action, { as, params, form })).toMatchObject({
          status: 404,
          text: "Not found",
        });
    }
  });

  it.each([
    ["scoring", "too-early"],
    ["frozen", "too-late"],
  ] as const)("not in %s: %s", async (phase, why) => {
    const j = await judging({ phase });
    await expectRefused(openMeeting(j.carla.id, j.edition.id), why);
  });

  it("one at a time, with numbers from 1", async () => {
    const j = await meeting();
    await expectRefused(openMeeting(j.jury.dario.userId, j.edition.id), "in-use");
    await closeMeeting(at(j));
    expect(await openMeeting(j.jury.dario.userId, j.edition.id)).toBe(2);
  });

  it("with members of the jury alone", async () => {
    const j = await meeting();
    await expectRefused(recordPresence(at(j), [(await aPerson()).id]), "not-found");
    expect((await seenBy(j)).members.filter(({ present }) => present)).toHaveLength(4);
    await recordPresence(at(j), [j.jury.gina.userId]);
    expect(
      (await seenBy(j)).members.filter(({ present }) => present).map(({ name }) => name),
    ).toEqual(["Gina Serra"]);
  });
});

describe("the agenda", () => {
  it("is by rank, of what was chosen or of what reaches the score", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(4, 1, 3));
    expect(numbersOf(await seenBy(j))).toEqual([1, 3, 4]);
    await setAgenda(at(j), { ...hand(), choice: "threshold", threshold: 60 });
    expect(numbersOf(await seenBy(j))).toEqual([1, 2, 3]);
  });

  it("or so that those present leave least often, and the page says how often under each order", async () => {
    const j = await meeting();
    for (const no of [1, 3, 5]) await conflict(j, "gina", no);
    await setAgenda(at(j), { ...hand(1, 2, 3, 4, 5), order: "exits" });
    expect(numbersOf(await seenBy(j))).toEqual([2, 4, 1, 3, 5]);
    expect((await seenBy(j)).exits).toEqual({ rank: 3, exits: 1 });
    await recordPresence(at(j), [j.jury.bruno.userId]);
    expect((await seenBy(j)).exits).toEqual({ rank: 0, exits: 0 });
  });

  it("keeps what was discussed, with its note", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(1, 2));
    await callItem(at(j), 2);
    await noteItem(at(j), { publicNo: 2, note: "Da chiarire il costo.", before: "" });
    await setAgenda(at(j), hand(3));
    const { items } = await seenBy(j);
    expect(items.map(({ no, note, discussed, current }) => [no, note, discussed, current])).toEqual(
      [
        [2, "Da chiarire il costo.", true, true],
        [3, "", false, false],
      ],
    );
  });

  it("refuses a number that is not there, and one that is not on it", async () => {
    const j = await meeting();
    await expectRefused(setAgenda(at(j), hand(1, 77)), "not-found");
    await setAgenda(at(j), hand(1));
    await expectRefused(callItem(at(j), 2), "not-found");
    await expectRefused(noteItem(at(j), { publicNo: 2, note: "x", before: "" }), "not-found");
  });
});

describe("a note", () => {
  it("never overwrites silently what somebody else wrote meanwhile", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(1));
    await noteItem(at(j), { publicNo: 1, note: "Di Carla.", before: "" });
    await expectRefused(
      noteItem(at(j, j.jury.dario.userId), { publicNo: 1, note: "Di Dario.", before: "" }),
      "stale",
    );
    expect((await seenBy(j)).items[0]!.note).toBe("Di Carla.");
    await noteItem(at(j, j.jury.dario.userId), {
      publicNo: 1,
      note: "Di Carla. Di Dario.",
      before: "Di Carla.",
    });
    expect((await seenBy(j)).items[0]!.note).toBe("Di Carla. Di Dario.");
  });

  it("of several lines can be changed from the page, which sends them as browsers do", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(1));
    for (const [note, before] of [
      ["Prima.\r\nSeconda.", ""],
      ["Altra.", "Prima.\r\nSeconda."],
    ] as const) {
      const answer = await ask(noteAct, {
        as: j.carla,
        params: { edition: j.edition.code, meeting: "1" },
        form: { publicNo: "1", note, before },
      });
      expect(answer).toMatchObject({ status: 302 });
    }
    expect((await seenBy(j)).items[0]!.note).toBe("Altra.");
  });

  it("that is too long is refused at its field", async () => {
    const j = await meeting();
    const answer = await ask(noteAct, {
      as: j.carla,
      params: { edition: j.edition.code, meeting: "1" },
      form: { publicNo: "1", note: "x".repeat(4001) },
    });
    expect(answer).toMatchObject({
      status: 400,
      value: { result: { error: { note: ["too-long?max=4000"] } } },
    });
  });
});

describe("who leaves the room", () => {
  it("is whoever is present and recused or in conflict, and is kept when the proposal is called", async () => {
    const j = await meeting();
    await conflict(j, "gina", 1);
    await recuse(j.jury.bruno.userId, j.edition.id, 1, {
      kind: "none",
      note: "Motivo che legge solo chi presiede.",
    });
    await conflict(j, "elena", 1);
    await recordPresence(at(j), [j.jury.gina.userId, j.jury.bruno.userId, j.jury.dario.userId]);
    await setAgenda(at(j), hand(1, 2));
    expect((await seenBy(j)).items.map(({ leave }) => leave)).toEqual([
      ["Bruno Conti", "Gina Serra"],
      [],
    ]);
    await callItem(at(j), 1);
    await recordPresence(at(j), [j.jury.dario.userId]);
    expect((await seenBy(j)).items[0]).toMatchObject({
      leave: ["Bruno Conti", "Gina Serra"],
      discussed: true,
    });
    expect(JSON.stringify(await seenBy(j))).not.toContain("Motivo che");
  });

  it("where conflicts are sealed, is not said of declared ones", async () => {
    const j = await meeting({ changes: { sealedConflicts: true } });
    await conflict(j, "gina", 1);
    await conflict(j, "elena", 1, j.carla.id); // pinned by an organiser, who knows it anyway
    await setAgenda(at(j), hand(1));
    expect((await seenBy(j)).items[0]!.leave).toEqual(["Elena Villa"]);
    expect((await seenBy(j)).sealed).toBe(true);
  });
});

describe("a holder in conflict with a proposal", () => {
  it("sees nothing of it, organiser or chair, while the others do", async () => {
    const j = await meeting();
    await inConflict(j, 1);
    await conflict(j, "dario", 2);
    await setAgenda(at(j, j.jury.dario.userId), hand(1, 3));
    await setAgenda(at(j), hand(2, 3));
    expect(numbersOf(await seenBy(j))).toEqual([2, 3]);
    expect(numbersOf(await seenBy(j, j.jury.dario.userId))).toEqual([1, 3]);
    await noteItem(at(j, j.jury.dario.userId), {
      publicNo: 1,
      note: "nota-sulla-prima",
      before: "",
    });
    await callItem(at(j, j.jury.dario.userId), 1);
    const { text } = await ask(page, {
      as: j.carla,
      params: { edition: j.edition.code, meeting: "1" },
    });
    expect(text).not.toMatch(/proposta-1"|nota-sulla-prima/);
    expect(text).not.toContain(j.proposals[0]!.id);
    expect(await seenBy(j)).toMatchObject({ elsewhere: true });
    expect(
      (
        await ask(page, {
          as: j.jury.dario.user,
          params: { edition: j.edition.code, meeting: "1" },
        })
      ).text,
    ).toMatch(/nota-sulla-prima/); // the control
  });

  it("neither lists nor drops nor calls it, and is told what is told of one that is not there", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(1, 2));
    await inConflict(j, 1);
    await expectRefused(setAgenda(at(j), hand(1)), "not-found");
    await expectRefused(callItem(at(j), 1), "not-found");
    await expectRefused(noteItem(at(j), { publicNo: 1, note: "x", before: "" }), "not-found");
    await setAgenda(at(j), { ...hand(), choice: "threshold", threshold: 80 });
    expect(numbersOf(await seenBy(j))).toEqual([2]);
    // still there for the others
    expect(numbersOf(await seenBy(j, j.jury.dario.userId))).toEqual([1, 2]);
  });
});

describe("a closed meeting", () => {
  it("cannot change, in the product or in the database", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(1));
    await closeMeeting(at(j));
    const acts = [
      () => recordPresence(at(j), []),
      () => setAgenda(at(j), hand(2)),
      () => callItem(at(j), 1),
      () => noteItem(at(j), { publicNo: 1, note: "x", before: "" }),
      () => closeMeeting(at(j)),
    ];
    for (const act of acts) await expectRefused(act(), "too-late");
    await expect(db().meeting.updateMany({ data: { closedAt: null } })).rejects.toThrow("locked");
    await expect(db().agendaItem.updateMany({ data: { note: "x" } })).rejects.toThrow("locked");
    await expect(db().agendaItem.deleteMany()).rejects.toThrow("locked");
    await expect(db().meetingPresence.deleteMany()).rejects.toThrow("locked");
  });

  it("had somebody present", async () => {
    const j = await meeting();
    await recordPresence(at(j), []);
    await expectRefused(closeMeeting(at(j)), "incomplete");
  });

  it("was perhaps found open by the freeze, and then can only be closed", async () => {
    const j = await meeting();
    await setAgenda(at(j), hand(1));
    await enters(j, "frozen");
    await expectRefused(callItem(at(j), 1), "too-late");
    await expect(db().agendaItem.updateMany({ data: { note: "x" } })).rejects.toThrow("locked");
    await closeMeeting(at(j));
    expect(await seenBy(j)).toMatchObject({ closed: true });
  });
});

it("every act of a meeting is in the log", async () => {
  const j = await meeting();
  await setAgenda(at(j), hand(1));
  await callItem(at(j), 1);
  await noteItem(at(j), { publicNo: 1, note: "parole-della-nota", before: "" });
  await closeMeeting(at(j));
  const rows = await db().auditEntry.findMany({
    where: { editionId: j.edition.id },
    orderBy: { seq: "asc" },
  });
  expect(rows.map(({ action }) => action)).toEqual([
    "meeting.opened",
    "meeting.presence",
    "meeting.agenda",
    "meeting.item",
    "meeting.noted",
    "meeting.closed",
  ]);
  expect(JSON.stringify(rows)).not.toContain("parole-della-nota");
});
