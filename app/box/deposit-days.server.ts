import { z } from "zod";
import { now } from "#app/platform/clock.server.ts";
import { forget, processSingleton } from "#app/platform/process-singleton.server.ts";
import { inBox } from "./store.server.ts";
import { told } from "./told.server.ts";

// How many deposits a day saw. Counted in memory and given to the main database when the day is
// over, so that no row moves when somebody deposits.

/** The deposits of one day (UTC, `2027-03-01`). */
export const dayCount = z.object({ editionId: z.uuid(), day: z.iso.date(), count: z.int() });
type DayCount = z.infer<typeof dayCount>;

const counts = () => processSingleton("deposit-days", () => new Map<string, DayCount>());
const today = () => now().toISOString().slice(0, 10);

/** Counts one deposit for today. */
export function countDeposit(editionId: string): void {
  add({ editionId, day: today(), count: 1 });
}

function add({ editionId, day, count }: DayCount): void {
  const key = `${editionId}|${day}`;
  const before = counts().get(key)?.count ?? 0;
  counts().set(key, { editionId, day, count: before + count });
}

/**
 * Gives the days that are over, and with `all` also today, and forgets them: an answer that is lost
 * loses them, as a process that is killed does.
 */
export async function takeDepositDays(all: boolean): Promise<DayCount[]> {
  const given = [...counts()].filter(([, { day }]) => all || day !== today());
  for (const [key] of given) counts().delete(key);
  return given.map(([, count]) => count);
}

const kind = "deposit-days";

/** Lays the counts down in the box, where it stops by itself and nobody takes them. */
export async function layDownDepositDays(): Promise<void> {
  if (counts().size === 0) return;
  const value = Buffer.from(JSON.stringify([...counts().values()]));
  forget("deposit-days");
  await inBox((tx) => tx.told.create({ data: { kind, value: new Uint8Array(value) } }));
}

/** Takes them up again at the next start. */
export async function takeUpDepositDays(): Promise<void> {
  const written = await told(kind);
  if (!written) return;
  await inBox((tx) => tx.told.delete({ where: { kind } }));
  z.array(dayCount)
    .parse(JSON.parse(Buffer.from(written).toString()))
    .forEach(add);
}
