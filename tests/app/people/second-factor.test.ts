import "#app/i18n/all.ts";
import "#tests/support/database.ts";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { TOTP, Secret } from "otpauth";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  addAuthenticator,
  makeRecoveryCodes,
  removeFactor,
  resetFactors,
  showAgain,
  showCode,
} from "#app/commands/people/second-factor.server.ts";
import { newSession, sayWhoseComputer, signIn } from "#app/commands/people/session.server.ts";
import { freshMinutes } from "#app/domain/people/second-factor.ts";
import { actorOf, requireConfirmed } from "#app/http/actor.server.ts";
import { secretOfSession, typedSecret } from "#app/platform/accounts/authenticator.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { hashPassword } from "#app/platform/accounts/password.server.ts";
import { openSecret, sealSecret } from "#app/platform/sealed-secret.server.ts";
import {
  lucia,
  newSessionId,
  renewedCookie,
  sessionCookie,
  sessionIn,
} from "#app/platform/accounts/session.server.ts";
import { shownAlong, shownCookie, shownIn } from "#app/platform/accounts/shown-factor.server.ts";
import { factorsOf } from "#app/queries/people/second-factor.server.ts";
import { loader as account } from "#app/routes/area/account/page.tsx";
import { loader as ownFactor } from "#app/routes/area/account/second-factor.tsx";
import { loader as desk } from "#app/routes/area/desk.tsx";
import { loader as people } from "#app/routes/area/admin/people.tsx";
import { action as reset } from "#app/routes/area/admin/person-factor.ts";
import { loader as custody } from "#app/routes/area/custody/page.tsx";
import { loader as jurorsDesk } from "#app/routes/area/jury/desk.tsx";
import { loader as presiding } from "#app/routes/area/jury/presiding.tsx";
import { action as addApp } from "#app/routes/area/account/second-factor.tsx";
import { action as codes } from "#app/routes/area/account/second-factor-codes.tsx";
import { action as removal } from "#app/routes/area/account/second-factor-removal.ts";
import {
  action as addPasskey,
  loader as passkeyOptions,
} from "#app/routes/area/account/passkey-new.ts";
import { action as confirm } from "#app/routes/area/ranking/confirmation.ts";
import { action as setDate } from "#app/routes/area/manage/publication/date.ts";
import { action as begin } from "#app/routes/area/manage/phase.tsx";
import { action as publish } from "#app/routes/area/manage/publication/page.tsx";
import { loader as organised } from "#app/routes/area/manage/overview.tsx";
import { loader as meetings } from "#app/routes/area/meetings/list.tsx";
import { enters, judging, type Judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";

const password = "correct horse battery";
let passwordHash: string;
const refused = (code: string) => ({ refusal: { code } });
const header = (...cookies: string[]) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");
const asking = (cookies: string) =>
  new Request("http://localhost/area/x", { headers: { Cookie: cookies } });
const codeOf = (secret: Uint8Array<ArrayBuffer>, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(typedSecret(secret)) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });

/** Somebody with an authenticator, and its secret. */
async function withApp(changes: Parameters<typeof aPerson>[0] = {}) {
  const user = await aPerson({ passwordHash, isAdministrator: true, ...changes });
  const secret = secretOfSession(user.id);
  await addAuthenticator(user.id, user.id, codeOf(secret));
  return { ...user, secret };
}

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});
beforeEach(() => {
  forget("attempts");
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-01T10:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  forget("env");
});
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const cli = (...words: string[]) =>
  promisify(execFile)(process.execPath, ["--import", "tsx", "cli/index.ts", ...words], {
    env: { ...process.env, DATABASE_URL: databaseUrl() },
  });
const required = () => {
  vi.stubEnv("SECOND_FACTOR", "required");
  forget("env");
};

