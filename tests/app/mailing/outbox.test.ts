import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  addressChanged,
  invitation,
  newPassword,
  passwordChanged,
} from "#app/mail/people/account.server.ts";
import { db } from "#app/platform/db.server.ts";
import { closeTransport, deliver } from "#app/platform/mail/delivery.server.ts";
import { startJobs, stopJobs } from "#app/platform/jobs.server.ts";
import {
  enqueueMail,
  enqueueMails,
  type OutgoingMail,
  requeueMails,
} from "#app/platform/mail/outbox.server.ts";
import { aPerson } from "#tests/factories/person.ts";
import { linkIn, Postbox } from "#tests/support/smtp.ts";

const postbox = new Postbox();
const soon = 20_000; // milliseconds, on a busy machine
const hurried = { pollSeconds: 0.1, sweepSeconds: 0.2, firstPauseSeconds: 1 };
const note = (toAddress: string, more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  toAddress,
  locale: "it",
  subject: `To ${toAddress}`,
  text: "words",
  html: "<p>words</p>",
  ...more,
});
const outbox = (toAddress: string) => db().outboxMail.findFirstOrThrow({ where: { toAddress } });

beforeAll(() => postbox.open());
afterEach(async () => {
  await stopJobs();
  closeTransport();
});
afterAll(() => postbox.close());
beforeEach(() => {
  postbox.mails.length = 0;
  postbox.refuseMail = postbox.refuseRecipient = () => undefined;
});

