import "#tests/support/database.ts";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hidePassage, showPassage } from "#app/commands/screening/hidden-passage.server.ts";
import { rewriteGuardIndex } from "#app/commands/self-identification/guard-index.server.ts";
import { phases } from "#app/domain/phase.ts";
import { textFieldNames, type TextField } from "#app/domain/proposal/proposal.ts";
import { whyNotScreen } from "#app/domain/screening/screening.ts";
import { db } from "#app/platform/db.server.ts";
import { rankingPage } from "#app/queries/ranking/ranking.server.ts";
import { loader as conflicts } from "#app/routes/area/jury/conflicts.tsx";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { loader as recusal } from "#app/routes/area/jury/recusal.tsx";
import { loader as revision } from "#app/routes/area/jury/revision.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { action as hide } from "#app/routes/area/manage/screening/hiding.ts";
import { action as show } from "#app/routes/area/manage/screening/hiding-removal.ts";
import { loader as page } from "#app/routes/area/manage/screening/proposal.tsx";
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
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const canary = "Agnese Barberis";
const hidden = "[nascosto dall'organizzazione]";

/** An edition whose first proposal has somebody's name in every text. */
async function withNames(phase: "screening" | "scoring" = "screening"): Promise<Judging> {
  const j = await judging({ phase: "screening", proposals: 2 });
  const texts = Object.fromEntries(textFieldNames.map((field) => [field, `prima ${canary} poi`]));
  await asOwner((tx) => tx.proposal.update({ where: { id: j.proposals[0]!.id }, data: texts }));
  if (phase !== "screening") await enters(j, phase);
  return j;
}

const passage = (field: TextField) => ({
  field,
  start: 6,
  end: 6 + canary.length,
  reason: "person",
});

async function hideAll(j: Judging): Promise<void> {
  for (const field of textFieldNames)
    await hidePassage(j.carla.id, j.edition.id, 1, passage(field));
}

/** Everything a juror can ask for, as one text. */
async function everythingSeenBy(j: Judging, name: JurorName): Promise<string> {
  const [as, params] = [j.jury[name].user, { edition: j.edition.code }];
  const answers = [];
  for (const loader of [desk, conflicts, ranking]) answers.push(await ask(loader, { as, params }));
  for (const loader of [sheet, recusal, revision])
    answers.push(await ask(loader, { as, params: { ...params, no: "1" } }));
  return answers.map(({ text }) => text).join("\n");
}

afterEach(() => vi.restoreAllMocks());

describe("a passage an organiser hides", () => {
  it("reaches no juror in any phase, on no page: list for conflicts, desk, sheet, recusal, revision, ranking", async () => {
    const j = await withNames();
    // control: before it is hidden there is something to leak, on each of these pages
    expect(
      (await ask(conflicts, { as: j.jury.bruno.user, params: { edition: j.edition.code } })).text,
    ).toContain(canary);
    await hideAll(j);
    expect(await everythingSeenBy(j, "bruno")).toContain(`prima ${hidden} poi`);
    expect(await everythingSeenBy(j, "bruno")).not.toContain(canary);
    for (const phase of ["scoring", "deliberation", "published"] as const) {
      await enters(j, phase);
      if (phase === "deliberation")
        for (const name of ["bruno", "dario"] as const)
          await delivers(j, name, { 1: [3, 3], 2: [2, 2] });
      for (const name of ["bruno", "dario"] as const) {
        const seen = await everythingSeenBy(j, name);
        expect(seen, `${name} in ${phase}`).toContain(hidden);
        expect(seen, `${name} in ${phase}`).not.toContain(canary);
      }
    }
  });

  it("control: without its row every one of these pages would show it", async () => {
    const j = await withNames("scoring");
    const at = async (
      loader: unknown,
      phase: "scoring" | "deliberation",
      name: JurorName = "bruno",
    ) => {
      await enters(j, phase);
      return (
        await ask(loader, { as: j.jury[name].user, params: { edition: j.edition.code, no: "1" } })
      ).text;
    };
    for (const loader of [desk, sheet, recusal])
      expect(await at(loader, "scoring")).toContain(canary);
    for (const name of ["bruno", "dario"] as const)
      await delivers(j, name, { 1: [3, 3], 2: [2, 2] });
    expect(await at(revision, "deliberation")).toContain(canary);
    expect(await at(ranking, "deliberation", "dario")).toContain(canary);
  });

  it("stays as it was written for the organisers", async () => {
    const j = await withNames();
    await hideAll(j);
    const { text, value } = await ask(page, {
      as: j.carla,
      params: { edition: j.edition.code, no: "1" },
    });
    expect(text).toContain(`prima ${canary} poi`);
    expect(value).toMatchObject({
      forJurors: { title: `prima ${hidden} poi` },
      hidden: expect.arrayContaining([
        expect.objectContaining({ field: "title", start: 6, end: 21, reason: "person" }),
      ]),
    });
    expect(
      await db().proposal.findUniqueOrThrow({ where: { id: j.proposals[0]!.id } }),
    ).toMatchObject({ title: `prima ${canary} poi` });
  });

  it("can be shown again while proposals are screened", async () => {
    const j = await withNames();
    await hidePassage(j.carla.id, j.edition.id, 1, passage("title"));
    const [row] = await db().hiddenPassage.findMany({ where: { proposalId: j.proposals[0]!.id } });
    const params = { edition: j.edition.code, no: "1", passage: row!.id };
    expect(
      (await ask(show, { as: j.carla, params: { ...params, no: "2" }, form: {} })).status,
    ).toBe(404);
    expect((await ask(show, { as: j.carla, params, form: {} })).location).toBe(
      `/area/manage/${j.edition.code}/screening/1?done=shown`,
    );
    expect(await db().hiddenPassage.count({ where: { proposalId: j.proposals[0]!.id } })).toBe(0);
  });

  it("is audited by the proposal's number and the field, without the words and without the reason", async () => {
    const j = await withNames();
    await hidePassage(j.carla.id, j.edition.id, 1, {
      ...passage("title"),
      reason: `nomina ${canary}`,
    });
    const [row] = await db().hiddenPassage.findMany({ where: { proposalId: j.proposals[0]!.id } });
    await showPassage(j.carla.id, j.edition.id, 1, row!.id);
    const acts = await db().auditEntry.findMany({
      where: { editionId: j.edition.id },
      orderBy: { seq: "asc" },
    });
    expect(
      acts.map(({ action, objectId, detail, actorId }) => ({ action, objectId, detail, actorId })),
    ).toEqual(
      ["passage.hidden", "passage.shown"].map((action) => ({
        action,
        objectId: "1",
        detail: { field: "title" },
        actorId: j.carla.id,
      })),
    );
    expect(JSON.stringify(acts)).not.toContain("Barberis");
  });

  it.each(
    phases.map((phase) => [phase, whyNotScreen(phase)] as const).filter(([, why]) => why !== null),
  )("is refused in %s: %s", async (phase, why) => {
    const j = await judging({ phase, proposals: 1 });
    await expectRefused(
      hidePassage(j.carla.id, j.edition.id, 1, { field: "title", start: 0, end: 3, reason: "x" }),
      why!,
    );
    await expectRefused(showPassage(j.carla.id, j.edition.id, 1, crypto.randomUUID()), why!);
  });

  it("is refused outside the text, in a proposal that is not there, and without words or reason", async () => {
    const j = await withNames();
    await expectRefused(
      hidePassage(j.carla.id, j.edition.id, 1, { ...passage("title"), end: 99 }),
      "invalid",
    );
    await expectRefused(hidePassage(j.carla.id, j.edition.id, 9, passage("title")), "not-found");
    const form = { field: "title", start: "4", end: "4", reason: "" };
    expect(
      await ask(hide, { as: j.carla, params: { edition: j.edition.code, no: "1" }, form }),
    ).toMatchObject({ status: 400, value: { result: { error: { reason: ["required"] } } } });
  });

  it("is hidden by organisers only", async () => {
    const j = await withNames();
    for (const as of [j.jury.bruno.user, await aPerson()]) {
      expect(
        (
          await ask(hide, {
            as,
            params: { edition: j.edition.code, no: "1" },
            form: { field: "title", start: "6", end: "9", reason: "x" },
          })
        ).status,
      ).toBe(404);
    }
  });
});

