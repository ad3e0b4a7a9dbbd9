import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { newSession, signOut, signOutEverywhere } from "#app/commands/session.server.ts";
import { actorOf } from "#app/http/actor.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lucia } from "#app/platform/session.server.ts";
import { aPerson } from "#tests/factories/person.ts";

const idIn = (cookie: string) => /^innova_session=([^;]*)/.exec(cookie)?.[1] ?? "";
const asking = (cookie: string) => new Request("http://localhost/area/desk", { headers: { Cookie: `innova_session=${idIn(cookie)}` } });
const rows = (userId: string) => db().session.findMany({ where: { userId } });

afterEach(() => void vi.useRealTimers());

describe("a session", () => {
  it("is kept as a hash of its id and the midnight at which it ends, and nothing else", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-28T13:14:15.678Z") });
    const ada = await aPerson({ passwordHash: "x" });
    const cookie = await newSession(ada.id, "x");
    expect(await rows(ada.id)).toEqual([
      { idHash: createHash("sha256").update(idIn(cookie)).digest("hex"), userId: ada.id, expiresAt: new Date("2027-04-05T00:00:00Z") },
    ]);
  });

  it("looks the same for two people who signed in on the same day", async () => {
    const [ada, berta] = [await aPerson({ passwordHash: "x" }), await aPerson({ passwordHash: "x" })];
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-05-01T00:00:01Z") });
    await newSession(ada.id, "x");
    vi.setSystemTime(new Date("2027-05-01T23:59:59Z"));
    await newSession(berta.id, "x");
    expect((await rows(ada.id))[0]?.expiresAt).toEqual((await rows(berta.id))[0]?.expiresAt);
  });

  it("leaves no trace of its use", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-06-01T10:00:00Z") });
    const cookie = await newSession(ada.id, "x");
    const before = [await rows(ada.id), await db().$queryRaw`SELECT xmin::text FROM "Session"`, await db().$queryRaw`SELECT xmin::text FROM "User"`];
    vi.setSystemTime(new Date("2027-06-07T10:00:00Z"));
    expect(await actorOf(asking(cookie))).toMatchObject({ id: ada.id });
    expect([await rows(ada.id), await db().$queryRaw`SELECT xmin::text FROM "Session"`, await db().$queryRaw`SELECT xmin::text FROM "User"`]).toEqual(before);
  });

  it("ends at its midnight", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-07-01T10:00:00Z") });
    const cookie = await newSession(ada.id, "x");
    vi.setSystemTime(new Date("2027-07-08T23:59:59Z"));
    expect(await actorOf(asking(cookie))).not.toBeNull();
    vi.setSystemTime(new Date("2027-07-09T00:00:01Z"));
    expect(await actorOf(asking(cookie))).toBeNull();
    expect(await rows(ada.id)).toEqual([]);
  });

  it("travels in a cookie that only /area gets and no script can read", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    expect(await newSession(ada.id, "x")).toMatch(/^innova_session=[a-z0-9]{40}; HttpOnly; Max-Age=604\d{3}; Path=\/area; SameSite=Lax$/);
  });

  it("ends with signing out, and only this one", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    const [here, there] = [await newSession(ada.id, "x"), await newSession(ada.id, "x")];
    expect(await signOut(`innova_session=${idIn(here)}`)).toMatch(/^innova_session=; HttpOnly; Max-Age=0; Path=\/area/);
    expect(await actorOf(asking(here))).toBeNull();
    expect(await actorOf(asking(there))).toMatchObject({ id: ada.id });
  });

  it("ends everywhere with signing out everywhere, of this person alone", async () => {
    const [ada, berta] = [await aPerson({ passwordHash: "x" }), await aPerson({ passwordHash: "x" })];
    const [here, there, hers] = [await newSession(ada.id, "x"), await newSession(ada.id, "x"), await newSession(berta.id, "x")];
    await signOutEverywhere(ada.id);
    expect([await actorOf(asking(here)), await actorOf(asking(there))]).toEqual([null, null]);
    expect(await actorOf(asking(hers))).toMatchObject({ id: berta.id });
  });

  it("of somebody who was deactivated is worth nothing", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    const cookie = await newSession(ada.id, "x");
    await db().user.update({ where: { id: ada.id }, data: { active: false } });
    expect(await actorOf(asking(cookie))).toBeNull();
  });

  it("that nobody opened is nobody's", async () => {
    expect(await actorOf(asking("innova_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))).toBeNull();
    expect(await actorOf(new Request("http://localhost/area/desk"))).toBeNull();
    expect((await lucia().validateSession("")).user).toBeNull();
  });
});
