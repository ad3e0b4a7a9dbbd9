import { createHash, timingSafeEqual } from "node:crypto";
import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from "lucia";
import { now } from "#app/platform/clock.server.ts";
import { cookieAttributes, cookieIn as valueIn, cookieName, cookieText } from "./cookie.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>;
    DatabaseUserAttributes: { row: SessionUser };
  }
}

/** What says which roles an account holds. */
export const withRoles = {
  roles: { select: { editionId: true, kind: true } },
  jurors: { where: { chair: true, state: "ACCEPTED" }, select: { editionId: true } },
} as const satisfies Prisma.UserInclude;

/**
 * The account behind a session, with its roles: they come with the session, since every page asks
 * for both.
 */
export type SessionUser = Prisma.UserGetPayload<{ include: typeof withRoles }>;

const hash = (sessionId: string) => createHash("sha256").update(sessionId).digest("hex");

/** The midnight (UTC) after `date`: a stored expiry tells the day of the sign-in and no more. */
export function nextMidnight(date: Date): Date {
  return new Date(Math.ceil(date.getTime() / 86_400_000) * 86_400_000);
}

/**
 * Lucia's sessions in PostgreSQL: ids stored hashed, expiry rounded to midnight and fixed
 * (sealing.md §6).
 */
const adapter: Adapter = {
  async getSessionAndUser(sessionId) {
    const row = await db().session.findUnique({
      where: { idHash: hash(sessionId) },
      include: { user: { include: withRoles } },
    });
    if (!row || !row.user.active) return [null, null];
    return [
      { id: sessionId, userId: row.userId, expiresAt: row.expiresAt, attributes: {} },
      { id: row.userId, attributes: { row: row.user } },
    ];
  },
  async getUserSessions() {
    return []; // ids are not kept, so they cannot be listed
  },
  async setSession(session) {
    await db().session.create({
      data: {
        idHash: hash(session.id),
        userId: session.userId,
        expiresAt: nextMidnight(session.expiresAt),
      },
    });
  },
  async updateSessionExpiration() {
    // fixed, not sliding: the moment of use would show in the row
  },
  async deleteSession(sessionId) {
    await db().session.deleteMany({ where: { idHash: hash(sessionId) } });
  },
  async deleteUserSessions(userId) {
    await db().session.deleteMany({ where: { userId } });
  },
  async deleteExpiredSessions() {
    await db().session.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  },
};

export const sessionCookieName = "innova_session";

/** How long a session lasts at most. */
export const sessionSeconds = 7 * 86_400;

function makeLucia() {
  return new Lucia(adapter, {
    getUserAttributes: ({ row }) => ({ row }),
    sessionExpiresIn: new TimeSpan(sessionSeconds, "s"),
    sessionCookie: { name: cookieName(sessionCookieName), attributes: cookieAttributes() },
  });
}

/** The one Lucia of this process. */
export function lucia(): ReturnType<typeof makeLucia> {
  return processSingleton("lucia", makeLucia);
}

/** Whose a computer is, as said at sign-in: one person's own, or one that others use too. */
export type SessionComputer = "private" | "shared";

/**
 * After so many minutes without a request a session is over, on a shared computer and of whoever
 * holds a role.
 */
export const idleMinutes = 30;

/**
 * The id of a new session. It begins with whose computer it is: the row keeps its hash alone, so it
 * does not tell, and an id whose beginning was changed is nobody's.
 */
export function newSessionId(computer: SessionComputer): string {
  return `${computer}-${generateIdFromEntropySize(25)}`;
}

/** Whose computer a session was opened on; null where nobody was asked, which counts as shared. */
export function computerOf(sessionId: string): SessionComputer | null {
  const [kind] = sessionId.split("-");
  return kind === "private" || kind === "shared" ? kind : null;
}

/**
 * The cookie of a session. On one's own computer it stays as long as the session, on a shared one
 * it ends with the browser. It says, marked by the server, in which minute it was last used: that
 * time is in this browser alone and in no row. Nobody was asked whose the computer is before it did
 * so.
 */
export function sessionCookie(sessionId: string): string {
  const computer = computerOf(sessionId);
  if (computer === null) return lucia().createSessionCookie(sessionId).serialize();
  const minute = minuteOf(now());
  const value = `${sessionId}.${minute}.${markOf(sessionId, minute).toString("base64url")}`;
  return cookieText(sessionCookieName, value, computer === "private" ? sessionSeconds : undefined);
}

/**
 * The session in a cookie header; null when there is none, or it was idle too long on a shared
 * computer.
 */
export function sessionIn(cookies: string | null | undefined): string | null {
  const [sessionId = ""] = cookieIn(cookies).split(".");
  if (computerOf(sessionId) === "shared" && idleFor(cookies) >= idleMinutes) return null;
  return sessionId || null;
}

/**
 * Minutes without a request in the session of a cookie header; without end where its mark is
 * missing or not ours.
 */
export function idleFor(cookies: string | null | undefined): number {
  const [sessionId = "", minute = "", mark = ""] = cookieIn(cookies).split(".");
  if (computerOf(sessionId) === null) return 0;
  const idle = minuteOf(now()) - Number(minute);
  const given = Buffer.from(mark, "base64url");
  const made = markOf(sessionId, Number(minute));
  const isGenuine = given.length === made.length && timingSafeEqual(given, made);
  return isGenuine && idle >= 0 ? idle : Infinity;
}

/**
 * The cookie with this minute in it, where the one that came is of an earlier one; null when there
 * is nothing to renew, or it is too late to.
 */
export function renewedCookie(cookies: string | null | undefined): string | null {
  const sessionId = sessionIn(cookies);
  const idle = idleFor(cookies);
  return sessionId && idle > 0 && idle < idleMinutes ? sessionCookie(sessionId) : null;
}

const cookieIn = (cookies: string | null | undefined) => valueIn(sessionCookieName, cookies);

const minuteOf = (moment: Date) => Math.floor(moment.getTime() / 60_000);

function markOf(sessionId: string, minute: number): Buffer {
  return Buffer.from(keyedHash("innova.to/idle/v1", `${sessionId}|${minute}`));
}
