import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { switchReminders } from "#app/commands/people/account.server.ts";
import {
  limitMailing,
  planMailing,
  releaseDueMailings,
  releaseMailing,
  writeOwnParagraph,
  writeReleasedMailings,
} from "#app/commands/mailing/mailing.server.ts";
import { type Moment, mailings, moments } from "#app/domain/mailing/mailing.ts";
import { nextRecipients } from "#app/queries/mailing/mail-recipients.server.ts";
import { momentMails } from "#app/mail/moment.server.ts";
import { mailingList, mailingPage, waitingMails } from "#app/queries/mailing/mailings.server.ts";
import { db, type Edition, type Phase, type User } from "#app/platform/db.server.ts";
import { loader as mailsLoader } from "#app/routes/area/manage/mails/page.tsx";
import { action as unitsAction } from "#app/routes/area/manage/mails/mail-units.ts";
import { loader as mailLoader } from "#app/routes/area/manage/mails/mail.tsx";
import { aPerson } from "#tests/factories/person.ts";
import { depositBy, employee, openEdition } from "#tests/factories/sealed-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// Mails of an edition's moments: the same for everybody of a group, released once, never a function
// of who took part.

let made = 0;
let carla: User;
let edition: Edition;

/** An edition in this phase, with Carla for its organiser. */
async function anEdition(phase: Phase): Promise<void> {
  carla = await aPerson({ name: "Carla" });
  made += 1;
  const { id } = await db().edition.create({
    data: {
      code: `posta-${made}`,
      texts: { it: { name: "Idee" }, en: { name: "Ideas" } },
      opensAt: new Date("2027-04-15T07:00:00Z"),
      closesAt: new Date("2027-05-31T22:00:00Z"),
    },
  });
  await db().role.create({ data: { editionId: id, userId: carla.id, kind: "ORGANISER" } });
  await asOwner((tx) => tx.edition.update({ where: { id }, data: { phase } }));
  edition = await db().edition.findUniqueOrThrow({ where: { id } });
}

const outbox = (moment: Moment) =>
  db().outboxMail.findMany({
    where: { editionId: edition.id, moment },
    orderBy: { toAddress: "asc" },
  });
const addresses = async (moment: Moment) =>
  (await outbox(moment)).map(({ toAddress }) => toAddress);
const release = (moment: Moment, by: string | null = carla.id) =>
  releaseMailing(by, edition.id, moment);
const staff = async () =>
  (
    await db().user.findMany({
      where: { active: true, staffNumber: { not: null }, director: false, id: { not: carla.id } },
    })
  )
    .map(({ email }) => email)
    .sort();

beforeEach(() => anEdition("open"));
afterEach(async () => {
  await db().outboxMail.deleteMany();
  await db().mailing.deleteMany();
  await db().user.updateMany({ data: { remindersOff: false } });
});

