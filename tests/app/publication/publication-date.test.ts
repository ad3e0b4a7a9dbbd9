import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { answerClaim, withdrawNaming } from "#app/commands/opening/claim.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import {
  publishDue,
  revokePublicationDate,
  setPublicationDate,
} from "#app/commands/publication/publication-date.server.ts";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { Refused } from "#app/domain/refusal.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { action } from "#app/routes/area/manage/publication/date.ts";
import { db } from "#app/platform/db.server.ts";
import { type Judged, openedEdition, proposerOf } from "#tests/factories/published-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const hour = 3_600_000;
const inAnHour = () => new Date(Date.now() + hour);

/** Its moment has come: dates are moved, as everywhere in these tests. */
const comes = (editionId: string) =>
  db().publicationDate.update({ where: { editionId }, data: { at: new Date(Date.now() - 1000) } });
const phaseOf = async (id: string) =>
  (await db().edition.findUniqueOrThrow({ where: { id } })).phase;
const namesOf = async (editionId: string) =>
  publishedSchema
    .parse((await db().publication.findUniqueOrThrow({ where: { editionId } })).results)
    .winners.map(({ names }) => names);

/** An opened edition in which nothing is missing any more: the silent ones' days are over. */
async function ready(): Promise<Judged> {
  return openedEdition({ deposits: 3, awarded: 1 });
}

/** The winner agrees to be named, while there is time to answer. */
async function agrees(judged: Judged) {
  const { edition } = judged.sealed;
  await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 60 } });
  const winner = await proposerOf(judged, 1);
  await answerClaim(winner.user.id, winner.request.envelope.id, {
    named: true,
    prizeAccepted: true,
    notMine: false,
    reason: "",
  });
  return { userId: winner.user.id, envelopeId: winner.request.envelope.id };
}

describe("a publication with a date", () => {
  it("happens by itself when its moment has come, and not before", async () => {
    const {
      sealed: { edition, organiser },
    } = await ready();
    await setPublicationDate(organiser.id, edition.id, inAnHour());
    await publishDue();
    expect(await phaseOf(edition.id)).toBe("opening");
    await comes(edition.id);
    await publishDue();
    expect(await phaseOf(edition.id)).toBe("published");
    expect(await db().publicationDate.count({ where: { editionId: edition.id } })).toBe(0);
    expect(
      await db().auditEntry.findFirst({
        where: { editionId: edition.id, action: "edition.published" },
      }),
    ).toMatchObject({ actorId: null });
  });

  it("can be taken back until then", async () => {
    const {
      sealed: { edition, organiser },
    } = await ready();
    await setPublicationDate(organiser.id, edition.id, inAnHour());
    await revokePublicationDate(organiser.id, edition.id);
    await publishDue();
    expect(await phaseOf(edition.id)).toBe("opening");
    await expectRefused(revokePublicationDate(organiser.id, edition.id), "not-found");
  });

  it("is not of the past, nor for what is not frozen yet or published already; its words stand at the field", async () => {
    const {
      sealed: { edition, organiser },
    } = await ready();
    await expectRefused(
      setPublicationDate(organiser.id, edition.id, new Date(Date.now() - 1)),
      "too-late",
    );
    const wrong = await ask(action, {
      as: organiser,
      params: { edition: edition.code },
      form: { at: "2027-03-28T02:30" },
    }); // skipped by daylight saving
    expect([
      wrong.status,
      JSON.stringify((wrong.value as { result: { error: object } }).result.error),
    ]).toEqual([400, '{"at":["skipped-hour"]}']);
    await enterPhase(organiser.id, edition.id, "published");
    await expectRefused(setPublicationDate(organiser.id, edition.id, inAnHour()), "wrong-phase");
  });

  it("publishes nothing where something is missing, and tells every organiser once what it is", async () => {
    const {
      sealed: { edition, organiser },
    } = await ready();
    // a winner can still answer
    await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 60 } });
    await setPublicationDate(organiser.id, edition.id, inAnHour());
    await comes(edition.id);
    await Promise.all([publishDue(), publishDue()]);
    await publishDue();
    expect(await phaseOf(edition.id)).toBe("opening");
    const mails = await db().outboxMail.findMany({
      where: {
        editionId: edition.id,
        toAddress: organiser.email,
        subject: { contains: "non sono stati pubblicati" },
      },
    });
    expect(mails).toHaveLength(1);
    expect(mails[0]!.text).toContain("– "); // the reasons, in words
    const preview = await publicationPreview(edition.id);
    expect(preview.scheduled?.missed).toEqual(preview.blocked);
    // what was missing is mended: it is not published behind anybody's back
    await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 0 } });
    await publishDue();
    expect(await phaseOf(edition.id)).toBe("opening");
    await setPublicationDate(organiser.id, edition.id, inAnHour());
    await comes(edition.id);
    await publishDue();
    expect(await phaseOf(edition.id)).toBe("published");
  });

  it("does not publish by itself what nobody set", async () => {
    const {
      sealed: { edition },
    } = await ready();
    await expectRefused(enterPhase(null, edition.id, "published"), "blocked");
  });
});

