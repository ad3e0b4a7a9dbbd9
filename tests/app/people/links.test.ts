import "#tests/support/database.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askForLink, setPasswordByLink } from "#app/commands/people/password.server.ts";
import {
  correctOutsider,
  createOutsider,
  deactivatePerson,
  inviteEverybody,
  invitePerson,
  linkFor,
  makeAdministrator,
  unmakeAdministrator,
} from "#app/commands/people/people.server.ts";
import { signIn } from "#app/commands/people/session.server.ts";
import { db } from "#app/platform/db.server.ts";
import { newLink } from "#app/platform/accounts/links.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { linkView } from "#app/queries/people/link.server.ts";
import { mailPreview } from "#app/queries/mailing/outbox.server.ts";
import { anOutsider, aPerson } from "#tests/factories/person.ts";
import { asOwner } from "#tests/support/owner.ts";
import { interleaved } from "#tests/support/race.ts";

const password = "correct horse battery";
const secretOf = (link: string) => link.split("/").at(-1) ?? "";
const spent = { refusal: { code: "link-spent" } };

beforeEach(() => forget("attempts"));
afterEach(async () => {
  vi.useRealTimers();
  await asOwner((tx) => tx.auditEntry.deleteMany());
  for (const table of ["OutboxMail", "User"])
    await db().$executeRawUnsafe(`DELETE FROM "${table}"`);
});