describe("a mail", () => {
  it("written before any server ran is sent when one starts", async () => {
    await enqueueMail(db(), note("early@example.org"));
    await startJobs([], hurried);
    await vi.waitFor(() => expect(postbox.to("early@example.org")).toHaveLength(1), soon);
    await vi.waitFor(
      async () => expect((await outbox("early@example.org")).sentAt).not.toBeNull(),
      soon,
    );
  });

  it("that an employee caused leaves no moment finer than a day once it is sent", async () => {
    const person = await aPerson();
    const before = new Date().toISOString().slice(0, 10);
    await enqueueMail(db(), {
      ...note(person.email),
      userId: person.id,
      ...newPassword("it", person),
    });
    await startJobs([], hurried);
    await vi.waitFor(async () => expect((await outbox(person.email)).sentAt).not.toBeNull(), soon);
    const { id } = await outbox(person.email);
    const momentsOf = async () => {
      const tables = await db().$queryRaw<{ name: string }[]>`
        SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`;
      const rows: string[] = [];
      for (const { name } of tables) {
        const found = await db().$queryRawUnsafe<{ row: string }[]>(
          `SELECT t::text AS row FROM ${name} t WHERE t::text LIKE ANY ($1)`,
          [`%${id}%`, `%${person.id}%`],
        );
        rows.push(...found.map(({ row }) => `${name} ${row}`));
      }
      return rows
        .flatMap((row) => row.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g) ?? [])
        .filter((moment) => moment >= before && !moment.endsWith(" 00:00:00"));
    };
    // the job goes after the mail was noted
    await vi.waitFor(async () => expect(await momentsOf()).toEqual([]), soon);
    await stopJobs(); // it would send again what is put into its queue
    await db().$executeRaw`INSERT INTO pgboss.job (id, name) VALUES (${id}::uuid, 'mail')`;
    expect(await momentsOf()).not.toEqual([]); // control: a job that stays would tell
    await db().$executeRaw`DELETE FROM pgboss.job WHERE id = ${id}::uuid`;
  });

  it("and its job come with the act that causes them, or not at all", async () => {
    await startJobs([], { ...hurried, pollSeconds: 60, sweepSeconds: 60 });
    const act = db().$transaction(async (tx) => {
      await enqueueMail(tx, note("undone@example.org"));
      const jobs = await tx.$queryRaw<
        unknown[]
      >`SELECT 1 FROM pgboss.job JOIN "OutboxMail" USING (id) WHERE "toAddress" = 'undone@example.org'`;
      expect(jobs).toHaveLength(1);
      throw new Error("the act fails");
    });
    await expect(act).rejects.toThrow("the act fails");
    expect(await db().outboxMail.count({ where: { toAddress: "undone@example.org" } })).toBe(0);
    const jobs = await db().$queryRaw<
      unknown[]
    >`SELECT 1 FROM pgboss.job WHERE name = 'mail' AND id NOT IN (SELECT id FROM "OutboxMail")`;
    expect(jobs).toEqual([]);
  });

  it("waits while the mail server is down and arrives once when it comes back", async () => {
    await postbox.close();
    await startJobs([], hurried);
    const addresses = Array.from({ length: 6 }, (_, i) => `patient-${i}@example.org`);
    await enqueueMails(
      db(),
      addresses.map((address) => note(address)),
    );
    await vi.waitFor(async () => {
      const waiting = await db().outboxMail.findMany({ where: { toAddress: { in: addresses } } });
      expect(
        waiting.every(
          (mail) => mail.attempts > 0 && mail.sentAt === null && mail.lastError === "ESOCKET",
        ),
      ).toBe(true);
    }, soon);
    await postbox.open();
    await vi.waitFor(() => expect(postbox.mails).toHaveLength(6), soon);
    await vi.waitFor(
      async () =>
        expect(
          await db().outboxMail.count({ where: { sentAt: null, toAddress: { in: addresses } } }),
        ).toBe(0),
      soon,
    );
    await new Promise((resolve) => setTimeout(resolve, 1500)); // long enough for a second copy
    expect(postbox.mails.map((mail) => mail.subject).sort()).toEqual(
      addresses.map((address) => `To ${address}`),
    );
  }, 60_000);

  it("that two servers take at the same time arrives once", async () => {
    await enqueueMail(db(), note("two@example.org"));
    const { id } = await outbox("two@example.org");
    expect((await Promise.all([deliver(id), deliver(id), deliver(id)])).sort()).toEqual([
      "gone",
      "gone",
      "sent",
    ]);
    expect(postbox.to("two@example.org")).toHaveLength(1);
  });

  it("keeps its Message-ID from try to try", async () => {
    const seen: (string | undefined)[] = [];
    postbox.refuseMail = (mail) => (seen.push(mail.messageId), seen.length < 2 ? 451 : undefined);
    await enqueueMail(db(), note("again@example.org"));
    const { id } = await outbox("again@example.org");
    expect([await deliver(id), await deliver(id)]).toEqual(["again", "sent"]);
    expect(seen).toEqual([`<${id}@localhost>`, `<${id}@localhost>`]);
  });

  it("that the recipient's server refuses for good is given up, says why by a code alone, and can be tried again", async () => {
    postbox.refuseRecipient = () => 550;
    await startJobs([], hurried);
    await enqueueMail(db(), note("nobody@example.org"));
    await vi.waitFor(
      async () =>
        expect(await outbox("nobody@example.org")).toMatchObject({
          attempts: 12,
          lastError: "EENVELOPE 550",
        }),
      soon,
    );
    postbox.refuseRecipient = () => undefined;
    const { id } = await outbox("nobody@example.org");
    await vi.waitFor(async () => {
      expect(
        await db().$queryRaw`SELECT state::text FROM pgboss.job WHERE id = ${id}::uuid`,
      ).toEqual([]);
    }, soon);
    expect(await db().$transaction((tx) => requeueMails(tx, [id]))).toBe(1);
    await vi.waitFor(() => expect(postbox.to("nobody@example.org")).toHaveLength(1), soon);
    await vi.waitFor(
      async () => expect((await outbox("nobody@example.org")).sentAt).not.toBeNull(),
      soon,
    ); // it is noted after it arrived
    expect(await db().$transaction((tx) => requeueMails(tx, [id]))).toBe(0);
  }, 60_000);

  it("is sent as text and as HTML, says it was sent by itself and in which language", async () => {
    await enqueueMail(db(), note("both@example.org", { text: "testo", html: "<p>testo</p>" }));
    await deliver((await outbox("both@example.org")).id);
    const [mail] = postbox.to("both@example.org");
    expect(mail).toMatchObject({ text: "testo", html: "<p>testo</p>" });
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.headers.get("content-language")).toBe("it");
  });
});

