import "#tests/support/database.ts";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { askForLink, changePassword } from "#app/commands/password.server.ts";
import { signIn } from "#app/commands/session.server.ts";
import { db } from "#app/platform/db.server.ts";
import { attempt, callerOf } from "#app/platform/limits.server.ts";
import { forget } from "#app/platform/once.server.ts";
import * as passwords from "#app/platform/password.server.ts";
import { aPerson } from "#tests/factories/person.ts";
import { interleaved } from "#tests/support/race.ts";

const right = "correct horse battery";
let passwordHash: string;
const enter = (email: string, password = right, address = "192.0.2.1") => signIn({ email, password, address, back: null });
const refused = (code: string) => ({ refusal: { code } });

beforeAll(async () => {
  passwordHash = await passwords.hashPassword(right);
});
beforeEach(() => forget("attempts"));

describe("signing in", () => {
  it("opens a session and leads back to the page that was asked for", async () => {
    const { email } = await aPerson({ passwordHash });
    const { cookie, to } = await signIn({ email, password: right, back: "/area/manage/2027" });
    expect(cookie).toMatch(/^innova_session=/);
    expect(to).toBe("/area/manage/2027");
    expect((await signIn({ email, password: right, back: "https://evil.example/" })).to).toBe("/area/desk");
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
    const [ada, uninvited, gone] = [await aPerson({ passwordHash }), await aPerson(), await aPerson({ passwordHash, active: false })];
    for (const [email, password] of [["nobody@comune.example", right], [ada.email, "wrong"], [uninvited.email, right], [gone.email, right]] as const) {
      await expect(enter(email, password)).rejects.toMatchObject(refused("wrong-credentials"));
    }
    expect(await db().session.count({ where: { userId: { in: [ada.id, uninvited.id, gone.id] } } })).toBe(0);
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
    const before = [await db().user.findUnique({ where: { id } }), await db().auditEntry.count(), await db().outboxMail.count()];
    await enter(email);
    await enter(email, "wrong").catch(() => {});
    expect([await db().user.findUnique({ where: { id } }), await db().auditEntry.count(), await db().outboxMail.count()]).toEqual(before);
  });
});

describe("too many attempts", () => {
  it("at one account are refused from any address, even with the right password, and not at others", async () => {
    const [ada, berta] = [await aPerson({ passwordHash }), await aPerson({ passwordHash })];
    for (let i = 0; i < 10; i += 1) await expect(enter(ada.email, "wrong", `192.0.2.${i}`)).rejects.toMatchObject(refused("wrong-credentials"));
    await expect(enter(ada.email, right, "198.51.100.7")).rejects.toMatchObject({ refusal: { code: "too-many-attempts", params: { minutes: 15 } } });
    await enter(berta.email);
  });

  it("count down in minutes and are forgotten after a quarter of an hour", async () => {
    const { email } = await aPerson({ passwordHash });
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      for (let i = 0; i < 10; i += 1) await enter(email, "wrong").catch(() => {});
      vi.setSystemTime(Date.now() + 10 * 60_000);
      await expect(enter(email)).rejects.toMatchObject({ refusal: { params: { minutes: 5 } } });
      vi.setSystemTime(Date.now() + 5 * 60_000 + 1);
      await enter(email);
    } finally {
      vi.useRealTimers();
    }
  });

  it("start anew after a success", async () => {
    const { email } = await aPerson({ passwordHash });
    for (let i = 0; i < 9; i += 1) await enter(email, "wrong").catch(() => {});
    await enter(email);
    for (let i = 0; i < 9; i += 1) await expect(enter(email, "wrong")).rejects.toMatchObject(refused("wrong-credentials"));
  });

  it("from one address are refused at any account, while whoever succeeds does not count: a city leaves through one address", async () => {
    const limit = { name: "sign-in by address", max: 100, minutes: 15 };
    for (let i = 0; i < 99; i += 1) attempt(limit, "192.0.2.1");
    const people = await Promise.all(Array.from({ length: 3 }, () => aPerson({ passwordHash })));
    for (const { email } of people) await enter(email);
    await enter("nobody@comune.example").catch(() => {});
    await expect(enter(people[0]!.email)).rejects.toMatchObject(refused("too-many-attempts"));
    await enter(people[0]!.email, right, "198.51.100.7");
  });

  it("at once count each", async () => {
    const { email } = await aPerson({ passwordHash });
    const answers = await Promise.allSettled(Array.from({ length: 15 }, () => enter(email, "wrong")));
    const codes = answers.map((answer) => answer.status === "rejected" && answer.reason.refusal.code);
    expect(codes.filter((code) => code === "too-many-attempts")).toHaveLength(5);
  });

  it("at the present password are refused", async () => {
    const { id } = await aPerson({ passwordHash });
    const change = (current: string) => changePassword(id, { current, password: "another horse battery" });
    for (let i = 0; i < 10; i += 1) await expect(change("wrong")).rejects.toMatchObject(refused("wrong-credentials"));
    await expect(change(right)).rejects.toMatchObject(refused("too-many-attempts"));
  });

  it("at asking for a link are refused alike for known and unknown addresses", async () => {
    const { email } = await aPerson({ passwordHash });
    for (const address of [email, "nobody@comune.example"]) {
      for (let i = 0; i < 3; i += 1) await askForLink({ email: address });
      await expect(askForLink({ email: address })).rejects.toMatchObject(refused("too-many-attempts"));
    }
    expect(await db().outboxMail.count({ where: { toAddress: email } })).toBe(3);
  });

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
    await expect(changePassword(id, { current: "wrong", password: "another horse battery" })).rejects.toMatchObject({ refusal: { field: "current" } });
    expect(await changePassword(id, { current: right, password: "another horse battery" })).toMatch(/^innova_session=/);
    expect(await db().session.count({ where: { userId: id } })).toBe(1);
    expect(await db().outboxMail.findMany({ where: { toAddress: email } })).toMatchObject([{ subject: "Innova.TO: la tua password è cambiata" }]);
    await expect(enter(email, right)).rejects.toMatchObject(refused("wrong-credentials"));
    await enter(email, "another horse battery");
  });

  it("that was replaced just then, by a link, replaces nothing", async () => {
    const { id } = await aPerson({ passwordHash });
    const end = interleaved({
      hold: (tx) => tx.user.update({ where: { id }, data: { passwordHash: "another" } }),
      act: () => changePassword(id, { current: right, password: "a third horse battery" }),
    });
    await expect(end).rejects.toMatchObject({ refusal: { code: "wrong-credentials", field: "current" } });
    expect(await db().user.findUniqueOrThrow({ where: { id } })).toMatchObject({ passwordHash: "another" });
  });

  it("keeps passwords as argon2id with 19 MiB and two passes", async () => {
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