describe("a one-time link", () => {
  it("sets the password once and signs in", async () => {
    const { email, id } = await aPerson();
    const secret = secretOf(await linkFor(email));
    expect((await setPasswordByLink(secret, password))[0]).toMatch(/^innova_session=/);
    await signIn({ email, password, back: null });
    await expect(setPasswordByLink(secret, "another horse battery")).rejects.toMatchObject(spent);
    expect(await db().oneTimeLink.count({ where: { userId: id } })).toBe(0);
  });

  it("is not used up by looking at it, as mail scanners do", async () => {
    const { email } = await aPerson({ locale: "en" });
    const secret = secretOf(await linkFor(email));
    for (let i = 0; i < 3; i += 1)
      expect(await linkView(secret)).toEqual({ name: "Ada", email, locale: "en" });
    await setPasswordByLink(secret, password);
    expect(await linkView(secret)).toBeNull();
  });

  it("used twice at once works once", async () => {
    const { email } = await aPerson();
    const secret = secretOf(await linkFor(email));
    const both = await Promise.allSettled([
      setPasswordByLink(secret, password),
      setPasswordByLink(secret, password),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("expires at the midnight after seven days, so that it tells no moment of its own", async () => {
    const { email } = await aPerson();
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-01-01T12:00:00Z") });
    const secret = secretOf(await linkFor(email));
    vi.setSystemTime(new Date("2027-01-08T23:59:59Z"));
    expect(await linkView(secret)).not.toBeNull();
    vi.setSystemTime(new Date("2027-01-09T00:00:00Z"));
    expect(await linkView(secret)).toBeNull();
    await expect(setPasswordByLink(secret, password)).rejects.toMatchObject(spent);
  });

  it("used while the password is changed is spent", async () => {
    const { email, id } = await aPerson();
    const secret = secretOf(await linkFor(email));
    const use = interleaved({
      hold: (tx) => tx.user.update({ where: { id }, data: { passwordHash: "another" } }),
      act: () => setPasswordByLink(secret, password),
      meanwhile: (tx) => tx.oneTimeLink.deleteMany({ where: { userId: id } }),
    });
    await expect(use).rejects.toMatchObject(spent);
  });

  it("that was never made, or of somebody who left, is worth nothing", async () => {
    const { email, id } = await aPerson();
    const secret = secretOf(await linkFor(email));
    await db().user.update({ where: { id }, data: { active: false } });
    for (const wrong of [secret, "", "x".repeat(43)])
      await expect(setPasswordByLink(wrong, password)).rejects.toMatchObject(spent);
    await expect(linkFor(email)).rejects.toMatchObject({ refusal: { code: "account-inactive" } });
    await expect(linkFor("nobody@comune.example")).rejects.toMatchObject({
      refusal: { code: "not-found" },
    });
  });

  it("ends the sessions of whoever had a password, and tells them", async () => {
    const { email, id } = await aPerson();
    await setPasswordByLink(secretOf(await linkFor(email)), password);
    expect(await db().outboxMail.count()).toBe(0);
    await signIn({ email, password, back: null });
    await setPasswordByLink(secretOf(await linkFor(email)), "another horse battery");
    expect(await db().session.count({ where: { userId: id } })).toBe(1);
    expect(await db().outboxMail.findMany()).toMatchObject([
      { toAddress: email, subject: "Innova.TO: la tua password è cambiata" },
    ]);
  });

  it("is masked in every preview", async () => {
    const administrator = await aPerson({ isAdministrator: true });
    const { id } = await anOutsider();
    await invitePerson(administrator.id, id);
    const mail = await db().outboxMail.findFirstOrThrow();
    const preview = await mailPreview(mail.id);
    expect(preview?.text).toContain("Scegli la password:\n••••••");
    expect(preview?.html).toContain('href="••••••"');
    expect(JSON.stringify(preview)).not.toContain("one-time-link");
  });
});

describe("asking for a link", () => {
  it("answers the same whether the account exists or not, and only an account gets a mail", async () => {
    const { email, id } = await aPerson({ locale: "en" });
    for (const address of [email, "nobody@comune.example"])
      expect(await askForLink({ email: address })).toBeUndefined();
    expect(await db().outboxMail.findMany()).toMatchObject([
      { userId: id, toAddress: email, locale: "en", subject: "Innova.TO: choose a new password" },
    ]);
  });
});

describe("inviting", () => {
  it("everybody without a password happens once, however often it is asked for", async () => {
    const administrator = await aPerson({ isAdministrator: true, passwordHash: "x" });
    await Promise.all([
      aPerson(),
      aPerson({ locale: "en" }),
      aPerson({ active: false }),
      anOutsider(),
    ]);
    const both = await Promise.all([
      inviteEverybody(administrator.id),
      inviteEverybody(administrator.id),
    ]);
    expect(both.sort()).toEqual([0, 3]);
    expect(
      (await db().outboxMail.findMany({ orderBy: { locale: "asc" } })).map((mail) => mail.subject),
    ).toEqual([
      "Innova.TO: your account",
      "Innova.TO: il tuo accesso",
      "Innova.TO: il tuo accesso",
    ]);
  });
});

describe("inviting everybody", () => {
  it("leaves out whose invitation goes out just then", async () => {
    const administrator = await aPerson({ isAdministrator: true, passwordHash: "x" });
    const { id } = await aPerson();
    await invitePerson(administrator.id, id);
    const invited = await interleaved({
      hold: (tx) => tx.$executeRaw`LOCK TABLE "OutboxMail" IN ACCESS EXCLUSIVE MODE`,
      act: () => inviteEverybody(administrator.id),
      meanwhile: async (tx) => {
        await tx.outboxMail.updateMany({ data: { sentAt: new Date() } });
        await newLink(tx, id);
      },
    });
    expect(invited).toBe(0);
  });
});

describe("people from outside", () => {
  const input = {
    name: "Elsa",
    surname: "Rossi",
    email: "elsa@university.example",
    locale: "it" as const,
  };

  it("are created with an invitation, once per address", async () => {
    const administrator = await aPerson({ isAdministrator: true });
    const { id } = await createOutsider(administrator.id, input);
    expect(await db().outboxMail.findMany()).toMatchObject([
      { userId: id, toAddress: input.email },
    ]);
    await expect(createOutsider(administrator.id, input)).rejects.toMatchObject({
      refusal: { code: "duplicate", field: "email" },
    });
    expect(await db().auditEntry.findMany()).toMatchObject([
      { actorId: administrator.id, action: "person.created", objectId: id },
    ]);
  });

  it("are corrected, and a changed address is told to the old one; staff are corrected in the list", async () => {
    const administrator = await aPerson({ isAdministrator: true });
    const { id } = await anOutsider({ email: "old@university.example" });
    await correctOutsider(administrator.id, id, input);
    expect(await db().outboxMail.findMany()).toMatchObject([
      { toAddress: "old@university.example", subject: "Innova.TO: il tuo indirizzo è cambiato" },
    ]);
    await expect(correctOutsider(administrator.id, administrator.id, input)).rejects.toMatchObject({
      refusal: { code: "blocked" },
    });
  });
});

describe("an administrator", () => {
  it("is nobody whose account is closed just then", async () => {
    const [ada, berta] = [await aPerson({ isAdministrator: true }), await aPerson()];
    const make = interleaved({
      hold: (tx) => tx.user.update({ where: { id: berta.id }, data: { active: false } }),
      act: () => makeAdministrator(ada.id, berta.id),
    });
    await expect(make).rejects.toMatchObject({ refusal: { code: "account-inactive" } });
    expect(await db().user.count({ where: { id: berta.id, isAdministrator: true } })).toBe(0);
  });
});

describe("the last administrator", () => {
  it("can neither give up the office nor be deactivated, not even by two at the same time", async () => {
    const [ada, berta] = [await aPerson({ isAdministrator: true }), await aPerson()];
    const blocked = { refusal: { code: "blocked", reasons: [{ key: "last-administrator" }] } };
    await expect(unmakeAdministrator(ada.id, ada.id)).rejects.toMatchObject(blocked);
    await expect(deactivatePerson(ada.id, ada.id)).rejects.toMatchObject(blocked);
    await makeAdministrator(ada.id, berta.id);
    const both = await Promise.allSettled([
      unmakeAdministrator(ada.id, berta.id),
      deactivatePerson(berta.id, ada.id),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db().user.count({ where: { isAdministrator: true, active: true } })).toBe(1);
  });
});