describe("a one-time link", () => {
  const invite = (person: { id: string; email: string }) => ({
    toAddress: person.email,
    userId: person.id,
    locale: "it",
    ...invitation("it", { name: "Ada" }),
  });

  it("is made while the mail is sent, and the database holds only its hash", async () => {
    const ada = await aPerson();
    await enqueueMail(db(), invite(ada));
    const { id } = await outbox(ada.email);
    expect(await db().oneTimeLink.count({ where: { userId: ada.id } })).toBe(0);
    expect(await deliver(id)).toBe("sent");
    const link = linkIn(postbox.to(ada.email)[0]);
    const secret = link.split("/").at(-1) ?? "";
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    expect(postbox.to(ada.email)[0]?.html).toContain(`href="${link}"`);
    expect(await db().oneTimeLink.findMany({ where: { userId: ada.id } })).toMatchObject([
      { secretHash: createHash("sha256").update(secret).digest("hex") },
    ]);
    const everything = JSON.stringify([
      await db().outboxMail.findMany(),
      await db().oneTimeLink.findMany(),
      await db().$queryRaw`SELECT row_to_json(j)::text FROM pgboss.job j`,
    ]);
    expect(everything).not.toContain(secret);
  });

  it("is not left behind by a mail that could not be sent", async () => {
    const ada = await aPerson();
    postbox.refuseMail = () => 451;
    await enqueueMail(db(), invite(ada));
    expect(await deliver((await outbox(ada.email)).id)).toBe("again");
    expect(await db().oneTimeLink.count({ where: { userId: ada.id } })).toBe(0);
  });

  it("leaves the earlier one good: a mail that comes late holds no dead link", async () => {
    const ada = await aPerson();
    await enqueueMails(db(), [invite(ada), invite(ada)]);
    for (const { id } of await db().outboxMail.findMany({ where: { toAddress: ada.email } }))
      await deliver(id);
    const secrets = postbox.to(ada.email).map((mail) => linkIn(mail).split("/").at(-1) ?? "");
    expect(new Set(secrets).size).toBe(2);
    const hashes = secrets.map((secret) => createHash("sha256").update(secret).digest("hex"));
    const kept = await db().oneTimeLink.findMany({ where: { userId: ada.id } });
    expect(kept.map(({ secretHash }) => secretHash).sort()).toEqual(hashes.sort());
  });

  it("never goes to an address that the account no longer has", async () => {
    const ada = await aPerson();
    await enqueueMail(db(), invite(ada));
    const { id } = await outbox(ada.email);
    await db().user.update({ where: { id: ada.id }, data: { email: "new-ada@example.org" } });
    expect(await deliver(id)).toBe("given-up");
    expect(postbox.mails).toEqual([]);
    expect(await db().outboxMail.findUnique({ where: { id } })).toMatchObject({
      lastError: "address-changed",
      sentAt: null,
    });
  });
});

describe("the words of a mail", () => {
  const templates = { invitation, newPassword, addressChanged, passwordChanged };

  it.each(Object.entries(templates))(
    "%s say the same in Italian and in English, as text and as HTML",
    (_name, template) => {
      const [italian, english] = [template("it", { name: "Ada" }), template("en", { name: "Ada" })];
      expect(italian.subject).not.toBe(english.subject);
      for (const [content, hello, locale] of [
        [italian, "Ciao Ada,", "it"],
        [english, "Hello Ada,", "en"],
      ] as const) {
        expect(content.text).toContain(hello);
        expect(content.html).toContain(hello);
        expect(content.html).toContain(`<html lang="${locale}">`);
        expect(content.html).not.toMatch(/<script|<style|<img|http-equiv/i);
      }
      const links = (text: string) =>
        text
          .match(/\{\{one-time-link\}\}|https?:[^\s)"<]+/g)
          ?.map((link) => link.replace("lang=en", "lang=it"));
      expect(links(italian.text)).toEqual(links(english.text));
    },
  );

  it("escape what people are called", () => {
    const { html, text } = invitation("it", { name: `<b onclick="x">O'Hara & co</b>` });
    expect(html).toContain("&lt;b onclick=&quot;x&quot;&gt;O&#39;Hara &amp; co&lt;/b&gt;");
    expect(text).toContain(`<b onclick="x">O'Hara & co</b>`);
  });
});
