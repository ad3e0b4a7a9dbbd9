import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { exceptJury } from "#app/commands/jury/jury-exception.server.ts";
import {
  closeMeeting,
  openMeeting,
  recordPresence,
} from "#app/commands/meetings/meeting.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { meetingMinutes } from "#app/documents/meeting-minutes.ts";
import { minutesPage } from "#app/queries/meetings/meeting-minutes.server.ts";
import { editionOverview } from "#app/queries/edition/manage.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import { callPage } from "#app/queries/edition/public-call.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action } from "#app/routes/area/manage/jury/exception.ts";
import * as call from "#app/routes/public/call.tsx";
import * as results from "#app/routes/public/results.tsx";
import { frozenEdition, openAll, publish } from "#tests/factories/published-edition.ts";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { written } from "#tests/support/written.tsx";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";

const reason = "Bruno Conti si è dimesso l'ultimo giorno e non è stato possibile sostituirlo.";

/**
 * Dario and Bruno judge both proposals; then Bruno, the only one from outside, recuses from the
 * second.
 */
async function short(): Promise<Judging> {
  const j = await judging({ proposals: 2, assigned: { dario: [1, 2], bruno: [1, 2] } });
  await delivers(j, "dario", { 1: [5, 5], 2: [3, 3] });
  await delivers(j, "bruno", { 1: [4, 4] });
  await db().recusal.create({
    data: { jurorId: j.jury.bruno.id, proposalId: j.proposals[1]!.id, reason: "x", at: new Date() },
  });
  return j;
}

const escaped = (text: string) => text.replaceAll("'", "&#x27;");

const lacks = [
  { key: "understaffed", params: { numbers: "2", k: 2 } },
  { key: "lack-external", params: { numbers: "2", count: 1 } },
];

describe("a jury that is not as the call says", () => {
  it("keeps deliberation from beginning, on the way and in the act", async () => {
    const j = await short();
    expect((await editionOverview(j.edition.id)).blocked).toMatchObject(lacks);
    expect(await refusalOf(enterPhase(j.carla.id, j.edition.id, "deliberation"))).toMatchObject({
      code: "blocked",
      reasons: lacks,
    });
  });

  it("is mended by giving the proposal to somebody else", async () => {
    const j = await short();
    await db().assignment.create({
      data: { jurorId: j.jury.gina.id, proposalId: j.proposals[1]!.id },
    });
    await delivers(j, "gina", { 2: [1, 1] });
    expect((await editionOverview(j.edition.id)).blocked).toEqual([]);
  });

  it("may go on with a public reason, which is on record and in the call with what was lacking", async () => {
    const j = await short();
    expect(
      await ask(action, {
        as: j.carla,
        params: { edition: j.edition.code },
        form: { reason: "breve" },
      }),
    ).toMatchObject({ status: 400 });
    expect(
      await ask(action, { as: j.carla, params: { edition: j.edition.code }, form: { reason } }),
    ).toMatchObject({ status: 302 });
    expect(
      await db().auditEntry.findMany({
        where: { editionId: j.edition.id, action: "edition.jury-excepted" },
      }),
    ).toMatchObject([{ actorId: j.carla.id, objectId: "deliberation", detail: { reason, lacks } }]);
    await enterPhase(j.carla.id, j.edition.id, "deliberation");
    expect((await editionOverview(j.edition.id)).blocked.map(({ key }) => key)).toEqual(["freeze"]);
    expect((await callPage(j.edition.code, "it")).juryExceptions).toEqual([
      { phase: "deliberation", reason, lacks },
    ]);
  });

  it("is in the minutes of the meeting that follows", async () => {
    const j = await short();
    await exceptJury(j.carla.id, j.edition.id, reason);
    await enterPhase(j.carla.id, j.edition.id, "deliberation");
    await enters(j, "deliberation"); // and the edition of the test with it
    const at = { userId: j.carla.id, edition: j.edition, number: 1 };
    await openMeeting(j.carla.id, j.edition.id);
    await recordPresence(at, [j.jury.dario.userId]);
    await closeMeeting(at);
    const { facts } = await minutesPage(j.carla.id, j.edition, 1);
    expect(facts.juryExceptions).toEqual([{ phase: "deliberation", reason, lacks }]);
    const said = JSON.stringify(
      meetingMinutes(
        { facts, withheld: 0 },
        { version: 1, hash: "", signatures: [], commitment: null },
        "it",
      ),
    );
    for (const words of [
      "non era come dice il bando",
      "Proposte con meno di 2 giurati: 2.",
      "Proposte senza giurati esterni: 2.",
      reason,
    ])
      expect(said).toContain(words);
  });

  it("is in what is published, in words, beside who judged", async () => {
    const judged = await frozenEdition({ deposits: 2, awarded: 1 });
    const { edition, organiser } = judged.sealed;
    const said = { phase: "deliberation" as const, reason, lacks };
    const data = { ...said, editionId: edition.id, actorId: organiser.id, at: new Date() };
    await db().juryException.create({ data });
    await openAll(judged);
    await publish(judged, { 1: { named: true, prizeAccepted: true } });
    const { published } = await resultsPage(edition.code, "it");
    expect(published.juryExceptions).toEqual([said]);
    for (const [locale, words] of [
      ["it", ["La deliberazione è cominciata anche se", "Proposte senza giurati esterni: 2."]],
      ["en", ["Deliberation began although", "Proposals without external jurors: 2."]],
    ] as const) {
      const params = { code: edition.code };
      for (const page of [
        await written(results, locale, "editions/:code/results", params),
        await written(call, locale, "editions/:code", params),
      ]) {
        for (const each of [...words, escaped(reason)]) expect(page).toContain(each);
      }
    }
  }, 60_000);

  it("needs another reason for what is lacking later", async () => {
    const j = await short();
    await exceptJury(j.carla.id, j.edition.id, reason);
    await enterPhase(j.carla.id, j.edition.id, "deliberation");
    await db().recusal.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: j.proposals[0]!.id,
        reason: "x",
        at: new Date(),
      },
    });
    expect((await editionOverview(j.edition.id)).blocked.map(({ key }) => key)).toEqual([
      "freeze",
      "understaffed",
      "lack-external",
    ]);
    await exceptJury(j.carla.id, j.edition.id, reason);
    expect((await editionOverview(j.edition.id)).blocked.map(({ key }) => key)).toEqual(["freeze"]);
    expect(await db().juryException.count({ where: { editionId: j.edition.id } })).toBe(2);
  });

  it("gets no exception where nothing is lacking, nor before scoring", async () => {
    const whole = await judging({ proposals: 1, assigned: { dario: [1], bruno: [1] } });
    await expectRefused(exceptJury(whole.carla.id, whole.edition.id, reason), "stale");
    const screening = await judging({ phase: "screening", proposals: 1, assigned: "none" });
    await expectRefused(
      exceptJury(screening.carla.id, screening.edition.id, reason),
      "wrong-phase",
    );
  });
});
