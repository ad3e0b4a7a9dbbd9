import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { remindJurors } from "#app/commands/jury/juror-reminders.server.ts";
import { inviteJuror } from "#app/commands/jury/jury.server.ts";
import { giveMoreTime } from "#app/commands/scoring/scoring-date.server.ts";
import type { Phase } from "#app/domain/phase.ts";
import { db } from "#app/platform/db.server.ts";
import { linkPlaceholder } from "#app/platform/mail/outbox.server.ts";
import { action as extend, loader as page } from "#app/routes/area/manage/jury/reminders.tsx";
import { aJuror, delivers, judging, type Judging } from "#tests/factories/judging.ts";
import { anOutsider } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60_000);

/** Scoring that began so many days ago, of 21. */
async function scoringSince(
  ago: number,
  options: Parameters<typeof judging>[0] = {},
): Promise<Judging> {
  const j = await judging({ phase: "scoring", proposals: 2, ...options });
  await db().phaseChange.create({
    data: { editionId: j.edition.id, phase: "scoring" satisfies Phase, at: days(-ago) },
  });
  return j;
}

async function remindedOf(j: Judging): Promise<string[]> {
  await remindJurors();
  const rows = await db().outboxMail.findMany({
    where: { editionId: j.edition.id },
    orderBy: { toAddress: "asc" },
  });
  return rows.map(({ toAddress, subject }) => `${toAddress}: ${subject}`);
}

describe("a juror who has not answered", () => {
  const invited = async (inDays: number, passwordHash: string | null = "x") => {
    const j = await judging({ phase: "screening", proposals: 1 });
    const juror = await aJuror(j.edition, await anOutsider({ passwordHash, locale: "en" }), {
      state: "INVITED",
      answerBy: days(inDays),
    });
    return { j, juror };
  };

  it("is reminded some days before the date, once", async () => {
    const { j, juror } = await invited(1);
    expect(await remindedOf(j)).toEqual([
      `${juror.user.email}: We are waiting for your answer: Ideas`,
    ]);
    expect(await remindedOf(j)).toHaveLength(1);
  });

  it("is reminded again and again when late, also if the server was down meanwhile", async () => {
    const { j, juror } = await invited(-9);
    expect(await remindedOf(j)).toHaveLength(1);
    expect(await db().jurorReminder.findMany({ where: { jurorId: juror.id } })).toMatchObject([
      { kind: "answerAfter", number: 4 },
    ]);
    // two days ago
    await db().jurorReminder.updateMany({ where: { jurorId: juror.id }, data: { number: 3 } });
    expect(await remindedOf(j)).toHaveLength(2);
  });

  it("without a password gets a one-time link, made while it is being sent", async () => {
    const { j } = await invited(1, null);
    await remindedOf(j);
    expect(
      (await db().outboxMail.findFirst({ where: { editionId: j.edition.id } }))?.text,
    ).toContain(linkPlaceholder);
  });

  it("has the days that the edition gives, and a date in the invitation", async () => {
    const j = await judging({ phase: "screening", changes: { jurorAnswerDays: 10 } });
    await inviteJuror(j.carla.id, j.edition, {
      name: "Ugo",
      surname: "Neri",
      email: "ugo.neri@university.example",
      locale: "it",
      chair: false,
    });
    const juror = await db().juror.findFirstOrThrow({
      where: { user: { email: "ugo.neri@university.example" } },
    });
    expect(Math.round((juror.answerBy!.getTime() - Date.now()) / 86_400_000)).toBe(10);
    expect(
      (await db().outboxMail.findFirstOrThrow({ where: { userId: juror.userId } })).text,
    ).toContain("Rispondi entro");
    expect(await remindedOf(j)).toHaveLength(1); // no reminder yet
  });
});

