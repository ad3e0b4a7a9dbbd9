import { phaseHas, phasesWith } from "#app/domain/phase.ts";
import { type BoxEdition, keepFacts, knowsFacts } from "#app/box/door.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { checkBoxMark } from "./box-mark.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Tells the ballot box what deposits of this edition are checked against, once it is announced and
 * until it closes.
 */
export async function tellBox(editionId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, editionId); // so that nothing older is told after it
    if (!phaseHas(phase, "passes")) return;
    const facts = await factsOf(tx, editionId);
    if (await knowsFacts(facts)) return;
    await checkBoxMark(); // another may have come in its place
    await keepFacts(facts);
  });
}

/**
 * The same of every edition that takes deposits or soon will: what was not told when it changed.
 */
export async function tellBoxAll(): Promise<void> {
  const editions = await db().edition.findMany({
    where: { phase: { in: phasesWith("passes") }, manifest: { isNot: null } },
    select: { id: true },
  });
  for (const { id } of editions) {
    if (!(await knowsFacts(await factsOf(db(), id)))) await tellBox(id);
  }
}

/**
 * Waits for what the server's own work would do later anyway, after an act that is done: a box that
 * cannot be reached then is said in the log, and no reason to tell somebody that the act failed.
 */
export async function orLater(toBox: Promise<void>): Promise<void> {
  await toBox.catch((error: unknown) =>
    log().error({ event: "box-unreachable", ...describeError(error) }),
  );
}

async function factsOf(tx: Tx, editionId: string): Promise<BoxEdition> {
  const {
    id,
    phase,
    closesAt,
    graceMinutes,
    minCategories,
    maxCategories,
    maxTeam,
    timeZone,
    categories,
    manifest,
    keys,
  } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: {
      categories: { select: { key: true }, orderBy: { position: "asc" } },
      manifest: { select: { json: true, hash: true } },
      keys: { select: { issuerSpki: true, issuerPrivate: true, certPrivate: true } },
    },
  });
  if (!manifest || !keys) throw new Error("An edition without a manifest takes no deposits.");
  return {
    id,
    phase,
    closesAt,
    graceMinutes,
    minCategories,
    maxCategories,
    maxTeam,
    timeZone,
    categories,
    manifest,
    keys,
  };
}
