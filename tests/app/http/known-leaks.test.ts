import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { hidePassage } from "#app/commands/screening/hidden-passage.server.ts";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import { remindJurors } from "#app/commands/jury/juror-reminders.server.ts";
import { confirmSheets, reopenSheets, saveDraft } from "#app/commands/scoring/score.server.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as audit } from "#app/routes/area/admin/audit.tsx";
import { loader as people } from "#app/routes/area/admin/people.tsx";
import { loader as person } from "#app/routes/area/admin/person.tsx";
import { loader as staff } from "#app/routes/area/admin/staff.tsx";
import { loader as areaDesk } from "#app/routes/area/desk.tsx";
import { loader as conflicts } from "#app/routes/area/jury/conflicts.tsx";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { loader as file } from "#app/routes/area/jury/file.ts";
import { loader as download } from "#app/routes/area/jury/offline-file.ts";
import { loader as presiding } from "#app/routes/area/jury/presiding.tsx";
import { loader as print } from "#app/routes/area/jury/print.tsx";
import { loader as recusal } from "#app/routes/area/jury/recusal.tsx";
import { loader as revision } from "#app/routes/area/jury/revision.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { loader as board } from "#app/routes/area/manage/assignment/page.tsx";
import { loader as jury } from "#app/routes/area/manage/jury/page.tsx";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import { loader as organisersFile } from "#app/routes/area/manage/screening/file.ts";
import { loader as methods } from "#app/routes/area/ranking/methods.tsx";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import {
  delivers,
  drafts,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";
import { visit } from "#tests/support/public-pages.ts";

// Fifteen ways in which other review systems have told what they should not (advisories and reports
// of HotCRP, OpenReview, pretalx, OJS), each tried here on a jury where there is something to tell.

const everyone = ["dario", "bruno", "elena", "gina"] as const;
const jurorsPages = [desk, sheet, recusal, revision, conflicts, print, download];
const at = (j: Judging, no = "1") => ({
  edition: j.edition.code,
  no,
  position: "1",
  locale: "it",
  code: j.edition.code,
});
const as = (j: Judging, name: JurorName) => j.jury[name].user;
const seenBy = async (j: Judging, name: JurorName, search = "") => {
  const answers: string[] = [];
  for (const loader of jurorsPages)
    for (const no of loader === sheet || loader === recusal || loader === revision
      ? ["1", "2", "3"]
      : ["1"])
      answers.push((await ask(loader, { as: as(j, name), params: at(j, no), search })).text);
  return answers.join("\n");
};
/** Everything that names another juror or what that juror wrote. */
const traces = (j: Judging, name: JurorName) => [
  j.jury[name].id,
  j.jury[name].userId,
  as(j, name).surname,
  as(j, name).email,
  `di-${name}`,
];

/**
 * What Bruno sees, before and after the others did all of `acts`; nothing else happens in between.
 */
async function unmoved(j: Judging, acts: () => Promise<unknown>): Promise<void> {
  const before = await seenBy(j, "bruno");
  await acts();
  expect(await seenBy(j, "bruno")).toBe(before);
  expect(before).toContain("della-proposta-1"); // there is something to see
}

describe("nothing is told by", () => {
  it("1. a search by somebody's name: no list of a jury takes one", async () => {
    const j = await judging({ phase: "deliberation", proposals: 3 });
    for (const name of everyone) await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
    const plain = await seenBy(j, "bruno");
    for (const search of [
      "?q=Chiari",
      "?search=dario",
      `?juror=${j.jury.dario.id}`,
      "?author=Rossi",
      "?sort=score&order=desc",
    ])
      expect([search, (await seenBy(j, "bruno", search)) === plain]).toEqual([search, true]);
    const list = (await ask(progress, { as: j.carla, params: at(j) })).text;
    expect(
      (await ask(progress, { as: j.carla, params: at(j), search: "?q=Chiari&sort=score" })).text,
    ).toBe(list);
  });

  it("2. the work a search costs: what is asked of the database is the same whatever is looked for", async () => {
    const j = await judging({ phase: "deliberation", proposals: 3 });
    for (const name of everyone) await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
    const asked = async (search: string) => {
      const spy = vi.spyOn(pg.Client.prototype, "query");
      await ask(desk, { as: as(j, "bruno"), params: at(j), search });
      const texts = spy.mock.calls.map(([query]) =>
        typeof query === "string" ? query : (query as { text: string }).text,
      );
      spy.mockRestore();
      return texts;
    };
    const nothing = await asked("?q=nessuno");
    expect(nothing.length).toBeGreaterThan(5); // it was watched
    expect(await asked("?q=Chiari")).toEqual(nothing);
  });

  it("3. a document's address: files exist for the proposal's jurors and the organisers, and for nobody else", async () => {
    const j = await judging({ proposals: 2, assigned: { bruno: [1], elena: [2] } });
    await asOwner((tx) =>
      tx.proposalFile.create({
        data: {
          proposalId: j.proposals[0]!.id,
          position: 1,
          kind: "png",
          sha256: new Uint8Array(32),
          size: 3,
          bytes: new Uint8Array([1, 2, 3]),
        },
      }),
    );
    expect((await ask(file, { as: as(j, "bruno"), params: at(j) })).status).toBe(200);
    expect((await ask(organisersFile, { as: j.carla, params: at(j) })).status).toBe(200);
    for (const name of ["elena", "dario", "gina"] as const)
      for (const loader of [file, organisersFile])
        expect((await ask(loader, { as: as(j, name), params: at(j) })).status).toBe(404);
    await recuse(j.jury.bruno.userId, j.edition.id, 1, { kind: "family", note: "" });
    expect((await ask(file, { as: as(j, "bruno"), params: at(j) })).status).toBe(404);
  });

  it("4. counts of how far the others are", async () => {
    const j = await judging({ proposals: 3 });
    await unmoved(j, async () => {
      await drafts(j, "elena", 1);
      await delivers(j, "dario", { 1: [5, 5], 2: [0, 0], 3: [3, 3] });
      await recuse(j.jury.gina.userId, j.edition.id, 2, { kind: "none", note: "x" });
    });
  });

  it("5. a history on somebody's desk: acts are in the administrators' log alone", async () => {
    const j = await judging({ proposals: 1 });
    await drafts(j, "elena", 1);
    await confirmSheets(j.jury.elena.userId, j.edition.id);
    expect(
      await db().auditEntry.count({
        where: { editionId: j.edition.id, action: "juror.confirmed" },
      }),
    ).toBe(1); // there is one to tell
    for (const reader of [as(j, "bruno"), as(j, "dario"), j.carla]) {
      expect((await ask(audit, { as: reader })).status).toBe(404);
      const { text } = await ask(areaDesk, { as: reader });
      for (const trace of traces(j, "elena")) expect(text).not.toContain(trace);
    }
  });

  it("6. a list that shows the original of what was hidden", async () => {
    const j = await judging({ phase: "screening", proposals: 3 });
    await asOwner((tx) =>
      tx.proposal.update({
        where: { id: j.proposals[0]!.id },
        data: { title: "Idea di Agnese Barberis" },
      }),
    );
    await hidePassage(j.carla.id, j.edition.id, 1, {
      field: "title",
      start: 8,
      end: 23,
      reason: "nome",
    });
    const lists = async () =>
      (await seenBy(j, "bruno")) +
      (await ask(ranking, { as: as(j, "dario"), params: at(j) })).text +
      (await ask(methods, { as: as(j, "dario"), params: at(j) })).text;
    for (const phase of ["screening", "scoring", "deliberation"] as const) {
      await enters(j, phase);
      if (phase === "deliberation")
        for (const name of everyone) await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
      const seen = await lists();
      expect([phase, seen.includes("Idea di "), seen.includes("Barberis")]).toEqual([
        phase,
        true,
        false,
      ]);
    }
  });

  it("7. an address that somebody guesses or is sent: before the publication no proposal has one", async () => {
    const j = await judging({ phase: "deliberation", proposals: 2 });
    for (const name of everyone) await delivers(j, name, { 1: [1, 2], 2: [3, 4] });
    for (const path of [
      "editions/:code/proposals/:no",
      "editions/:code/results",
      "editions/:code/ranking.json",
      "editions/:code/data.json",
      "editions/:code/data.csv",
    ]) {
      for (const no of ["1", j.proposals[0]!.id])
        expect([path, (await visit(path, at(j, no))).status]).toEqual([path, 404]);
    }
  });

  it("8. a total shown early, or the order of a list that follows it", async () => {
    const [low, high] = [await judging({ proposals: 3 }), await judging({ proposals: 3 })];
    for (const [j, points] of [
      [low, [0, 0]],
      [high, [5, 5]],
    ] as const)
      for (const name of ["dario", "elena"] as const)
        await delivers(j, name, { 1: [...points], 2: [3, 3], 3: [...points] });
    for (const j of [low, high]) {
      expect((await ask(ranking, { as: j.carla, params: at(j) })).value).toMatchObject({
        view: null,
      });
      expect((await ask(desk, { as: as(j, "bruno"), params: at(j) })).text).not.toMatch(
        /"mean"|"rank"|"total"/,
      );
      await unmoved(j, () =>
        asOwner((tx) =>
          tx.scoreSheet.updateMany({
            where: { jurorId: { not: j.jury.bruno.id } },
            data: { scores: { impact: 2, cost: 4 } },
          }),
        ),
      );
    }
  });

  it("9. mails: nothing that is scored, revised or recused sends one, and a reminder names no proposal and no other juror", async () => {
    const j = await judging({ proposals: 2 });
    await db().edition.update({
      where: { id: j.edition.id },
      data: { scoringDays: 1, remindScoringBefore: 3 },
    });
    await db().phaseChange.create({
      data: { editionId: j.edition.id, phase: "scoring", at: new Date() },
    });
    await saveDraft(j.jury.bruno.userId, j.edition.id, 1, {
      version: 0,
      scores: { impact: 3, cost: 3 },
      commentProposer: "",
      commentJury: "",
    });
    await recuse(j.jury.bruno.userId, j.edition.id, 2, { kind: "none", note: "x" });
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    await reopenSheets(j.jury.dario.userId, j.edition.id, {
      jurorId: j.jury.bruno.id,
      reason: "x",
    });
    expect(await db().outboxMail.count({ where: { editionId: j.edition.id } })).toBe(0);
    await remindJurors();
    const mails = await db().outboxMail.findMany({ where: { editionId: j.edition.id } });
    expect(mails.length).toBeGreaterThan(0); // there is something to look at
    for (const { toAddress, subject, text, html } of mails) {
      const all = subject + text + html;
      expect(all).not.toMatch(/della-proposta|propost[ae] (?:n\.? ?)?\d/i);
      for (const name of everyone)
        if (as(j, name).email !== toAddress) expect(all).not.toContain(as(j, name).surname);
    }
  });

  it("10. the name of a file", async () => {
    const j = await judging({ proposals: 1 });
    await asOwner((tx) =>
      tx.proposalFile.create({
        data: {
          proposalId: j.proposals[0]!.id,
          position: 1,
          kind: "pdf",
          sha256: new Uint8Array(32),
          size: 3,
          bytes: new Uint8Array([1, 2, 3]),
        },
      }),
    );
    const { headers } = await ask(file, { as: as(j, "bruno"), params: at(j) });
    expect(headers!.get("Content-Disposition")).toContain("allegato-1.pdf");
    const columns = await db().$queryRaw<
      { name: string }[]
    >`SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'ProposalFile'`;
    expect(columns.map(({ name }) => name).sort()).toEqual([
      "bytes",
      "id",
      "kind",
      "position",
      "proposalId",
      "sha256",
      "size",
    ]);
  });

  it("11. who takes part in a discussion: colleagues are letters, another on each proposal", async () => {
    const j = await judging({ phase: "deliberation", proposals: 3 });
    for (const name of everyone) await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
    const seen = await seenBy(j, "bruno");
    expect(seen).toContain("commento-di-dario-alla-giuria-1"); // the words are there
    for (const name of ["dario", "elena", "gina"] as const)
      for (const trace of traces(j, name).slice(0, 4)) expect(seen).not.toContain(trace);
  });

  it("12. the moment a phase begins: whoever has not closed sees in deliberation what was seen before", async () => {
    const j = await judging({ proposals: 3 });
    for (const name of ["dario", "elena", "gina"] as const)
      await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
    await enters(j, "deliberation");
    const seen = await seenBy(j, "bruno");
    for (const name of ["dario", "elena", "gina"] as const)
      for (const trace of traces(j, name)) expect(seen).not.toContain(trace);
    expect((await ask(ranking, { as: as(j, "bruno"), params: at(j) })).status).toBe(404);
  });

  it("13. comments, to a chair in conflict", async () => {
    const j = await judging({ phase: "deliberation", proposals: 3 });
    for (const name of everyone) await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
    await recuse(j.jury.bruno.userId, j.edition.id, 1, { kind: "none", note: "motivo-di-bruno" });
    const pages = async () =>
      (
        await Promise.all(
          [sheet, presiding, ranking, methods, desk].map((loader) =>
            ask(loader, { as: as(j, "dario"), params: at(j) }),
          ),
        )
      )
        .map(({ text }) => text)
        .join("\n");
    expect(await pages()).toMatch(
      /commento-di-elena-alla-giuria-1[^]*motivo-di-bruno|motivo-di-bruno[^]*commento-di-elena-alla-giuria-1/,
    );
    await recuse(j.jury.dario.userId, j.edition.id, 1, { kind: "family", note: "" });
    expect(await pages()).not.toMatch(/alla-giuria-1|motivo-di-bruno|della-proposta-1/);
  });

  it("14. a graph", async () => {
    const j = await judging({ phase: "deliberation", proposals: 3 });
    for (const name of ["bruno", "elena", "gina"] as const)
      await delivers(j, name, { 1: [1, 2], 2: [3, 4], 3: [5, 0] });
    // the chair has not closed: no comparison of methods, nor any of its lines
    expect((await ask(methods, { as: as(j, "dario"), params: at(j) })).text).not.toMatch(
      /"rank"|"mean"|"rows":\[\{/,
    );
    // there is one to see
    expect((await ask(methods, { as: j.carla, params: at(j) })).text).toMatch(/"rank"/);
    for (const name of ["bruno", "elena"] as const)
      for (const loader of [methods, progress])
        expect((await ask(loader, { as: as(j, name), params: at(j) })).status).toBe(404);
  });

  it("15. a search for people: who is on staff, and in which jury, is for administrators and organisers", async () => {
    const j = await judging({ proposals: 1 });
    for (const reader of [as(j, "bruno"), as(j, "dario")]) {
      for (const loader of [people, staff, jury, board])
        expect((await ask(loader, { as: reader, params: at(j), search: "?q=Villa" })).status).toBe(
          404,
        );
      expect(
        (await ask(person, { as: reader, params: { person: j.jury.elena.userId } })).status,
      ).toBe(404);
    }
    // an organiser is no administrator
    expect((await ask(people, { as: j.carla, search: "?q=Villa" })).status).toBe(404);
    expect((await ask(jury, { as: j.carla, params: at(j) })).text).toContain("Villa");
  });
});