describe("a juror with sheets to deliver", () => {
  it("is reminded before the date and after it, and nobody who has none", async () => {
    // gina has no proposal
    const j = await scoringSince(17, { assigned: { dario: [1, 2], bruno: [1], elena: [2] } });
    await delivers(j, "dario", { 1: [3, 3], 2: [3, 3] });
    await db().recusal.create({
      data: {
        jurorId: j.jury.elena.id,
        proposalId: j.proposals[1]!.id,
        reason: "x",
        at: new Date(),
      },
    });
    expect(await remindedOf(j)).toEqual([
      `${j.jury.bruno.user.email}: Valutazioni da completare: Idee in Comune`,
    ]);
    const late = await scoringSince(24, { assigned: { bruno: [1, 2] } });
    expect(await remindedOf(late)).toHaveLength(1);
    expect(
      (await db().outboxMail.findFirstOrThrow({ where: { editionId: late.edition.id } })).text,
    ).toContain("mancano ancora 2 tue valutazioni");
  });

  it("is left alone between the dates, where the edition wants no reminders, and once deliberation has begun", async () => {
    expect(await remindedOf(await scoringSince(5))).toEqual([]);
    expect(
      await remindedOf(await scoringSince(24, { changes: { remindScoringAfter: 0 } })),
    ).toEqual([]);
    expect(await remindedOf(await scoringSince(24, { changes: { scoringDays: 0 } }))).toEqual([]);
    expect(await remindedOf(await scoringSince(24, { phase: "deliberation" }))).toEqual([]);
  });

  it("is reminded once when several servers ask at once", async () => {
    const j = await scoringSince(17, { assigned: { bruno: [1] } });
    await Promise.all([remindJurors(), remindJurors(), remindJurors()]);
    expect(await remindedOf(j)).toHaveLength(1);
  });
});

describe("more time to score", () => {
  it("moves the date, and with it the reminders", async () => {
    const j = await scoringSince(24, { assigned: { bruno: [1] } });
    const more = (as: { id: string }, days: string) =>
      ask(extend, { as, params: { edition: j.edition.code }, form: { days } });
    expect((await more(j.carla, "0")).status).toBe(400);
    expect((await more(j.jury.dario.user, "7")).status).toBe(404);
    expect((await more(j.carla, "7")).location).toContain("done=extended");
    expect(
      await db().auditEntry.findFirst({
        where: { editionId: j.edition.id, action: "scoring.extended" },
      }),
    ).toMatchObject({ actorId: j.carla.id, detail: { days: 7 } });
    expect(
      (await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } })).scoringDays,
    ).toBe(28);
    const { due, rows } = (await ask(page, { as: j.carla, params: { edition: j.edition.code } }))
      .value as { due: string; rows: { late: boolean }[] };
    expect(Math.round((Date.parse(due) - Date.now()) / 86_400_000)).toBe(4);
    expect(rows).toMatchObject([{ late: false }]);
  });

  it("is there only while the jury scores by a date", async () => {
    for (const j of [
      await scoringSince(3, { phase: "deliberation" }),
      await scoringSince(3, { changes: { scoringDays: 0 } }),
    ]) {
      expect(
        (await ask(page, { as: j.carla, params: { edition: j.edition.code } })).value,
      ).toMatchObject({ due: null });
      await expectRefused(giveMoreTime(j.carla.id, j.edition.id, { days: 3 }), "wrong-phase");
    }
  });
});

describe("the page of the reminders", () => {
  it("shows whom the jury waits for, when each is reminded, and the message word for word", async () => {
    const j = await scoringSince(20, { assigned: { bruno: [1] } });
    const asked = async () =>
      (await ask(page, { as: j.carla, params: { edition: j.edition.code } })).value as {
        rows: {
          name: string;
          about: string;
          late: boolean;
          sent: string | null;
          mail: { text: string };
        }[];
      };
    expect((await asked()).rows).toMatchObject([
      {
        name: "Conti Bruno",
        about: "scoring",
        late: false,
        sent: null,
        mail: { text: expect.stringContaining("manca ancora # tua".replace("#", "1")) },
      },
    ]);
    await remindJurors();
    expect((await asked()).rows[0]?.sent).toEqual(expect.any(String));
    expect(
      (await ask(page, { as: j.jury.bruno.user, params: { edition: j.edition.code } })).status,
    ).toBe(404);
  });
});
