import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import type { Work } from "#app/platform/jobs.server.ts";

/** What the server does by itself, besides answering. */
export const work: Work[] = [];

/** Demonstration data hold published keys and passwords: in production the server starts on them only with --demo. */
export async function refuseDemoInProduction(allowed: boolean): Promise<void> {
  if (allowed || env().NODE_ENV !== "production") return;
  if ((await db().edition.count({ where: { demo: true } })) === 0) return;
  throw new Error("This database holds demonstration data, whose keys and passwords are public. Start with --demo, or use another database.");
}
