import { createHash } from "node:crypto";
import { type Adapter, Lucia, TimeSpan } from "lucia";
import { db, type Prisma } from "./db.server.ts";
import { origin } from "./env.server.ts";
import { once } from "./once.server.ts";

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>;
    DatabaseUserAttributes: { row: SessionUser };
  }
}

const withRoles = { roles: { select: { editionId: true, kind: true } } } as const satisfies Prisma.UserInclude;

/** The account behind a session, with its roles: they come with the session, since every page asks for both. */
export type SessionUser = Prisma.UserGetPayload<{ include: typeof withRoles }>;

const hash = (sessionId: string) => createHash("sha256").update(sessionId).digest("hex");

/** The midnight (UTC) after `date`: a stored expiry tells the day of the sign-in and no more. */
export function nextMidnight(date: Date): Date {
  return new Date(Math.ceil(date.getTime() / 86_400_000) * 86_400_000);
}

/** Lucia's sessions in PostgreSQL: ids stored hashed, expiry rounded to midnight and fixed (sealing.md §6). */
const adapter: Adapter = {
  async getSessionAndUser(sessionId) {
    const row = await db().session.findUnique({ where: { idHash: hash(sessionId) }, include: { user: { include: withRoles } } });
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
      data: { idHash: hash(session.id), userId: session.userId, expiresAt: nextMidnight(session.expiresAt) },
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

function makeLucia() {
  return new Lucia(adapter, {
    getUserAttributes: ({ row }) => ({ row }),
    sessionExpiresIn: new TimeSpan(7, "d"),
    sessionCookie: {
      // browsers take this prefix over https only (RFC 6265bis §4.1.3.1)
      name: origin().startsWith("https:") ? `__Secure-${sessionCookieName}` : sessionCookieName,
      // the only cookie of the product; it never reaches /p (sealing.md §0.8)
      attributes: { path: "/area", sameSite: "lax", secure: origin().startsWith("https:") },
    },
  });
}

/** The one Lucia of this process. */
export function lucia(): ReturnType<typeof makeLucia> {
  return once("lucia", makeLucia);
}
