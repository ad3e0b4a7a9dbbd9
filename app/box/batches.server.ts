import { drawn } from "#app/sealing/draw.ts";
import { type BoxTx, inBox } from "./store.server.ts";

// What is written with a receipt or a token after closing waits here until the main database takes
// it, all of an edition together and in random order: messages and asked-for 'took part' tokens at
// midnight, pairs at the date of the conflicts, ballots at the freeze, keys of awarded envelopes
// and objections for the opening. It is erased once the main database has it; until then the same
// comes again.

/** What comes over at a moment of its own. */
export const onceDue = ["objections", "pairs", "ballots", "keys"] as const;

/**
 * Which batches of an edition are due: messages and tokens up to this day of its time zone, and
 * what is named.
 */
export type Due = {
  editionId: string;
  day: Date;
  also: readonly (typeof onceDue)[number][];
};

/** What waits of an edition and is due, in random order. */
export type Batch = Awaited<ReturnType<typeof dueBatch>>;

/** What is due, once whoever is writing has written. */
export async function dueBatch({ editionId, day, also }: Due) {
  const is = (kind: Due["also"][number]) => also.includes(kind);
  const objections = is("objections") ? [{ kind: "OBJECTION" as const }] : [];
  const due = { editionId, OR: [{ visibleFrom: { lte: day } }, ...objections] };
  const of = { where: { editionId } };
  return aloneInBatch(editionId, async (tx) => ({
    messages: mixed(await tx.message.findMany({ where: due })),
    tookPart: mixed(await tx.tookPart.findMany({ where: { editionId, takenFrom: { lte: day } } })),
    pairs: is("pairs") ? mixed(await tx.blockedPair.findMany(of)) : [],
    ballots: is("ballots") ? mixed(await tx.ballot.findMany(of)) : [],
    keys: is("keys") ? mixed(await tx.handedKey.findMany(of)) : [],
  }));
}

/** What the rows of a batch are known by. */
export type BatchKeys = {
  messages: string[];
  /** of proposals */
  pairs: string[];
  tookPart: Uint8Array<ArrayBuffer>[];
  ballots: Uint8Array<ArrayBuffer>[];
  /** of envelopes */
  keys: string[];
};

/** Erases what the main database has by now. */
export async function eraseTaken({ messages, pairs, tookPart, ballots, keys }: BatchKeys) {
  await inBox(async (tx) => {
    await tx.message.deleteMany({ where: { id: { in: messages } } });
    await tx.tookPart.deleteMany({ where: { nullifier: { in: tookPart } } });
    await tx.blockedPair.deleteMany({ where: { proposalId: { in: pairs } } });
    await tx.ballot.deleteMany({ where: { nullifier: { in: ballots } } });
    await tx.handedKey.deleteMany({ where: { envelopeId: { in: keys } } });
  });
}

/** Erases all that waits of an edition: nobody will take it any more. */
export async function eraseWaiting(editionId: string): Promise<void> {
  const of = { where: { editionId } };
  await aloneInBatch(editionId, async (tx) => {
    await tx.message.deleteMany(of);
    await tx.tookPart.deleteMany(of);
    await tx.blockedPair.deleteMany(of);
    await tx.ballot.deleteMany(of);
    await tx.handedKey.deleteMany(of);
  });
}

/** True when somebody contests an exclusion and nobody could read it yet. */
export async function isContestWaiting(editionId: string): Promise<boolean> {
  const where = { editionId, kind: "CONTEST" } as const;
  return aloneInBatch(editionId, async (tx) => (await tx.message.count({ where })) > 0);
}

/**
 * Runs `act` while no batch of this edition is taken: whoever takes one afterwards has what it
 * wrote, and whoever writes after that finds that its time is over.
 */
export async function whileWaiting<T>(
  editionId: string,
  act: (tx: BoxTx) => Promise<T>,
): Promise<T> {
  return inBox(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext(${batchLock(editionId)}))`;
    return act(tx);
  });
}

/** The same, and nobody else writes meanwhile either. */
export async function aloneInBatch<T>(
  editionId: string,
  act: (tx: BoxTx) => Promise<T>,
): Promise<T> {
  return inBox(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${batchLock(editionId)}))`;
    return act(tx);
  });
}

const batchLock = (editionId: string): string => `innova.to/batch/${editionId}`;

const mixed = <T>(rows: readonly T[]): T[] => drawn(rows, rows.length);
