import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  newSession,
  sayWhoseComputer,
  signOut,
  signOutEverywhere,
} from "#app/commands/people/session.server.ts";
import { actorOf, computerOfRequest } from "#app/http/actor.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lucia, renewedCookie } from "#app/platform/accounts/session.server.ts";
import { aPerson } from "#tests/factories/person.ts";

const idIn = (cookie: string) => /^innova_session=([^;]*)/.exec(cookie)?.[1] ?? "";
const asking = (cookie: string) =>
  new Request("http://localhost/area/desk", {
    headers: { Cookie: `innova_session=${idIn(cookie)}` },
  });
const rows = (userId: string) => db().session.findMany({ where: { userId } });

afterEach(() => void vi.useRealTimers());

describe("a session", () => {
  it("is kept as a hash of its id and the midnight at which it ends, and nothing else", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-28T13:14:15.678Z") });
    const ada = await aPerson({ passwordHash: "x" });
    const cookie = await newSession(ada.id, "x", "private");
    expect(await rows(ada.id)).toEqual([
      {
        idHash: createHash("sha256")
          .update(idIn(cookie).split(".")[0] ?? "")
          .digest("hex"),
        userId: ada.id,
        expiresAt: new Date("2027-04-05T00:00:00Z"),
      },
    ]);
  });

  it("looks the same for two people who signed in on the same day", async () => {
    const [ada, berta] = [
      await aPerson({ passwordHash: "x" }),
      await aPerson({ passwordHash: "x" }),
    ];
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-05-01T00:00:01Z") });
    await newSession(ada.id, "x", "private");
    vi.setSystemTime(new Date("2027-05-01T23:59:59Z"));
    await newSession(berta.id, "x", "private");
    expect((await rows(ada.id))[0]?.expiresAt).toEqual((await rows(berta.id))[0]?.expiresAt);
  });

  it("leaves no trace of its use", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-06-01T10:00:00Z") });
    const cookie = await newSession(ada.id, "x", "private");
    const before = [
      await rows(ada.id),
      await db().$queryRaw`SELECT xmin::text FROM "Session"`,
      await db().$queryRaw`SELECT xmin::text FROM "User"`,
    ];
    vi.setSystemTime(new Date("2027-06-07T10:00:00Z"));
    expect(await actorOf(asking(cookie))).toMatchObject({ id: ada.id });
    expect([
      await rows(ada.id),
      await db().$queryRaw`SELECT xmin::text FROM "Session"`,
      await db().$queryRaw`SELECT xmin::text FROM "User"`,
    ]).toEqual(before);
  });

  it("ends at its midnight", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-07-01T10:00:00Z") });
    const cookie = await newSession(ada.id, "x", "private");
    vi.setSystemTime(new Date("2027-07-08T23:59:59Z"));
    expect(await actorOf(asking(cookie))).not.toBeNull();
    vi.setSystemTime(new Date("2027-07-09T00:00:01Z"));
    expect(await actorOf(asking(cookie))).toBeNull();
    expect(await rows(ada.id)).toEqual([]);
  });

  it("travels in a cookie that only /area gets and no script can read", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    expect(await newSession(ada.id, "x", "private")).toMatch(
      /^innova_session=private-[a-z0-9]{40}\.\d+\.[\w-]{43}; HttpOnly; Max-Age=604800; Path=\/area; SameSite=Lax$/,
    );
  });

  it("ends with signing out, and only this one", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    const [here, there] = [
      await newSession(ada.id, "x", "private"),
      await newSession(ada.id, "x", "private"),
    ];
    expect(await signOut(`innova_session=${idIn(here)}`)).toMatch(
      /^innova_session=; HttpOnly; Max-Age=0; Path=\/area/,
    );
    expect(await actorOf(asking(here))).toBeNull();
    expect(await actorOf(asking(there))).toMatchObject({ id: ada.id });
  });

  it("ends everywhere with signing out everywhere, of this person alone", async () => {
    const [ada, berta] = [
      await aPerson({ passwordHash: "x" }),
      await aPerson({ passwordHash: "x" }),
    ];
    const [here, there, hers] = [
      await newSession(ada.id, "x", "private"),
      await newSession(ada.id, "x", "private"),
      await newSession(berta.id, "x", "private"),
    ];
    await signOutEverywhere(ada.id);
    expect([await actorOf(asking(here)), await actorOf(asking(there))]).toEqual([null, null]);
    expect(await actorOf(asking(hers))).toMatchObject({ id: berta.id });
  });

  it("of somebody who was deactivated is worth nothing", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    const cookie = await newSession(ada.id, "x", "private");
    await db().user.update({ where: { id: ada.id }, data: { active: false } });
    expect(await actorOf(asking(cookie))).toBeNull();
  });

  it("that nobody opened is nobody's", async () => {
    expect(
      await actorOf(asking("innova_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
    ).toBeNull();
    expect(await actorOf(new Request("http://localhost/area/desk"))).toBeNull();
    expect((await lucia().validateSession("")).user).toBeNull();
  });
});

