import "#tests/support/database.ts";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { phases } from "#app/domain/phase.ts";
import {
  pseudonym,
  readsProposal,
  seesAdmittedList,
  seesOthersScores,
  seesRanking,
} from "#app/domain/visibility.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as conflicts } from "#app/routes/area/jury/conflicts.tsx";
import { loader as declination } from "#app/routes/area/jury/declination.tsx";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { loader as recusal } from "#app/routes/area/jury/recusal.tsx";
import { loader as revision } from "#app/routes/area/jury/revision.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import type { Answered } from "#tests/support/asking.ts";
import { ask } from "#tests/support/asking.ts";
import {
  delivers,
  drafts,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { asOwner } from "#tests/support/owner.ts";

const standing = {
  phase: "scoring" as const,
  state: "ACCEPTED" as const,
  admitted: true,
  assigned: true,
  recused: false,
  inConflict: false,
};

describe("the rule", () => {
  it("a juror reads own admitted proposals from scoring on", () => {
    expect(phases.filter((phase) => readsProposal({ ...standing, phase }))).toEqual([
      "scoring",
      "deliberation",
      "frozen",
      "opening",
      "published",
      "archived",
    ]);
  });

  it.each([
    { admitted: false },
    { assigned: false },
    { recused: true },
    { inConflict: true },
    { state: "INVITED" as const },
    { state: "DECLINED" as const },
  ])("but not with %j", (but) => {
    expect(phases.filter((phase) => readsProposal({ ...standing, phase, ...but }))).toEqual([]);
  });

  it("others' scores need their own confirmation and the deliberation", () => {
    expect(phases.filter((phase) => seesOthersScores({ phase, confirmed: false }))).toEqual([]);
    expect(phases.filter((phase) => seesOthersScores({ phase, confirmed: true }))).toEqual([
      "deliberation",
      "frozen",
      "opening",
      "published",
      "archived",
    ]);
  });

  it("totals need the deliberation, and of the chair their own confirmation too", () => {
    expect(
      phases.filter((phase) => seesRanking({ phase, capacity: "ORGANISER", confirmed: false })),
    ).toEqual(["deliberation", "frozen", "opening", "published", "archived"]);
    expect(
      phases.filter((phase) => seesRanking({ phase, capacity: "CHAIR", confirmed: false })),
    ).toEqual([]);
  });

  it("the list for conflicts is for those who accepted, as long as it is needed", () => {
    expect(
      phases.filter((phase) => seesAdmittedList({ phase, state: "ACCEPTED", declared: true })),
    ).toEqual(["screening"]);
    expect(
      phases.filter((phase) => seesAdmittedList({ phase, state: "ACCEPTED", declared: false })),
    ).toEqual(["screening", "scoring"]);
    expect(
      phases.filter((phase) => seesAdmittedList({ phase, state: "INVITED", declared: false })),
    ).toEqual([]);
  });

  it("pseudonyms do not end at Z", () => {
    expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(pseudonym)).toEqual([
      "A",
      "B",
      "Z",
      "AA",
      "AB",
      "AZ",
      "BA",
      "ZZ",
      "AAA",
    ]);
  });
});

/** Everything a juror can ask for, as one text. */
async function everythingSeenBy(j: Judging, name: JurorName): Promise<string> {
  const as = j.jury[name].user;
  const params = { edition: j.edition.code };
  const answers: Answered[] = [];
  for (const loader of [desk, conflicts, declination, ranking])
    answers.push(await ask(loader, { as, params }));
  for (const { publicNo } of j.proposals)
    for (const loader of [sheet, recusal, revision])
      answers.push(await ask(loader, { as, params: { ...params, no: String(publicNo) } }));
  return answers.map(({ text, location }) => `${text} ${location ?? ""}`).join("\n");
}

/** What of `name`'s could leak: comments, account, names, id. */
const traces = (j: Judging, name: JurorName) => [
  `commento-di-${name}`,
  `bozza-di-${name}`,
  j.jury[name].id,
  j.jury[name].userId,
  j.jury[name].user.surname,
  j.jury[name].user.email,
  j.jury[name].orderSeed,
];