describe("publishing at once", () => {
  it("twice makes one publication, and says to the second that it was done", async () => {
    const {
      sealed: { edition, organiser },
    } = await ready();
    const ends = await Promise.allSettled([
      enterPhase(organiser.id, edition.id, "published"),
      enterPhase(organiser.id, edition.id, "published"),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [refused] = ends.flatMap((end) =>
      end.status === "rejected" ? [end.reason as unknown] : [],
    );
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).refusal).toMatchObject({
      code: "blocked",
      reasons: [{ key: "order" }],
    });
    expect(await db().publication.count({ where: { editionId: edition.id } })).toBe(1);
    expect(
      await db().auditEntry.count({
        where: { editionId: edition.id, action: "edition.published" },
      }),
    ).toBe(1);
  });

  it("by hand and by itself makes one publication too", async () => {
    const {
      sealed: { edition, organiser },
    } = await ready();
    await setPublicationDate(organiser.id, edition.id, inAnHour());
    await comes(edition.id);
    await Promise.allSettled([
      publishDue(),
      enterPhase(organiser.id, edition.id, "published"),
      publishDue(),
    ]);
    expect(await db().publication.count({ where: { editionId: edition.id } })).toBe(1);
    expect(
      await db().outboxMail.count({
        where: { editionId: edition.id, subject: { contains: "non sono stati pubblicati" } },
      }),
    ).toBe(0);
  });
});

describe("a winner who agreed to be named", () => {
  it("can take it back until the publication, and is not named then", async () => {
    const judged = await ready();
    const { edition, organiser } = judged.sealed;
    const { userId, envelopeId } = await agrees(judged);
    await withdrawNaming(userId, envelopeId);
    // nothing is left to take back
    await expectRefused(withdrawNaming(userId, envelopeId), "not-found");
    await enterPhase(organiser.id, edition.id, "published");
    expect(await namesOf(edition.id)).toEqual([null]);
    expect(await db().winnerAnswer.findUnique({ where: { envelopeId } })).toMatchObject({
      prizeAccepted: true,
      named: false,
    });
  });

  it("who takes it back in the very moment is either not named, or told that it was too late: never both", async () => {
    for (let round = 0; round < 4; round += 1) {
      const judged = await ready();
      const { edition, organiser } = judged.sealed;
      const { userId, envelopeId } = await agrees(judged);
      const withdrawal = () => withdrawNaming(userId, envelopeId);
      const publication = () => enterPhase(organiser.id, edition.id, "published");
      const [first, second] = round % 2 ? [withdrawal, publication] : [publication, withdrawal];
      const ends = await Promise.allSettled([first(), second()]);
      const withdrawn = ends[round % 2 ? 0 : 1]!.status === "fulfilled";
      const [names] = await namesOf(edition.id);
      expect(names === null).toBe(withdrawn);
    }
  }, 60_000);

  it("cannot be unnamed by anybody else, nor once it is public, nor can another part of the answer change", async () => {
    const judged = await ready();
    const { edition, organiser } = judged.sealed;
    const { userId, envelopeId } = await agrees(judged);
    await expectRefused(withdrawNaming(organiser.id, envelopeId), "not-found");
    for (const sql of [
      `UPDATE "WinnerAnswer" SET "prizeAccepted" = false`,
      `DELETE FROM "WinnerAnswer"`,
      `UPDATE "WinnerAnswer" SET named = false, reason = 'x'`,
    ]) {
      await expect(
        db().$executeRawUnsafe(`${sql} WHERE "envelopeId" = '${envelopeId}'`),
      ).rejects.toThrow("locked");
    }
    await enterPhase(organiser.id, edition.id, "published");
    await expectRefused(withdrawNaming(userId, envelopeId), "too-late");
    await expect(
      db().$executeRawUnsafe(
        `UPDATE "WinnerAnswer" SET named = false WHERE "envelopeId" = '${envelopeId}'`,
      ),
    ).rejects.toThrow("locked");
    expect((await namesOf(edition.id))[0]).toHaveLength(1);
  });
});
