import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { isTold, toldEvents } from "#app/domain/edition/event.ts";
import en from "#app/i18n/en/index.ts";
import it from "#app/i18n/it/index.ts";
import { moveVote } from "#app/commands/vote/employees-vote.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { newTokenKey } from "#app/platform/issuer.server.ts";
import { findEdition } from "#app/queries/edition/edition.server.ts";
import { comingDates, recentEvents } from "#app/queries/publication/edition-news.server.ts";
import {
  tasksOfCustodian,
  tasksOfJuror,
  tasksOfOrganiser,
} from "#app/queries/desk/tasks.server.ts";
import { db } from "#app/platform/db.server.ts";
import { quorumOf, release } from "#tests/factories/frozen-edition.ts";
import { enters, judging } from "#tests/factories/judging.ts";
import { frozenEdition, type Judged } from "#tests/factories/published-edition.ts";

// What waits for whom, what comes and what was, out of the database.

const editionOf = async (code: string) => (await findEdition(code))!;
const keys = (tasks: { key: string }[]) => tasks.map(({ key }) => key);

describe("before a ranking is frozen", () => {
  test("jurors are told of their sheets, organisers of the jurors", async () => {
    const j = await judging({ proposals: 3 });
    await db().phaseChange.create({
      data: { editionId: j.edition.id, phase: "scoring", at: new Date() },
    });
    const edition = await editionOf(j.edition.code);
    const { user } = j.jury.bruno;
    expect(await tasksOfJuror(edition, user.id)).toEqual([
      {
        key: "juror-sheets",
        params: { count: 3 },
        to: `/area/jury/${edition.code}`,
        blocks: false,
      },
    ]);
    expect(keys(await tasksOfOrganiser(edition))).toEqual(["unconfirmed", "mails-wait"]);
    expect((await comingDates(edition)).map(({ key }) => key)).toEqual(["scoring"]);
    await db().edition.update({ where: { id: edition.id }, data: { scoringDays: 1 } });
    await db().phaseChange.updateMany({
      where: { editionId: edition.id, phase: "scoring" },
      data: { at: new Date(Date.now() - 3 * 86_400_000) },
    });
    expect(keys(await tasksOfOrganiser(await editionOf(edition.code)))).toEqual([
      "unconfirmed",
      "mails-wait",
      "jurors-silent",
    ]);
    expect(await comingDates(await editionOf(edition.code))).toEqual([]);
    await enters(j, "deliberation");
    expect(await tasksOfJuror(await editionOf(edition.code), user.id)).toEqual([]);
  });
});

describe("the employees' vote", () => {
  test("stands among the dates to come, and that it was moved among what happened", async () => {
    const today = Date.now();
    const inDays = (days: number) => new Date(today + days * 86_400_000);
    const { edition, carla } = await judging({
      proposals: 1,
      phase: "announced",
      changes: {
        employeesVote: true,
        voteStartsAt: inDays(2),
        voteEndsAt: inDays(4),
        voteKey: { create: newTokenKey() },
      },
    });
    expect((await comingDates(await editionOf(edition.code))).map(({ key }) => key)).toEqual([
      "voteBegins",
      "voteEnds",
    ]);
    await moveVote(carla.id, edition, {
      voteStartsAt: undefined,
      voteEndsAt: localTimeOf(inDays(9), edition.timeZone),
      reason: "Un ponte in mezzo.",
    });
    expect((await recentEvents(edition.id)).map(({ action }) => action)).toEqual(["vote.moved"]);
    const [begins, ends] = await comingDates(await editionOf(edition.code));
    expect([begins!.at, ends!.at.slice(0, 10)]).toEqual([
      edition.voteStartsAt!.toISOString(),
      inDays(9).toISOString().slice(0, 10),
    ]);
    expect(await comingDates({ ...edition, employeesVote: false })).toEqual([]);
  });
});

describe("once a ranking is frozen", () => {
  let judged: Judged;
  beforeAll(async () => {
    judged = await frozenEdition({ deposits: 3, awarded: 1 });
  }, 60_000);

  test("custodians are told of the envelopes until theirs is done", async () => {
    const edition = await editionOf(judged.sealed.edition.code);
    expect(edition.phase).toBe("opening");
    const [first] = quorumOf(judged.sealed);
    expect(await tasksOfCustodian(edition, first!.user.id)).toEqual([
      {
        key: "custodian-open",
        params: { count: 1 },
        to: `/area/custody/${edition.code}`,
        blocks: false,
      },
    ]);
    await release(judged.sealed, first!);
    expect(await tasksOfCustodian(edition, first!.user.id)).toEqual([]);
    expect(keys(await tasksOfOrganiser(edition))).toEqual(["unopened", "mails-wait"]);
  });

  test("what happened names no proposal, no sheet and no envelope, though the log does", async () => {
    const { id } = judged.sealed.edition;
    const all = await db().auditEntry.findMany({ where: { editionId: id } });
    const inner = new Set([
      ...(await db().proposal.findMany({ where: { editionId: id }, select: { id: true } })).map(
        (row) => row.id,
      ),
      ...(
        await db().envelope.findMany({
          where: { proposal: { editionId: id } },
          select: { id: true },
        })
      ).map((row) => row.id),
    ]);
    const told = all.filter(({ action }) => isTold(action));
    expect(told.filter(({ objectId }) => inner.has(objectId))).toEqual([]);
    const events = await recentEvents(id, 100);
    expect(events).toHaveLength(told.length);
    expect(events[0]).toMatchObject({ action: "edition.opening" });
  });

  test("every event has words in both languages", () => {
    for (const { manage } of [it, en])
      expect(Object.keys(manage.events.did).sort()).toEqual(
        toldEvents.map((event) => event.replace(".", "-")).sort(),
      );
  });
});