describe("at screening", () => {
  it("organisers see what the proposer was shown: the same words by the same guard", async () => {
    const j = await withNames();
    await aPerson({ name: "Agnese", surname: "Barberis" });
    await rewriteGuardIndex();
    const { value } = await ask(page, {
      as: j.carla,
      params: { edition: j.edition.code, no: "1" },
    });
    const { marks } = value as {
      marks: { field: string; kind: string; start: number; end: number }[];
    };
    expect(marks).toEqual(
      textFieldNames.map((field) => ({ field, kind: "person", start: 6, end: 21 })),
    );
  });
});

describe("the way of a proposal's words to a juror", () => {
  // Who reads words of proposals, and for whom. Whatever is new here has to say that it is for no
  // juror, or use forJurors.
  const forOthers = ["assignment", "handing-over", "opening", "screening"]; // organisers; winners
  const throughTheProjection = [
    "juror-desk",
    "minutes-facts",
    "own-preferences",
    "own-sheet",
    "publication-draft",
    "ranking",
  ];

  it("is one: every query that reads them is known, and those for jurors use it", () => {
    const queries = readdirSync("app/queries", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({
        name: basename(file, ".server.ts"),
        source: readFileSync(`app/queries/${file}`, "utf8"),
      }));
    const reads = ({ source }: { source: string }) =>
      /proposal/i.test(source) &&
      new RegExp(
        `\\b(?:${textFieldNames.join("|")}): true|contentFields|tx\\.proposal\\.findMany\\(\\{\\s*where: [^\\n]*\\n\\s*include`,
      ).test(source.replace(/custodians: \{[^;]*?\n {0,8}\}/g, ""));
    const found = queries.filter(reads).map(({ name }) => name);
    expect(found.sort()).toEqual([...forOthers, ...throughTheProjection].sort());
    // the anonymous wing shows them to whoever votes, each time through the same projection
    const ballot = readFileSync("app/deposit/ballot.server.ts", "utf8");
    expect([...ballot.matchAll(/asJurorsRead\(/g)]).toHaveLength(
      [...ballot.matchAll(/\.\.\.hiddenPassages|include: hiddenPassages/g)].length,
    );
    for (const { name, source } of queries)
      expect(/\bforJurors\(|map\(forJurors\)/.test(source), name).toBe(
        [...throughTheProjection, "screening"].includes(name),
      );
  });

  it("leads through the ranking too, for the chair and beside the chair", async () => {
    const j = await withNames();
    await hideAll(j);
    await enters(j, "deliberation");
    for (const name of ["bruno", "dario"] as const)
      await delivers(j, name, { 1: [3, 3], 2: [2, 2] });
    for (const [as, capacity] of [
      [j.jury.dario.userId, "CHAIR"],
      [j.carla.id, "ORGANISER"],
    ] as const) {
      const { proposals } = await rankingPage(as, j.edition, capacity);
      expect(proposals.find(({ no }) => no === 1)?.title).toBe(`prima ${hidden} poi`);
    }
  });
});
