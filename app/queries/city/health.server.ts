import { answers } from "#app/box/door.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isMigrated } from "#app/platform/migrate.server.ts";

export type Health = "ok" | "database-unreachable" | "box-unreachable" | "migrations-missing";

const patience = 2000;

/**
 * Whether this server can answer: database and ballot box are reached within two seconds and have
 * this release's schema. The ballot box in a process of its own says it of itself alone.
 */
export async function health(): Promise<Health> {
  if (env().ROLE === "box") return boxHealth();
  try {
    await withinPatience(db().$queryRaw`SELECT 1`);
  } catch {
    return "database-unreachable";
  }
  if ((await boxHealth()) !== "ok") return "box-unreachable";
  const migrated = await withinPatience(
    isMigrated({ query: async (sql) => ({ rows: await db().$queryRawUnsafe(sql) }) }),
  ).catch(() => false);
  return migrated ? "ok" : "migrations-missing";
}

async function boxHealth(): Promise<Health> {
  return (await withinPatience(answers()).catch(() => false)) ? "ok" : "box-unreachable";
}

/** What is asked, unless it takes longer than two seconds. */
export function withinPatience<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("too slow")), patience);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