describe("an authenticator", () => {
  it("is added with a code of it, audited and told by mail; its secret is not readable in the database", async () => {
    const { id, email, secret } = await withApp();
    expect(await factorsOf(id)).toEqual({ authenticator: true, passkeys: 0, recoveryCodes: 0 });
    const row = await db().authenticator.findUniqueOrThrow({ where: { userId: id } });
    expect(Buffer.from(row.secret).includes(Buffer.from(secret))).toBe(false);
    expect(await db().auditEntry.findMany({ where: { objectId: id } })).toMatchObject([
      { actorId: id, action: "second-factor.added", detail: { kind: "authenticator" } },
    ]);
    expect(await db().outboxMail.findMany({ where: { toAddress: email } })).toMatchObject([
      { subject: "Innova.TO: il tuo secondo fattore" },
    ]);
  });

  it("is not added with another code, nor with one of another session", async () => {
    const { id } = await aPerson({ isAdministrator: true });
    for (const code of ["000000", codeOf(secretOfSession("another")), "abcdef", ""])
      await expect(addAuthenticator(id, "mine", code)).rejects.toMatchObject(
        refused("wrong-credentials"),
      );
    expect(await factorsOf(id)).toMatchObject({ authenticator: false });
  });

  it("gives a code of the step before or after too, and of no other", async () => {
    const { id, secret } = await withApp();
    later(300);
    for (const steps of [-2, 2])
      await expect(showCode(id, codeOf(secret, steps))).rejects.toMatchObject(
        refused("wrong-credentials"),
      );
    for (const steps of [-1, 0, 1]) await showCode(id, codeOf(secret, steps));
  });

  it("gives no code twice, nor one older than the last", async () => {
    const { id, secret } = await withApp();
    later(300);
    await showCode(id, codeOf(secret));
    for (const steps of [0, -1])
      await expect(showCode(id, codeOf(secret, steps))).rejects.toMatchObject(
        refused("wrong-credentials"),
      );
    later(30);
    await showCode(id, codeOf(secret));
  });

  it("gives one code shown twice at once to one of the two", async () => {
    const { id, secret } = await withApp();
    later(300);
    const both = await Promise.allSettled([
      showCode(id, codeOf(secret)),
      showCode(id, codeOf(secret)),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("leaves in its row no number from which one reads when it was last used", async () => {
    const { id, secret } = await withApp();
    later(300);
    await showCode(id, codeOf(secret));
    const { spentHash } = await db().authenticator.findUniqueOrThrow({ where: { userId: id } });
    expect(spentHash).toHaveLength(32);
  });

  it("puts off wrong codes like wrong passwords", async () => {
    const { id } = await withApp();
    for (let i = 0; i < 5; i += 1)
      await expect(showCode(id, "000000")).rejects.toMatchObject(refused("wrong-credentials"));
    await expect(showCode(id, "000000")).rejects.toMatchObject({
      refusal: { code: "too-many-attempts", params: { seconds: 1 } },
    });
  });
});

describe("a sealed secret", () => {
  it("opens for its owner and purpose alone, and not when a byte is another", () => {
    const sealed = sealSecret("p", "ada", new Uint8Array([1, 2, 3]));
    expect(openSecret("p", "ada", sealed)).toEqual(new Uint8Array([1, 2, 3]));
    expect(() => openSecret("p", "berta", sealed)).toThrow();
    expect(() => openSecret("q", "ada", sealed)).toThrow();
    expect(() => openSecret("p", "ada", sealed.with(30, sealed[30]! ^ 1))).toThrow();
  });
});

describe("recovery codes", () => {
  it("are ten, stored hashed, and work once each, however they are typed", async () => {
    const { id } = await withApp();
    const codes = await makeRecoveryCodes(id);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    const kept = await db().recoveryCode.findMany({ where: { userId: id } });
    expect(JSON.stringify(kept)).not.toContain(codes[0]!.slice(0, 5));
    expect(await showAgain(id, ` ${codes[0]!.toUpperCase()} `)).toBe("factor");
    await expect(showAgain(id, codes[0]!)).rejects.toMatchObject(refused("wrong-credentials"));
    expect(await factorsOf(id)).toMatchObject({ recoveryCodes: 9 });
    expect(
      await db().auditEntry.count({
        where: { objectId: id, action: "second-factor.recovery-code-used" },
      }),
    ).toBe(1);
  });

  it("made again end the earlier ones; another's are worth nothing", async () => {
    const [ada, berta] = [await withApp(), await withApp()];
    const [first = ""] = await makeRecoveryCodes(ada.id);
    const [hers = ""] = await makeRecoveryCodes(berta.id);
    await makeRecoveryCodes(ada.id);
    for (const code of [first, hers])
      await expect(showAgain(ada.id, code)).rejects.toMatchObject(refused("wrong-credentials"));
  });

  it("are not made without a factor, and go with the last one", async () => {
    const none = await aPerson();
    await expect(makeRecoveryCodes(none.id)).rejects.toMatchObject(refused("blocked"));
    const { id } = await withApp();
    await makeRecoveryCodes(id);
    await removeFactor(id, "authenticator");
    expect(await factorsOf(id)).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
  });
});

describe("a lost factor", () => {
  it("is reset by an administrator: sessions end, it is audited and told", async () => {
    const [administrator, lost] = [await aPerson({ isAdministrator: true }), await withApp()];
    await makeRecoveryCodes(lost.id);
    await newSession(lost.id, passwordHash);
    expect(
      await ask(reset, { as: administrator, params: { person: lost.id }, form: {} }),
    ).toMatchObject({ status: 302 });
    expect(await factorsOf(lost.id)).toEqual({
      authenticator: false,
      passkeys: 0,
      recoveryCodes: 0,
    });
    expect(await db().session.count({ where: { userId: lost.id } })).toBe(0);
    expect(
      await db().auditEntry.count({
        where: { actorId: administrator.id, objectId: lost.id, action: "second-factor.reset" },
      }),
    ).toBe(1);
    await expect(resetFactors(administrator.id, lost.id)).rejects.toMatchObject(refused("blocked"));
  });

  it("of the last administrator is reset at the command line", async () => {
    const [lost, none] = [await withApp(), await aPerson({ isAdministrator: true })];
    await newSession(lost.id, passwordHash);
    // as people write an address
    const { stdout } = await cli("user", "second-factor", lost.email.toUpperCase());
    expect(stdout).toContain("has no second factor any more.");
    expect(await factorsOf(lost.id)).toMatchObject({ authenticator: false });
    expect(await db().session.count({ where: { userId: lost.id } })).toBe(0);
    const entries = { objectId: lost.id, action: "second-factor.reset" };
    expect(await db().auditEntry.findMany({ where: entries })).toMatchObject([{ actorId: null }]);
    for (const [email, stderr] of [
      [none.email, `${none.email} has no second factor.\n`],
      ["nobody@comune.example", "Nobody has the address nobody@comune.example.\n"],
    ] as const) {
      const refusal = cli("user", "second-factor", email);
      await expect(refusal).rejects.toMatchObject({ code: 1, stderr });
    }
    await expect(cli("user", "second-factor")).rejects.toMatchObject({ code: 2 });
  }, 120_000);
});

describe("the pages of a role", () => {
  let j: Judging;
  let pages: [string, unknown, { id: string }][];
  beforeAll(async () => {
    j = await judging({ phase: "preparation", proposals: 1 });
    const [secretary, custodian] = [await aPerson(), await aPerson()];
    await db().role.createMany({
      data: [
        { editionId: j.edition.id, userId: secretary.id, kind: "SECRETARY" },
        { editionId: j.edition.id, userId: custodian.id, kind: "CUSTODIAN" },
      ],
    });
    await db().custodian.create({
      data: { editionId: j.edition.id, userId: custodian.id, position: 1, title: "Segretario" },
    });
    await enters(j, "deliberation");
    pages = [
      ["administrator", people, await aPerson({ isAdministrator: true })],
      ["organiser", organised, j.carla],
      ["secretary", meetings, secretary],
      ["custodian", custody, custodian],
      ["chair", presiding, j.jury.dario.user],
    ];
  });
  const params = () => ({ edition: j.edition.code });

  it("lead whoever has no second factor to set one up, where it is required; they are open where it is offered", async () => {
    for (const [role, page, as] of pages)
      expect([role, (await ask(page, { as, params: params() })).status]).toEqual([role, 200]);
    required();
    for (const [role, page, as] of pages) {
      expect([role, await ask(page, { as, params: params() })]).toMatchObject([
        role,
        { status: 302, location: "/area/account/second-factor?back=%2Farea%2Fx" },
      ]);
      expect([role, (await ask(ownFactor, { as })).status]).toEqual([role, 200]);
    }
  });

  it("ask for one in production, unless the city only offers it", async () => {
    const pagesAsk = async (settings: Record<string, string>) => {
      for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
      forget("env");
      const answers = pages.map(([, page, as]) => ask(page, { as, params: params() }));
      return (await Promise.all(answers)).map(({ status }) => status === 302);
    };
    const all = (asked: boolean) => pages.map(() => asked);
    expect(await pagesAsk({ NODE_ENV: "production", SECOND_FACTOR: "" })).toEqual(all(true));
    expect(await pagesAsk({ SECOND_FACTOR: "offered" })).toEqual(all(false));
  });

  it("leave an employee's own pages open, and a juror's, to those without a second factor", async () => {
    required();
    const bruno = j.jury.bruno.user;
    for (const [, , as] of pages)
      for (const page of [desk, account]) expect((await ask(page, { as })).status).toBe(200);
    expect((await ask(jurorsDesk, { as: bruno, params: params() })).status).toBe(200);
    expect((await ask(ownFactor, { as: bruno })).status).toBe(404);
  });

  it("ask whoever has one to show it in this session, also where it is only offered", async () => {
    const ada = await withApp();
    expect(await ask(people, { as: ada })).toMatchObject({
      status: 302,
      location: "/area/second-factor?back=%2Farea%2Fx",
    });
    expect((await ask(people, { as: ada, shown: "factor" })).status).toBe(200);
    expect(await ask(reset, { as: ada, params: { person: ada.id }, form: {} })).toMatchObject({
      status: 401,
    });
  });

  it("are not reached with what was shown in another session, or with a cookie that was altered", async () => {
    const ada = await withApp();
    const [mine, other] = [
      await newSession(ada.id, passwordHash, "private"),
      await newSession(ada.id, passwordHash, "private"),
    ];
    const shown = shownCookie(mine, "factor");
    expect(shownIn(header(mine, shown))).toEqual({ shown: "factor", minutesAgo: 0 });
    for (const cookies of [
      header(other, shown),
      header(mine, shownCookie(mine, "password").replace("=password", "=factor")),
      header(shown),
    ])
      expect(shownIn(cookies)).toBeNull();
  });

  it("stay open when somebody says whose the computer is", async () => {
    const ada = await withApp();
    const before = await newSession(ada.id, passwordHash, "private");
    const cookies = header(before, shownCookie(before, "factor"));
    expect(shownIn(header(...(await sayWhoseComputer(ada.id, cookies, "shared"))))).toMatchObject({
      shown: "factor",
    });
    expect(shownAlong(header(before), before)).toEqual([]);
  });
});

describe("signing in with a second factor", () => {
  it("leads to it first and then on; the password alone reaches no page of the role", async () => {
    const ada = await withApp();
    const { cookies, to } = await signIn({
      email: ada.email,
      password,
      back: "/area/admin/people",
    });
    expect(to).toBe("/area/second-factor?back=%2Farea%2Fadmin%2Fpeople");
    expect(shownIn(header(...cookies))).toEqual({ shown: "password", minutesAgo: 0 });
  });

  it("leads whoever has none to set it up, where the role requires it, and an employee to the desk", async () => {
    const [ada, employee] = [
      await aPerson({ passwordHash, isAdministrator: true }),
      await aPerson({ passwordHash }),
    ];
    const wayOf = async (email: string) => (await signIn({ email, password, back: null })).to;
    expect([await wayOf(ada.email), await wayOf(employee.email)]).toEqual([
      "/area/desk",
      "/area/desk",
    ]);
    required();
    expect([await wayOf(ada.email), await wayOf(employee.email)]).toEqual([
      "/area/account/second-factor?back=%2Farea%2Fdesk",
      "/area/desk",
    ]);
  });
});

describe("before freeze, publication and release of shares", () => {
  it("the second factor is asked for again after ten minutes", async () => {
    const ada = await withApp();
    const actor = { ...ada, locale: "it" as const, roles: [], presides: false, isEmployee: true };
    const session = await newSession(ada.id, passwordHash, "private");
    const cookies = header(session, shownCookie(session, "factor"));
    await requireConfirmed(actor, asking(cookies));
    later(9 * 60);
    await requireConfirmed(actor, asking(cookies));
    later(60);
    await expect(requireConfirmed(actor, asking(cookies))).rejects.toMatchObject(
      refused("confirm-again"),
    );
    // the password is not enough for who has a factor
    await expect(
      requireConfirmed(actor, asking(header(session, shownCookie(session, "password")))),
    ).rejects.toMatchObject(refused("confirm-again"));
  });

  it("the password is, where there is no factor", async () => {
    const ada = await aPerson({ passwordHash });
    await expect(showAgain(ada.id, "wrong")).rejects.toMatchObject(refused("wrong-credentials"));
    expect(await showAgain(ada.id, password)).toBe("password");
  });

  it("nothing happens without, nor to the factors themselves", async () => {
    const j = await judging({ phase: "deliberation", proposals: 1 });
    const id = j.carla.id;
    const params = { edition: j.edition.code };
    const asked = (handler: unknown, sent: { form?: Record<string, string>; json?: object }) =>
      Promise.all([
        ask(handler, { as: j.carla, params, shown: null, ...sent }),
        ask(handler, { as: j.carla, params, shown: "password", minutesAgo: freshMinutes, ...sent }),
      ]);
    const answers = {
      freeze: await asked(begin, { form: { phase: "frozen" } }),
      publication: await asked(publish, { form: { checked: "on" } }),
      "publication's date": await asked(setDate, { form: { at: "2031-05-01T10:00" } }),
      "confirmation of a ranking": await asked(confirm, { form: { hash: "0".repeat(64) } }),
      // or whoever sits down at an open page adds a factor of theirs and goes on with that
      "an app": await asked(addApp, { form: { code: "123456" } }),
      "what a passkey is made of": await asked(passkeyOptions, {}),
      "a passkey": await asked(addPasskey, { json: {} }),
      removal: await asked(removal, { form: { kind: "authenticator" } }),
      "recovery codes": await asked(codes, { form: {} }),
    };
    for (const [what, both] of Object.entries(answers)) {
      for (const { status, text } of both) {
        expect([what, status, text]).toEqual([what, 403, expect.stringContaining("confirm-again")]);
      }
    }
    const { phase } = await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } });
    expect(phase).toBe("deliberation");
    expect(await factorsOf(id)).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
  });
});

describe("a session of whoever holds a role", () => {
  const opened = async (id: string) => {
    await lucia().createSession(id, {}, { sessionId: newSessionId("private") });
    return newSession(id, passwordHash, "private");
  };

  it("ends after thirty minutes without a request on a computer of their own too, and is not renewed then", async () => {
    const ada = await aPerson({ passwordHash, isAdministrator: true });
    const cookies = header(await opened(ada.id));
    later(29 * 60);
    expect(await actorOf(asking(cookies))).toMatchObject({ id: ada.id });
    const renewed = header(renewedCookie(cookies) ?? "");
    later(2 * 60);
    expect(await actorOf(asking(renewed))).toMatchObject({ id: ada.id });
    expect(await actorOf(asking(cookies))).toBeNull();
    expect(renewedCookie(cookies)).toBeNull();
  });

  it("cannot be kept alive by taking the minute out of the cookie", async () => {
    const ada = await aPerson({ passwordHash, isAdministrator: true });
    const id = sessionIn(header(await opened(ada.id))) ?? "";
    expect(await actorOf(asking(`innova_session=${id}`))).toBeNull();
    expect(await actorOf(asking(header(sessionCookie(id))))).toMatchObject({ id: ada.id });
  });

  it("control: without a role it goes on", async () => {
    const ada = await aPerson({ passwordHash });
    const cookies = header(await opened(ada.id));
    later(3 * 3600);
    expect(await actorOf(asking(cookies))).toMatchObject({ id: ada.id });
  });
});
