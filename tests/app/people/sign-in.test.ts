import "#app/i18n/all.ts";
import "#tests/support/database.ts";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  askForLink,
  changePassword,
  setPasswordByLink,
} from "#app/commands/people/password.server.ts";
import { signIn } from "#app/commands/people/session.server.ts";
import { db } from "#app/platform/db.server.ts";
import { knownBrowser, knownBrowserCookie } from "#app/platform/accounts/known-browser.server.ts";
import { callerOf } from "#app/platform/limits.server.ts";
import { newLink } from "#app/platform/accounts/links.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import * as passwords from "#app/platform/accounts/password.server.ts";
import { action as login } from "#app/routes/area/login.tsx";
import { aPerson } from "#tests/factories/person.ts";
import { interleaved } from "#tests/support/race.ts";

const right = "correct horse battery";
let passwordHash: string;
const enter = (email: string, password = right, address = "192.0.2.1", cookies?: string) =>
  signIn({ email, password, address, cookies, back: null });
const headerOf = (cookies: string[]) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");
const mails = (toAddress: string) => db().outboxMail.count({ where: { toAddress } });
const refused = (code: string) => ({ refusal: { code } });

beforeAll(async () => {
  passwordHash = await passwords.hashPassword(right);
});
beforeEach(() => forget("attempts"));

describe("signing in", () => {
  it("opens a session and leads back to the page that was asked for", async () => {
    const { email } = await aPerson({ passwordHash });
    const { cookies, to } = await signIn({ email, password: right, back: "/area/manage/2027" });
    expect(cookies[0]).toMatch(/^innova_session=/);
    expect(to).toBe("/area/manage/2027");
    expect((await signIn({ email, password: right, back: "https://evil.example/" })).to).toBe(
      "/area/desk",
    );
  });

  it("keeps the account's language, or takes the one chosen on the way in: by whoever knows the password alone", async () => {
    const { id, email } = await aPerson({ passwordHash, locale: "it" });
    const languageAfter = async (locale: "it" | "en" | null, password = right) => {
      await signIn({ email, password, back: null, locale }).catch(() => null);
      return (await db().user.findUniqueOrThrow({ where: { id } })).locale;
    };
    expect(await languageAfter("en", "wrong")).toBe("it");
    expect(await languageAfter("en")).toBe("en");
    expect(await languageAfter(null)).toBe("en");
    expect(await languageAfter("it")).toBe("it");
  });

  it("tells an unknown address, a wrong password, a missing one and a closed account the same", async () => {
    const [ada, uninvited, gone] = [
      await aPerson({ passwordHash }),
      await aPerson(),
      await aPerson({ passwordHash, active: false }),
    ];
    for (const [email, password] of [
      ["nobody@comune.example", right],
      [ada.email, "wrong"],
      [uninvited.email, right],
      [gone.email, right],
    ] as const) {
      await expect(enter(email, password)).rejects.toMatchObject(refused("wrong-credentials"));
    }
    expect(
      await db().session.count({ where: { userId: { in: [ada.id, uninvited.id, gone.id] } } }),
    ).toBe(0);
  });

  it("does the same work for an unknown address as for a wrong password: one comparison by argon2", async () => {
    const ada = await aPerson({ passwordHash });
    for (const email of [ada.email, "nobody@comune.example"]) {
      const compared = vi.spyOn(passwords, "fitsPassword");
      await enter(email, "wrong").catch(() => {});
      expect(compared, email).toHaveBeenCalledTimes(1);
      compared.mockRestore();
    }
  });

  it("control: without an account there is still a hash to compare with, and it fits nothing", async () => {
    expect(await passwords.fitsPassword(null, "wrong")).toBe(false);
    expect(await passwords.fitsPassword(passwordHash, right)).toBe(true);
  });

  it("with a password that is replaced just then opens no session", async () => {
    const { email, id } = await aPerson({ passwordHash });
    const end = interleaved({
      hold: async (tx) => {
        await tx.user.update({ where: { id }, data: { passwordHash: "another" } });
        await tx.session.deleteMany({ where: { userId: id } });
      },
      act: () => enter(email),
    });
    await expect(end).rejects.toMatchObject(refused("wrong-credentials"));
    expect(await db().session.count({ where: { userId: id } })).toBe(0);
  });

  it("leaves nothing in the database but the session", async () => {
    const { email, id } = await aPerson({ passwordHash });
    const before = [
      await db().user.findUnique({ where: { id } }),
      await db().auditEntry.count(),
      await db().outboxMail.count(),
    ];
    await enter(email);
    await enter(email, "wrong").catch(() => {});
    expect([
      await db().user.findUnique({ where: { id } }),
      await db().auditEntry.count(),
      await db().outboxMail.count(),
    ]).toEqual(before);
  });
});

