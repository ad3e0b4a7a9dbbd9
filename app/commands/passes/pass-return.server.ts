import { areUnspent, markReturned } from "#app/box/door.server.ts";
import { phaseHas } from "#app/domain/phase.ts";
import {
  isReturned,
  type ReturnProgress,
  takesPassReturns,
  whyNotTake,
} from "#app/domain/passes/pass-return.ts";
import { refuse } from "#app/domain/refusal.ts";
import { returnProgress } from "#app/queries/passes/passes.server.ts";
import { nullifier, splitPass } from "#app/sealing/token.ts";
import { atOneMoment, db, type Tx } from "#app/platform/db.server.ts";
import { verifiesPass } from "#app/platform/issuer.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { lockPerson } from "#app/commands/people/person-lock.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

type Nullifier = Uint8Array<ArrayBuffer>;

/**
 * Takes back passes unspent, and with the first of them the right to take part in this edition.
 * Several browsers may hand in one after the other; the same request again counts once. No time is
 * kept, and neither log nor audit says who was refused: a pass that was used tells that somebody
 * takes part. Refuses: not-found, too-late, manifest-differs, token-invalid, passes-used,
 * passes-incomplete, passes-foreign.
 */
export async function returnPasses(
  userId: string,
  editionId: string,
  tokens: Uint8Array[],
): Promise<ReturnProgress> {
  const spent = await nullifiersOf(editionId, tokens);
  // refused before anything is locked, since a lock leaves a trace in its row; out of one moment,
  // since the same request may be at work beside this one
  await atOneMoment((tx) => takeable(tx, { editionId, userId }, spent));
  if (!(await areUnspent(spent))) throw refuse("passes-used");
  return db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, editionId);
    if (!takesPassReturns(phase)) throw refuse("too-late");
    // passes are issued and roles are given under this lock
    await lockPerson(tx, userId);
    const { fresh, progress } = await takeable(tx, { editionId, userId }, spent);
    // first in the ballot box, so that no deposit takes them: killed before this is written here,
    // the same may come again
    if (!phaseHas(phase, "closed") && !(await markReturned({ editionId, nullifiers: fresh })))
      throw refuse("passes-used");
    return {
      ...progress,
      returned: await take(tx, { editionId, userId }, fresh, progress.returned),
    };
  });
}

type Holder = { editionId: string; userId: string };

/** The passes that were not handed in before, or a refusal. */
async function takeable(tx: Tx, { editionId, userId }: Holder, spent: Nullifier[]) {
  const fresh = await freshOf(tx, spent);
  const progress = await returnProgress(editionId, userId, tx);
  const { passesPerPerson } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { passesPerPerson: true },
  });
  const why = whyNotTake(fresh.length, passesPerPerson, progress);
  if (why) throw refuse(why);
  return { fresh, progress };
}

/** What each pass is remembered by; refuses one that the edition's issuer did not sign. */
async function nullifiersOf(editionId: string, tokens: Uint8Array[]): Promise<Nullifier[]> {
  const edition = await db().edition.findUnique({
    where: { id: editionId },
    include: { keys: true, manifest: true },
  });
  if (!edition?.keys || !edition.manifest) throw refuse("not-found");
  if (isPinned(editionId, edition.manifest.hash) === "differs") throw refuse("manifest-differs");
  const { issuerSpki } = edition.keys;
  const byText = tokens.map((token) => {
    const pass = splitPass(editionId, token);
    if (!pass || !verifiesPass(issuerSpki, pass.message, pass.signature))
      throw refuse("token-invalid");
    const bytes = new Uint8Array(nullifier(pass.message));
    return [Buffer.from(bytes).toString("hex"), bytes] as const;
  });
  // in one order, so that two requests with the same passes wait for each other instead of both for
  // the other
  return [...new Map(byText).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);
}

/** Those not handed in before; refuses passes-used when one of them was spent otherwise. */
async function freshOf(tx: Tx, spent: Nullifier[]): Promise<Nullifier[]> {
  const known = await tx.spentToken.findMany({ where: { nullifier: { in: spent } } });
  if (known.some(({ purpose }) => purpose !== "returned")) throw refuse("passes-used");
  const before = new Set(known.map((row) => Buffer.from(row.nullifier).toString("hex")));
  return spent.filter((each) => !before.has(Buffer.from(each).toString("hex")));
}

async function take(
  tx: Tx,
  { editionId, userId }: Holder,
  fresh: Nullifier[],
  before: number,
): Promise<number> {
  // a deposit may have spent one meanwhile; without an error, since the database would log one
  const { count } = await tx.spentToken.createMany({
    data: fresh.map((each) => ({ nullifier: each, editionId, purpose: "returned" })),
    skipDuplicates: true,
  });
  if (count < fresh.length) throw refuse("passes-used");
  const returned = before + count;
  if (count > 0)
    await tx.passReturn.upsert({
      where: { editionId_userId: { editionId, userId } },
      create: { editionId, userId, count: returned },
      update: { count: returned },
    });
  return returned;
}

/**
 * Null when this person holds no pass that could still be used or was; under the lock of the
 * person.
 */
export async function whyMayHaveProposed(
  tx: Tx,
  editionId: string,
  userId: string,
): Promise<"holds-pass" | null> {
  const progress = await returnProgress(editionId, userId, tx);
  return progress.issued === 0 || isReturned(progress) ? null : "holds-pass";
}