describe("a session on a shared computer", () => {
  const at = (time: string) => vi.setSystemTime(new Date(`2027-06-01T${time}Z`));
  const begin = (time: string) =>
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(`2027-06-01T${time}Z`) });
  const headerOf = (cookie: string) => `innova_session=${idIn(cookie)}`;

  it("has a cookie that ends with the browser; what nobody said counts as shared", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    const cookies = [await newSession(ada.id, "x", "shared"), await newSession(ada.id, "x")];
    for (const cookie of cookies)
      expect(cookie).toMatch(/^innova_session=shared-[^;]*; HttpOnly; Path=\/area; SameSite=Lax$/);
  });

  it("ends after 30 minutes without a request, whatever the browser kept", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    begin("10:00:30");
    const cookie = await newSession(ada.id, "x", "shared");
    at("10:29:59");
    expect(await actorOf(asking(cookie))).toMatchObject({ id: ada.id });
    at("10:30:00");
    expect(await actorOf(asking(cookie))).toBeNull();
  });

  it("goes on with each request, and its row does not change for it", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    begin("10:00:30");
    let cookie = await newSession(ada.id, "x", "shared");
    const before = [await rows(ada.id), await db().$queryRaw`SELECT xmin::text FROM "Session"`];
    expect(renewedCookie(headerOf(cookie))).toBeNull(); // the same minute
    for (const time of ["10:25:00", "10:50:00", "11:15:00"]) {
      at(time);
      cookie = renewedCookie(headerOf(cookie)) ?? "";
      expect(await actorOf(asking(cookie))).toMatchObject({ id: ada.id });
    }
    expect([await rows(ada.id), await db().$queryRaw`SELECT xmin::text FROM "Session"`]).toEqual(
      before,
    );
    at("11:50:00");
    expect(renewedCookie(headerOf(cookie))).toBeNull(); // too late
  });

  it("takes no later minute, and no other kind of computer, from whoever copied the cookie", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    begin("10:00:00");
    const [id = "", minute = "", mark = ""] = idIn(await newSession(ada.id, "x", "shared")).split(
      ".",
    );
    at("12:00:00");
    const tries = [
      `${id}.${minute}.${mark}`,
      `${id}.${Number(minute) + 120}.${mark}`,
      `${id}.${Number(minute) + 120}.`,
      id,
      id.replace("shared", "private"),
      id.slice("shared-".length),
    ];
    for (const value of tries)
      expect(await actorOf(asking(`innova_session=${value}`)), value).toBeNull();
    at("10:10:00");
    expect(await actorOf(asking(`innova_session=${id}.${minute}.${mark}`))).toMatchObject({
      id: ada.id,
    });
  });

  it("leaves a row that does not tell it from one on a computer of their own", async () => {
    const [ada, berta] = [
      await aPerson({ passwordHash: "x" }),
      await aPerson({ passwordHash: "x" }),
    ];
    begin("10:00:00");
    await newSession(ada.id, "x", "shared");
    await newSession(berta.id, "x", "private");
    const shape = async (id: string) =>
      (await rows(id)).map(({ idHash, expiresAt }) => [idHash.length, expiresAt]);
    expect(await shape(ada.id)).toEqual(await shape(berta.id));
  });

  it("takes the place of the one before when somebody says whose the computer is", async () => {
    const ada = await aPerson({ passwordHash: "x" });
    const own = await newSession(ada.id, "x", "private");
    const [shared = ""] = await sayWhoseComputer(ada.id, headerOf(own), "shared");
    expect(await actorOf(asking(own))).toBeNull();
    expect(await actorOf(asking(shared))).toMatchObject({ id: ada.id });
    expect([own, shared].map((cookie) => computerOfRequest(asking(cookie)))).toEqual([
      "private",
      "shared",
    ]);
    expect(await rows(ada.id)).toHaveLength(1);
  });
});
