import { boxId, boxKey, boxState, BoxUnreachable } from "#app/box/door.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isOwnKeyMark } from "#app/platform/key-mark.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";
import { withinPatience } from "#app/queries/city/health.server.ts";

type Verdict = "ok" | "unreachable" | "another-box" | "another-key";

/** How the ballot box does, as this server sees it. */
export type BoxHealth = {
  verdict: Verdict;
  /** since when this server sees that; ISO 8601 */
  since: string;
  /** host and port of a box in a process of its own */
  at: string | null;
  /** what was wrong, for whoever looks after it; never anything of `/p` */
  fault: string | null;
  /** editions that are closed and were not taken over yet; null where it cannot be asked */
  waiting: number | null;
  rotationOverdue: boolean;
};

/** Looks at the box; called again and again, so that `since` is known. */
export async function boxHealth(): Promise<BoxHealth> {
  const seen = await look();
  const kept = processSingleton("box-health", () => ({
    verdict: "" as Verdict | "",
    since: now(),
  }));
  if (kept.verdict !== seen.verdict) [kept.verdict, kept.since] = [seen.verdict, now()];
  const { ROLE, BOX_HOST, BOX_PORT } = env();
  const at = ROLE === "main" ? `${BOX_HOST}:${BOX_PORT}` : null;
  return { ...seen, since: kept.since.toISOString(), at };
}

async function look(): Promise<Omit<BoxHealth, "since" | "at">> {
  try {
    const { waiting, rotationOverdue } = await withinPatience(boxState());
    return { verdict: await identified(), fault: null, waiting, rotationOverdue };
  } catch (error) {
    const fault = error instanceof BoxUnreachable ? error.message : null;
    return { verdict: "unreachable", fault, waiting: null, rotationOverdue: false };
  }
}

async function identified(): Promise<Verdict> {
  const mark = await db().boxMark.findUnique({ where: { id: 1 } });
  if (mark && mark.boxId !== (await boxId())) return "another-box";
  return isOwnKeyMark(await boxKey()) ? "ok" : "another-key";
}