const putOff = (seconds: number) => ({
  refusal: { code: "too-many-attempts", params: { seconds } },
});
const stop = () => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-01T10:00:00Z") });
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const fail = async (email: string, times: number, address?: string, cookies?: string) => {
  for (let i = 0; i < times; i += 1)
    await expect(enter(email, "wrong", address, cookies)).rejects.toMatchObject(
      refused("wrong-credentials"),
    );
};

describe("wrong tries", () => {
  beforeEach(() => void stop());
  afterEach(() => void vi.useRealTimers());

  it("put off the next one, twice as long each time and never more than 30 seconds; then the right password is taken", async () => {
    const { email } = await aPerson({ passwordHash });
    await fail(email, 5);
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      await expect(enter(email)).rejects.toMatchObject(putOff(seconds));
      later(seconds);
      await fail(email, 1);
    }
    later(29.5);
    await expect(enter(email)).rejects.toMatchObject(putOff(1));
    later(0.5);
    await enter(email);
  });

  it("while they are put off compare nothing and do not make the wait longer", async () => {
    const { email } = await aPerson({ passwordHash });
    await fail(email, 5);
    const compared = vi.spyOn(passwords, "fitsPassword");
    for (let i = 0; i < 50; i += 1)
      await expect(enter(email, "wrong")).rejects.toMatchObject(putOff(1));
    expect(compared).not.toHaveBeenCalled();
    compared.mockRestore();
  });

  it("put off known and unknown addresses alike", async () => {
    const { email } = await aPerson({ passwordHash });
    for (const address of [email, "nobody@comune.example"]) {
      await fail(address, 5);
      await expect(enter(address, "wrong")).rejects.toMatchObject(putOff(1));
    }
  });

  it("of strangers do not hold up anybody elsewhere", async () => {
    const { email } = await aPerson({ passwordHash });
    await fail(email, 5, "203.0.113.9");
    await expect(enter(email, right, "203.0.113.9")).rejects.toMatchObject(putOff(1));
    await enter(email, right, "198.51.100.7");
  });

  it("of strangers behind one's own address do not hold up a browser in which one signed in before", async () => {
    const { email } = await aPerson({ passwordHash });
    const known = headerOf((await enter(email)).cookies);
    await fail(email, 5);
    await expect(enter(email)).rejects.toMatchObject(putOff(1));
    await enter(email, right, "192.0.2.1", known);
  });

  it("in a known browser count there", async () => {
    const { email } = await aPerson({ passwordHash });
    const known = headerOf((await enter(email)).cookies);
    await fail(email, 5, "192.0.2.1", known);
    await expect(enter(email, right, "192.0.2.1", known)).rejects.toMatchObject(putOff(1));
    await enter(email);
  });

  it("from many addresses at one account are put off together", async () => {
    const { email } = await aPerson({ passwordHash: null });
    for (let i = 0; i < 100; i += 1) await fail(email, 1, `198.51.100.${i}`);
    await expect(enter(email, "wrong", "203.0.113.1")).rejects.toMatchObject(putOff(1));
  }, 60_000);

  it("a hundred of them for many accounts from one address leave a colleague's right password from it taken at once", async () => {
    const colleague = await aPerson({ passwordHash });
    for (let i = 0; i < 100; i += 1) await fail(`nobody-${i}@comune.example`, 1);
    await enter(colleague.email);
    // and only the first try at an account is free there from then on
    await fail("nobody-7@comune.example", 1).catch(() => {});
    await expect(enter("nobody-7@comune.example", "wrong")).rejects.toMatchObject(
      refused("too-many-attempts"),
    );
  }, 60_000);

  it("cost nothing again after a success, or a quarter of an hour without any", async () => {
    const { email } = await aPerson({ passwordHash });
    await fail(email, 4);
    await enter(email);
    await fail(email, 5);
    later(15 * 60);
    await fail(email, 5);
  });

  it("at once count each", async () => {
    const { email } = await aPerson({ passwordHash });
    const answers = await Promise.allSettled(
      Array.from({ length: 15 }, () => enter(email, "wrong")),
    );
    const codes = answers.map(
      (answer) => answer.status === "rejected" && answer.reason.refusal.code,
    );
    expect(codes.filter((code) => code === "too-many-attempts")).toHaveLength(10);
  });

  it("are answered with when to come again, and the address stays in its field", async () => {
    const { email } = await aPerson({ passwordHash });
    await fail(email, 5);
    const request = new Request("http://localhost/area/login", {
      method: "POST",
      body: new URLSearchParams({ email, password: right, computer: "shared" }),
    });
    const answer = await login({
      request,
      params: {},
      context: { nonce: "", address: "192.0.2.1" },
    } as unknown as Parameters<typeof login>[0]);
    expect(answer).toMatchObject({
      data: { refusal: { code: "too-many-attempts" }, result: { initialValue: { email } } },
      init: { status: 429, headers: { "Retry-After": "1" } },
    });
    expect(JSON.stringify(answer)).not.toContain(right);
  });

  it("at the present password are put off", async () => {
    const { id } = await aPerson({ passwordHash });
    const change = (current: string) =>
      changePassword(id, { current, password: "another horse battery" });
    for (let i = 0; i < 5; i += 1)
      await expect(change("wrong")).rejects.toMatchObject(refused("wrong-credentials"));
    await expect(change(right)).rejects.toMatchObject(putOff(1));
    later(1);
    await change(right);
  });
});

