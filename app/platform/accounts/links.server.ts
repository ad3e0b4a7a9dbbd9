import { createHash, randomBytes } from "node:crypto";
import { now, today } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { origin } from "#app/platform/env.server.ts";

/**
 * A link is good for so many days, and until midnight: a moment would tell when it was asked for.
 */
const days = 7;

/**
 * Makes a link with which this person may set a password, and returns its address; those of before
 * stay good until one is used.
 */
export async function newLink(tx: Tx, userId: string): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await tx.oneTimeLink.create({
    data: {
      secretHash: hashOf(secret),
      userId,
      expiresAt: new Date(today().getTime() + (days + 1) * 86_400_000),
    },
  });
  return `${origin()}/area/link/${secret}`;
}

/**
 * Whose link this is, while it can be used; looking does not use it up, since mail scanners look.
 */
export async function personOfLink(tx: Tx, secret: string) {
  const link = await tx.oneTimeLink.findUnique({
    where: { secretHash: hashOf(secret) },
    include: { user: true },
  });
  return link && link.expiresAt > now() && link.user.active ? link.user : null;
}

/** Uses the link up; false when somebody was faster. */
export async function spendLink(tx: Tx, secret: string): Promise<boolean> {
  const { count } = await tx.oneTimeLink.deleteMany({
    where: { secretHash: hashOf(secret), expiresAt: { gt: now() } },
  });
  return count === 1;
}

/** Removes links that nobody used in time. */
export async function deleteExpiredLinks(tx: Tx): Promise<void> {
  await tx.oneTimeLink.deleteMany({ where: { expiresAt: { lte: now() } } });
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