describe("what jurors see of each other", () => {
  it("is nothing while scoring, even after their own confirmation", async () => {
    const j = await judging({ proposals: 3 });
    await delivers(j, "bruno", { 1: [1, 1], 2: [1, 1], 3: [1, 1] });
    await delivers(j, "dario", { 1: [5, 4], 2: [5, 4], 3: [5, 4] });
    for (const no of [1, 2, 3]) await drafts(j, "elena", no);
    for (const [reader, others] of [
      ["bruno", ["dario", "elena", "gina"]],
      ["elena", ["bruno", "dario", "gina"]],
      ["dario", ["bruno", "elena", "gina"]],
    ] as const) {
      const seen = await everythingSeenBy(j, reader);
      expect(seen).toContain("titolo-della-proposta-1"); // there is something to see
      expect(traces(j, reader).some((own) => seen.includes(own))).toBe(true);
      for (const other of others)
        for (const trace of traces(j, other))
          expect(seen, `${reader} sees ${trace}`).not.toContain(trace);
    }
  });

  it("is nothing in deliberation for whoever has not confirmed, the chair included", async () => {
    const j = await judging({ phase: "deliberation", proposals: 2 });
    await delivers(j, "bruno", { 1: [1, 1], 2: [1, 1] });
    for (const reader of ["gina", "dario"] as const) {
      const seen = await everythingSeenBy(j, reader);
      expect(seen).toContain("titolo-della-proposta-2");
      for (const trace of traces(j, "bruno"))
        expect(seen, `${reader} sees ${trace}`).not.toContain(trace);
      expect(seen).not.toMatch(/"mean"|"rank":/);
    }
  });

  it("is scores and comments under pseudonyms once both are so, and never a name, an account or an id", async () => {
    const j = await judging({ phase: "deliberation", proposals: 2 });
    for (const name of ["bruno", "dario", "elena", "gina"] as const)
      await delivers(j, name, { 1: [1, 2], 2: [3, 4] });
    const seen = await everythingSeenBy(j, "bruno");
    for (const other of ["dario", "elena", "gina"] as const) {
      expect(seen).toContain(`commento-di-${other}-alla-giuria-1`);
      for (const trace of traces(j, other).slice(2))
        expect(seen, `bruno sees ${trace}`).not.toContain(trace);
    }
  });

  it("are pseudonyms that are the same for every reader of a proposal, and shuffled again on each", async () => {
    const j = await judging({ phase: "deliberation", proposals: 12 });
    const all = Object.fromEntries(j.proposals.map(({ publicNo }) => [publicNo, [3, 3]])) as Record<
      number,
      [number, number]
    >;
    for (const name of ["bruno", "dario", "elena", "gina"] as const) await delivers(j, name, all);
    const letters = async (reader: JurorName, no: number) => {
      const { value } = await ask(sheet, {
        as: j.jury[reader].user,
        params: { edition: j.edition.code, no: String(no) },
      });
      const { sheets } = value as {
        sheets: { letter: string; commentJury: string; own: boolean }[];
      };
      expect(sheets.filter(({ own }) => own).map(({ commentJury }) => commentJury)).toEqual([
        `commento-di-${reader}-alla-giuria-${no}`,
      ]);
      return sheets.map(({ letter, commentJury }) => `${letter} ${commentJury}`);
    };
    expect(await letters("bruno", 1)).toEqual(await letters("gina", 1));
    const orders = new Set<string>();
    for (const { publicNo } of j.proposals)
      orders.add(
        (await letters("bruno", publicNo!)).map((line) => /di-(\w+)-/.exec(line)?.[1]).join(),
      );
    expect(orders.size).toBeGreaterThan(1);
  });
});