describe("a mail to all employees", () => {
  it("goes to nobody without an organiser's release, and then to everybody who may take part, in each one's language", async () => {
    await aPerson({ locale: "en" });
    await aPerson({ locale: "it" });
    await aPerson({ director: true });
    await aPerson({ active: false });
    await writeReleasedMailings();
    expect(await addresses("opening")).toEqual([]);
    await release("opening");
    await writeReleasedMailings();
    expect(await addresses("opening")).toEqual(await staff());
    const mails = await outbox("opening");
    expect(new Set(mails.map(({ locale, subject }) => `${locale} ${subject}`))).toEqual(
      new Set(["it Idee: si può proporre", "en Ideas: proposals are open"]),
    );
  });

  it("is released once, also by two organisers at the same moment, and reaches nobody twice", async () => {
    await aPerson();
    const outcomes = await Promise.allSettled([
      release("opening"),
      release("opening"),
      release("opening"),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      outcomes
        .filter(({ status }) => status === "rejected")
        .map((each) => (each as PromiseRejectedResult).reason.refusal.code),
    ).toEqual(["already-released", "already-released"]);
    await Promise.all([
      writeReleasedMailings(2),
      writeReleasedMailings(3),
      writeReleasedMailings(1),
    ]);
    await writeReleasedMailings();
    expect(await addresses("opening")).toEqual(await staff());
    expect(
      await db().auditEntry.count({ where: { editionId: edition.id, action: "mailing.released" } }),
    ).toBe(1);
  });

  it("has the same words for everybody of a language", async () => {
    for (const locale of ["it", "en", "it", "en"]) await aPerson({ locale });
    await writeOwnParagraph(carla.id, edition.id, "lastDays", {
      it: "Vi aspettiamo in sala.",
      en: "See you in the hall.",
    });
    await release("lastDays");
    await writeReleasedMailings();
    const mails = await outbox("lastDays");
    for (const locale of ["it", "en"])
      expect(
        new Set(
          mails
            .filter((mail) => mail.locale === locale)
            .map(({ subject, text, html }) => subject + text + html),
        ).size,
      ).toBe(1);
  });

  it("is previewed exactly as it is sent, with the organisers' paragraph in it as text", async () => {
    await aPerson({ locale: "it" });
    await aPerson({ locale: "en" });
    await writeOwnParagraph(carla.id, edition.id, "opening", {
      it: "Sportello <b>aperto</b> & gratuito.",
      en: "The <b>desk</b> & the rest.",
    });
    const preview = momentMails("opening", edition, (await mailingPage(edition, "opening")).own);
    await release("opening");
    await writeReleasedMailings();
    for (const { locale, content } of preview) {
      const sent = (await outbox("opening")).find((mail) => mail.locale === locale)!;
      expect({ subject: sent.subject, text: sent.text, html: sent.html }).toEqual(content);
    }
    const [italian] = preview;
    expect(italian!.content.text).toContain("Sportello <b>aperto</b> & gratuito.");
    expect(italian!.content.html).toContain("Sportello &lt;b&gt;aperto&lt;/b&gt; &amp; gratuito.");
  });

  it("does not change once it is released", async () => {
    await release("opening");
    await expectRefused(
      writeOwnParagraph(carla.id, edition.id, "opening", { it: "Altro", en: "Other" }),
      "already-released",
    );
    await expectRefused(
      planMailing(carla.id, edition.id, "opening", new Date(Date.now() + 60_000)),
      "already-released",
    );
  });

  it("is written on from where it stopped when the server died in the middle", async () => {
    for (let i = 0; i < 7; i += 1) await aPerson();
    await release("opening");
    const broken = () =>
      asOwner((tx) =>
        tx.$executeRawUnsafe(`
      CREATE OR REPLACE FUNCTION t_die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM "OutboxMail" WHERE "editionId" = NEW."editionId") >= 5 THEN RAISE EXCEPTION 'died'; END IF; RETURN NEW; END $$`),
      );
    await broken();
    await asOwner((tx) =>
      tx.$executeRawUnsafe(
        `CREATE TRIGGER t_die BEFORE INSERT ON "OutboxMail" FOR EACH ROW EXECUTE FUNCTION t_die()`,
      ),
    );
    await expect(writeReleasedMailings(2)).rejects.toThrow();
    await asOwner((tx) => tx.$executeRawUnsafe(`DROP TRIGGER t_die ON "OutboxMail"`));
    const before = await addresses("opening");
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan((await staff()).length);
    expect((await mailingPage(edition, "opening")).written).toBe(false);
    await writeReleasedMailings(2);
    expect(await addresses("opening")).toEqual(await staff());
    expect(await mailingPage(edition, "opening")).toMatchObject({
      written: true,
      counts: { waiting: (await staff()).length, sent: 0, failed: 0 },
    });
  });

  it("does not wait behind another that cannot be written, nor behind one that cannot be released", async () => {
    await aPerson();
    await release("opening");
    await release("lastDays");
    await asOwner((tx) =>
      tx.$executeRawUnsafe(`
      CREATE OR REPLACE FUNCTION t_fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.moment = 'opening' THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$`),
    );
    await asOwner((tx) =>
      tx.$executeRawUnsafe(
        `CREATE TRIGGER t_fail BEFORE INSERT ON "OutboxMail" FOR EACH ROW EXECUTE FUNCTION t_fail()`,
      ),
    );
    await expect(writeReleasedMailings()).rejects.toThrow(); // and the log of jobs hears of it
    await asOwner((tx) => tx.$executeRawUnsafe(`DROP TRIGGER t_fail ON "OutboxMail"`));
    expect([await addresses("opening"), await addresses("lastDays")]).toEqual([[], await staff()]);
    await writeReleasedMailings();
    expect(await addresses("opening")).toEqual(await staff());

    await asOwner((tx) =>
      tx.edition.update({ where: { id: edition.id }, data: { phase: "scoring" } }),
    );
    for (const moment of ["jurors", "scoring"] as const)
      await db().mailing.create({
        data: { editionId: edition.id, moment, sendAt: new Date(Date.now() - 1000) },
      });
    await asOwner(async (tx) => {
      await tx.$executeRawUnsafe(
        `CREATE OR REPLACE FUNCTION t_fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.moment = 'jurors' THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$`,
      );
      await tx.$executeRawUnsafe(
        `CREATE TRIGGER t_fail BEFORE UPDATE ON "Mailing" FOR EACH ROW EXECUTE FUNCTION t_fail()`,
      );
    });
    await expect(releaseDueMailings()).rejects.toThrow();
    await asOwner((tx) => tx.$executeRawUnsafe(`DROP TRIGGER t_fail ON "Mailing"`));
    expect((await mailingPage(edition, "scoring")).releasedAt).not.toBeNull();
  });

  it("is recorded without its content", async () => {
    await writeOwnParagraph(carla.id, edition.id, "opening", {
      it: "parola-segreta",
      en: "secret-word",
    });
    await release("opening");
    const entries = await db().auditEntry.findMany({
      where: { editionId: edition.id },
      orderBy: { seq: "asc" },
    });
    expect(entries.map(({ action, objectId }) => `${action} ${objectId}`)).toEqual([
      "mailing.written opening",
      "mailing.released opening",
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/parola-segreta|secret-word/);
  });
});

describe("whom a mail reaches", () => {
  /**
   * Runs `recipients` before and after people take their passes and hand in proposals: whatever
   * changes tells who did.
   */
  async function learnsFrom(
    recipients: (editionId: string) => Promise<string[]>,
  ): Promise<boolean> {
    const sealed = await openEdition();
    const people = await Promise.all([employee(), employee(), employee()]);
    const before = await recipients(sealed.edition.id);
    await depositBy(people[0]!, sealed);
    const after = await recipients(sealed.edition.id);
    return JSON.stringify(before) !== JSON.stringify(after);
  }

  const ofMoment = (moment: Moment) => async (editionId: string) =>
    (await nextRecipients(editionId, moment, { reached: null, units: [] }, 10_000)).map(
      ({ id }) => id,
    );

  it.each(moments.filter((moment) => mailings[moment].audience.includes("employees")))(
    "does not depend on who holds a pass or handed in a proposal: %s",
    async (moment) => {
      expect(await learnsFrom(ofMoment(moment))).toBe(false);
    },
  );

  it("catches a reminder that only those without a pass receive", async () => {
    const planted = async (editionId: string) =>
      (
        await db().user.findMany({
          where: { staffNumber: { not: null }, activations: { none: { editionId } } },
          orderBy: { id: "asc" },
        })
      ).map(({ id }) => id);
    expect(await learnsFrom(planted)).toBe(true);
  });

  it("leaves out reminders for whoever switched them off, and nothing that is needed", async () => {
    const ada = await aPerson();
    const reaches = async (moment: Moment) => (await ofMoment(moment)(edition.id)).includes(ada.id);
    await switchReminders(ada.id, false);
    expect([await reaches("lastDays"), await reaches("scoring")]).toEqual([false, false]);
    expect([await reaches("call"), await reaches("questions"), await reaches("results")]).toEqual([
      true,
      true,
      true,
    ]);
    await switchReminders(ada.id, true);
    expect(await reaches("lastDays")).toBe(true);
  });

  it("says in every reminder where to switch it off, and in no other", async () => {
    for (const moment of moments.filter((each) => each !== "vote")) {
      for (const { content } of momentMails(moment, edition, {}))
        expect(content.text.includes("/area/account"), moment).toBe(mailings[moment].reminder);
    }
  });

  /** A unit of so many people, of whom `off` want no reminders. */
  async function aUnit(people: number, off = 0): Promise<{ unit: string; emails: string[] }> {
    made += 1;
    const all = await Promise.all(
      Array.from({ length: people }, () => aPerson({ unit: `Unità ${made}` })),
    );
    for (const { id } of all.slice(0, off)) await switchReminders(id, false);
    return {
      unit: `Unità ${made}`,
      emails: all
        .slice(off)
        .map(({ email }) => email)
        .sort(),
    };
  }
  const limit = (moment: Moment, ...units: string[]) =>
    limitMailing(carla.id, edition.id, moment, units);

  it("is everybody of the chosen units who wants reminders, where a reminder is limited to some", async () => {
    const [one, two, three] = [await aUnit(4, 1), await aUnit(3), await aUnit(6)];
    await limit("lastDays", one.unit, two.unit);
    await release("lastDays");
    await writeReleasedMailings(2);
    expect(await addresses("lastDays")).toEqual([...one.emails, ...two.emails].sort());
    await limit("opening", three.unit);
    await limit("opening"); // and everybody again
    await release("opening");
    await writeReleasedMailings();
    expect(await addresses("opening")).toEqual(
      expect.arrayContaining([...one.emails, ...three.emails]),
    );
    await expectRefused(limit("opening", three.unit), "already-released");
  });

  it("is, in chosen units too, nothing that depends on who holds a pass or handed in a proposal; and the page counts by the staff list alone", async () => {
    const sealed = await openEdition();
    const people = await Promise.all(Array.from({ length: 5 }, () => employee()));
    await db().user.updateMany({
      where: { id: { in: people.map(({ id }) => id) } },
      data: { unit: "Verde pubblico" },
    });
    await limitMailing(sealed.organiser.id, sealed.edition.id, "lastDays", ["Verde pubblico"]);
    const seen = async () =>
      JSON.stringify([
        (
          await nextRecipients(
            sealed.edition.id,
            "lastDays",
            { reached: null, units: ["Verde pubblico"] },
            100,
          )
        ).map(({ id }) => id),
        await mailingPage(sealed.edition, "lastDays"),
      ]);
    const before = await seen();
    await depositBy(people[0]!, sealed);
    expect(await seen()).toBe(before);
    const page = async () => mailingPage(sealed.edition, "lastDays");
    expect(await page()).toMatchObject({ people: 5, counts: null, units: ["Verde pubblico"] });
    await switchReminders(people[1]!.id, false); // is nobody's to see in five people
    expect(await page()).toMatchObject({ people: 5, counts: null });
    await releaseMailing(sealed.organiser.id, sealed.edition.id, "lastDays");
    await writeReleasedMailings();
    expect(await page()).toMatchObject({ people: 5, counts: null, written: true });
  });

  it("is never so few that it is a letter to somebody: fewer than five are refused when chosen, and again when it is sent", async () => {
    const [small, large] = [await aUnit(4), await aUnit(5)];
    await expectRefused(limit("lastDays", small.unit), "too-few-people");
    await expectRefused(limit("lastDays", "nessuna"), "too-few-people");
    await limit("lastDays", large.unit);
    await db().user.update({ where: { email: large.emails[0]! }, data: { active: false } });
    await expectRefused(release("lastDays"), "too-few-people");
    expect(await mailingPage(edition, "lastDays")).toMatchObject({ why: "too-few-people" });
    await limit("lastDays", large.unit, small.unit);
    await release("lastDays");
  });

  it("is everybody where the mail says what everybody must know", async () => {
    const { unit } = await aUnit(6);
    for (const moment of ["call", "results", "jurors", "ceremony", "prize", "questions"] as const)
      await expectRefused(limit(moment, unit), "not-found");
    expect(
      (
        await ask(unitsAction, {
          as: carla,
          params: { edition: edition.code, moment: "lastDays" },
          form: { units: unit },
        })
      ).location,
    ).toContain("done=limited");
    expect((await mailingPage(edition, "lastDays")).units).toEqual([unit]);
    expect(
      (
        await ask(unitsAction, {
          as: await aPerson(),
          params: { edition: edition.code, moment: "lastDays" },
          form: { units: unit },
        })
      ).status,
    ).toBe(404);
  });

  it("is the jury, or the custodians, where the mail is theirs", async () => {
    const [juror, custodian] = [await aPerson(), await aPerson()];
    await db().juror.create({
      data: { editionId: edition.id, userId: juror.id, kind: "INTERNAL", state: "ACCEPTED" },
    });
    await db().role.create({ data: { editionId: edition.id, userId: juror.id, kind: "JUROR" } });
    await asOwner(
      async (tx) =>
        void (await tx.custodian.create({
          data: { editionId: edition.id, userId: custodian.id, position: 1, title: "Segretario" },
        })),
    );
    expect(await ofMoment("jurors")(edition.id)).toEqual([juror.id]);
    expect(await ofMoment("ceremony")(edition.id)).toEqual([custodian.id]);
    expect(await ofMoment("results")(edition.id)).toContain(juror.id);
  });
});

describe("a release", () => {
  it("is waited for from the mail's day on, as long as nobody released it, planned it or let a month pass", async () => {
    const { id } = edition;
    const day = 86_400_000;
    const entered = async (phase: Phase, daysAgo: number) => {
      const at = new Date(Date.now() - daysAgo * day);
      await asOwner((tx) => tx.edition.update({ where: { id }, data: { phase } }));
      await db().phaseChange.upsert({
        where: { editionId_phase: { editionId: id, phase } },
        create: { editionId: id, phase, at },
        update: { at },
      });
    };
    const waiting = async () =>
      waitingMails(await db().edition.findUniqueOrThrow({ where: { id } }));
    await entered("scoring", 0.5);
    expect(await waiting()).toEqual(["jurors", "scoring"]);
    await release("jurors");
    expect(await waiting()).toEqual(["scoring"]);
    await planMailing(carla.id, id, "scoring", new Date(Date.now() + day));
    expect(await waiting()).toEqual([]);
    await entered("published", 29);
    expect(await waiting()).toEqual(["results", "prize", "certificates"]);
    await entered("published", 31);
    expect(await waiting()).toEqual([]);
  });

  it("is possible in the phase of the moment and in no other", async () => {
    for (const [phase, moment, code] of [
      ["announced", "opening", "too-early"],
      ["screening", "opening", "too-late"],
      ["frozen", "results", "too-early"],
      ["open", "vote", "not-found"],
      ["open", "questions", "not-found"],
    ] as const) {
      await anEdition(phase);
      await expectRefused(release(moment), code);
    }
    expect(await db().outboxMail.count()).toBe(0);
  });

  it("happens by itself at the moment that was set, waits for its phase, and can be taken back", async () => {
    await planMailing(carla.id, edition.id, "opening", new Date(Date.now() + 3_600_000));
    await releaseDueMailings();
    expect((await mailingPage(edition, "opening")).releasedAt).toBeNull();
    await planMailing(carla.id, edition.id, "opening", null);
    await expectRefused(release("opening", null), "too-early");
    for (const moment of ["opening", "results"] as const)
      await db().mailing.upsert({
        where: { editionId_moment: { editionId: edition.id, moment } },
        create: { editionId: edition.id, moment, sendAt: new Date(Date.now() - 1000) },
        update: { sendAt: new Date(Date.now() - 1000) },
      });
    await Promise.all(
      [releaseDueMailings(), releaseDueMailings()].map((each) => each.catch(() => {})),
    );
    expect((await mailingPage(edition, "opening")).releasedAt).not.toBeNull();
    expect((await mailingPage(edition, "results")).releasedAt).toBeNull();
    await expectRefused(
      planMailing(carla.id, edition.id, "lastDays", new Date(Date.now() - 1000)),
      "too-late",
    );
  });
});

describe("the organisers' page", () => {
  it("shows every moment with whom it reaches, and what became of what was released", async () => {
    await release("opening");
    await writeReleasedMailings();
    const [first] = await outbox("opening");
    await db().outboxMail.update({ where: { id: first!.id }, data: { sentAt: new Date() } });
    const list = await mailingList(edition);
    expect(list.map(({ moment }) => moment)).toEqual(moments.filter((moment) => moment !== "vote"));
    const people = (await staff()).length;
    expect(list.find(({ moment }) => moment === "opening")).toMatchObject({
      people,
      counts: { sent: 1, waiting: people - 1, failed: 0 },
      due: "2027-04-15T07:00:00.000Z",
      why: "already-released",
    });
    expect(list.find(({ moment }) => moment === "lastDays")?.due).toBe("2027-05-28T22:00:00.000Z");
  });

  it("exists for organisers alone, and tells no number that changes with who takes part", async () => {
    const params = { edition: edition.code, moment: "opening" };
    const ada = await aPerson();
    for (const loader of [mailsLoader, mailLoader]) {
      expect((await ask(loader, { as: carla, params })).status).toBe(200);
      expect((await ask(loader, { as: ada, params })).status).toBe(404);
    }
    expect(
      (await ask(mailLoader, { as: carla, params: { ...params, moment: "unknown" } })).status,
    ).toBe(404);
    const before = JSON.stringify(await mailingList(edition));
    await db().activation.create({
      data: { editionId: edition.id, userId: ada.id, requestHash: new Uint8Array(32) },
    });
    expect(JSON.stringify(await mailingList(edition))).toBe(before);
  });
});

describe("a large mailing", () => {
  it("reaches each once in batches of any size", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (batch) => {
        await anEdition("open");
        await release("opening");
        await writeReleasedMailings(batch);
        expect(await addresses("opening")).toEqual(await staff());
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it("reaches ten thousand people, each once", async () => {
    const people = Array.from({ length: 10_000 }, (_, i) => ({
      name: "Ada",
      surname: "Negri",
      email: `molti-${i}@comune.example`,
      staffNumber: `M${i}`,
      locale: i % 3 ? "it" : "en",
    }));
    await db().user.createMany({ data: people });
    await release("opening");
    await writeReleasedMailings();
    const reached = await addresses("opening");
    expect(reached.length).toBeGreaterThan(10_000);
    expect(new Set(reached).size).toBe(reached.length);
    expect(await mailingPage(edition, "opening")).toMatchObject({
      written: true,
      people: reached.length,
    });
  }, 60_000);
});