describe("the mark of a known browser", () => {
  it("tells nothing of whose it is, goes to /area alone and is worth nothing to others or when altered", async () => {
    const [ada, berta] = [await aPerson({ passwordHash }), await aPerson({ passwordHash })];
    const { cookies } = await enter(ada.email);
    const cookie = cookies.find((each) => each.startsWith("innova_known_browser")) ?? "";
    expect(cookie).toMatch(
      /^innova_known_browser=[a-z0-9]{32}\.[\w-]{43}; HttpOnly; Max-Age=31536000; Path=\/area; SameSite=Lax$/,
    );
    for (const secret of [ada.id, ada.email, ada.staffNumber ?? ""])
      expect(cookie).not.toContain(secret);
    const header = headerOf([cookie]);
    expect(knownBrowser(header, ada.id)).not.toBeNull();
    for (const other of [
      header.replace(/=./, "=0"),
      header.slice(0, -1),
      "",
      "innova_known_browser=~~",
    ])
      expect(knownBrowser(other, ada.id)).toBeNull();
    expect(knownBrowser(header, berta.id)).toBeNull();
  });

  it("holds the five who signed in there last", () => {
    const ids = Array.from({ length: 6 }, () => crypto.randomUUID());
    const header = ids.reduce((before, id) => headerOf([knownBrowserCookie(before, id)]), "");
    expect(ids.map((id) => knownBrowser(header, id) !== null)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(knownBrowser(headerOf([knownBrowserCookie(header, ids[5]!)]), ids[5]!)).toBe(
      knownBrowser(header, ids[5]!),
    );
  });
});

describe("asking for a link", () => {
  beforeEach(() => void stop());
  afterEach(() => void vi.useRealTimers());
  const askOften = async (email: string, times: number, address?: string) => {
    for (let i = 0; i < times; i += 1) await askForLink({ email, address });
  };

  it("is answered the same however often, and sends one mail in a quarter of an hour and five a day", async () => {
    const { email } = await aPerson({ passwordHash });
    await Promise.all([email, "nobody@comune.example"].map((address) => askOften(address, 6)));
    expect(await mails(email)).toBe(1);
    for (let i = 0; i < 6; i += 1) {
      later(15 * 60);
      await askForLink({ email });
    }
    expect(await mails(email)).toBe(5);
  });

  it("by a stranger leaves the links of before good", async () => {
    const { id, email } = await aPerson({ passwordHash });
    const secret = (await db().$transaction((tx) => newLink(tx, id))).split("/").at(-1) ?? "";
    await askForLink({ email, address: "203.0.113.9" });
    await db().$transaction((tx) => newLink(tx, id)); // as the mail makes it
    await setPasswordByLink(secret, "another horse battery");
    expect(await db().oneTimeLink.count({ where: { userId: id } })).toBe(0);
  });

  it("for many accounts from one address sends each one mail a day there, and nobody is refused", async () => {
    for (let i = 0; i < 51; i += 1)
      await Promise.all([
        askForLink({ email: `nobody-${i}@comune.example`, address: "192.0.2.1" }),
      ]);
    const { email } = await aPerson({ passwordHash });
    await askForLink({ email, address: "192.0.2.1" });
    later(15 * 60);
    await askForLink({ email, address: "192.0.2.1" });
    expect(await mails(email)).toBe(1);
    await askForLink({ email, address: "198.51.100.7" });
    expect(await mails(email)).toBe(2);
  }, 60_000);
});

describe("requests", () => {
  it.each([
    [undefined, "unknown"],
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8::6", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
  ])("from %s count for %s", (address, caller) => expect(callerOf(address)).toBe(caller));
});

describe("changing the password", () => {
  it("needs the present one, ends all other sessions, and is told by mail", async () => {
    const { id, email } = await aPerson({ passwordHash });
    await enter(email);
    await enter(email);
    await expect(
      changePassword(id, { current: "wrong", password: "another horse battery" }),
    ).rejects.toMatchObject({ refusal: { field: "current" } });
    expect(await changePassword(id, { current: right, password: "another horse battery" })).toMatch(
      /^innova_session=/,
    );
    expect(await db().session.count({ where: { userId: id } })).toBe(1);
    expect(await db().outboxMail.findMany({ where: { toAddress: email } })).toMatchObject([
      { subject: "Innova.TO: la tua password è cambiata" },
    ]);
    await expect(enter(email, right)).rejects.toMatchObject(refused("wrong-credentials"));
    await enter(email, "another horse battery");
  });

  it("that was replaced just then, by a link, replaces nothing", async () => {
    const { id } = await aPerson({ passwordHash });
    const end = interleaved({
      hold: (tx) => tx.user.update({ where: { id }, data: { passwordHash: "another" } }),
      act: () => changePassword(id, { current: right, password: "a third horse battery" }),
    });
    await expect(end).rejects.toMatchObject({
      refusal: { code: "wrong-credentials", field: "current" },
    });
    expect(await db().user.findUniqueOrThrow({ where: { id } })).toMatchObject({
      passwordHash: "another",
    });
  });

  it("keeps passwords as argon2id with 19 MiB and two passes", async () => {
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe("a new password", () => {
  it.each([
    ["qwertyuiop12", "too-common"],
    ["AdaNegri2024", "own-words"],
    ["abcdefghijkl", "too-simple"],
  ])("like %s is refused at its field: %s", async (password, why) => {
    const { id, email } = await aPerson({ passwordHash });
    const weak = { refusal: { code: "invalid", field: "password", reasons: [{ key: why }] } };
    await expect(changePassword(id, { current: right, password })).rejects.toMatchObject(weak);
    const secret = (await db().$transaction((tx) => newLink(tx, id))).split("/").at(-1) ?? "";
    await expect(setPasswordByLink(secret, password)).rejects.toMatchObject(weak);
    await setPasswordByLink(secret, "another horse battery"); // the link is still good
    await enter(email, "another horse battery");
  });

  it("control: one of before that would be refused now still signs in", async () => {
    const { email } = await aPerson({
      passwordHash: await passwords.hashPassword("passwordpassword"),
    });
    await enter(email, "passwordpassword");
  });
});