describe("proposals that are not a juror's own", () => {
  it("answer 404 alike: unassigned, in conflict, recused, excluded, withdrawn, another edition's, not there", async () => {
    const j = await judging({ proposals: 6, assigned: { bruno: [2, 3, 4, 5] } });
    const own = j.jury.bruno.id;
    await db().conflict.create({
      data: { jurorId: own, proposalId: j.proposals[1]!.id, kind: "family", at: new Date() },
    });
    await db().recusal.create({
      data: { jurorId: own, proposalId: j.proposals[2]!.id, reason: "x", at: new Date() },
    });
    await asOwner((tx) =>
      tx.screening.update({
        where: { proposalId: j.proposals[3]!.id },
        data: { verdict: "EXCLUDED", reason: "x" },
      }),
    );
    await asOwner((tx) =>
      tx.proposal.update({ where: { id: j.proposals[4]!.id }, data: { withdrawn: true } }),
    );
    for (const loader of [sheet, recusal, revision]) {
      for (const no of ["1", "2", "3", "4", "5", "6", "77", "x"]) {
        const { headers, ...answer } = await ask(loader, {
          as: j.jury.bruno.user,
          params: { edition: j.edition.code, no },
        });
        expect({ ...answer, headers: [...headers!] }, no).toEqual({
          status: 404,
          text: "Not found",
          location: null,
          value: null,
          headers: [["content-type", "text/plain;charset=UTF-8"]],
        });
      }
    }
  });

  it.each(["scoring", "deliberation"] as const)("are in no list in %s", async (phase) => {
    const j = await judging({ proposals: 3, assigned: { bruno: [2] } });
    await enters(j, phase);
    await delivers(j, "bruno", { 2: [3, 3] });
    const seen = await everythingSeenBy(j, "bruno");
    expect(seen).toContain("titolo-della-proposta-2");
    expect(seen).not.toMatch(/proposta-[13]/);
  });

  it("cannot be read before scoring, even when they are assigned already", async () => {
    const j = await judging({ phase: "screening", proposals: 2 });
    const { own } = (
      await ask(desk, { as: j.jury.bruno.user, params: { edition: j.edition.code } })
    ).value as { own: unknown[] };
    expect(own).toEqual([]);
    expect(
      (await ask(sheet, { as: j.jury.bruno.user, params: { edition: j.edition.code, no: "1" } }))
        .status,
    ).toBe(404);
  });

  it("before they are cleared, are seen by no juror anywhere", async () => {
    const j = await judging({ phase: "screening", proposals: 2, cleared: false });
    expect(await everythingSeenBy(j, "bruno")).not.toMatch(/della-proposta/);
  });
});

describe("the jury's pages", () => {
  it("do not exist for employees, organisers and jurors of another edition", async () => {
    const [j, other] = [await judging(), await judging()];
    for (const as of [await aPerson(), j.carla, other.jury.bruno.user]) {
      for (const loader of [desk, conflicts, sheet, recusal, revision]) {
        expect(
          await ask(loader, { as, params: { edition: j.edition.code, no: "1" } }),
        ).toMatchObject({ status: 404, text: "Not found" });
      }
    }
  });

  it("the ranking exists for organisers and the chair, and for no other juror", async () => {
    const j = await judging({ phase: "deliberation", proposals: 1 });
    for (const name of ["dario", "bruno"] as const) await delivers(j, name, { 1: [3, 3] });
    const status = async (as: { id: string }) =>
      (await ask(ranking, { as, params: { edition: j.edition.code } })).status;
    expect(await status(j.carla)).toBe(200);
    expect(await status(j.jury.dario.user)).toBe(200);
    expect(await status(j.jury.bruno.user)).toBe(404);
    expect(await status(await aPerson())).toBe(404);
  });

  it("organisers see no total before deliberation", async () => {
    const j = await judging({ proposals: 1 });
    for (const name of ["dario", "bruno"] as const) await delivers(j, name, { 1: [3, 3] });
    const [page, counts] = [
      await ask(ranking, { as: j.carla, params: { edition: j.edition.code } }),
      await ask(progress, { as: j.carla, params: { edition: j.edition.code } }),
    ];
    expect(page.value).toMatchObject({ view: null, proposals: [], rules: [], criteria: [] });
    for (const { text } of [page, counts]) expect(text).not.toMatch(/commento-di|"mean"|"scores"/);
  });
});

describe("the number of queries", () => {
  it("does not depend on how many proposals there are", async () => {
    const count = async (proposals: number) => {
      const j = await judging({ phase: "deliberation", proposals });
      for (const name of ["dario", "bruno", "elena", "gina"] as const)
        await delivers(
          j,
          name,
          Object.fromEntries(j.proposals.map(({ publicNo }) => [publicNo, [3, 3]])) as Record<
            number,
            [number, number]
          >,
        );
      const sent = vi.spyOn(pg.Client.prototype, "query");
      const asked: number[] = [];
      for (const [loader, as] of [
        [desk, j.jury.bruno.user],
        [sheet, j.jury.bruno.user],
        [ranking, j.jury.dario.user],
        [progress, j.carla],
      ] as const) {
        sent.mockClear();
        await ask(loader, { as, params: { edition: j.edition.code, no: "1" } });
        asked.push(sent.mock.calls.length);
      }
      sent.mockRestore();
      return asked;
    };
    const [few, many] = [await count(2), await count(12)];
    expect(Math.min(...few)).toBeGreaterThan(5); // it counts
    expect(many).toEqual(few);
    expect(Math.max(...few)).toBeLessThan(50);
  });
});
