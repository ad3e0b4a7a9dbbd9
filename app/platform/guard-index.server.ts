import { now } from "./clock.server.ts";
import { db, type Tx } from "./db.server.ts";
import { keyedHash } from "./keyed-hash.server.ts";
import { forget, processSingleton } from "./process-singleton.server.ts";

// The self-identification guard's index: keyed hashes of what is on the staff list. The anonymous
// wing asks here and never meets a person; without the key the rows say nothing, and no row leads
// to another.

type Fact = { kind: string; value: string };
type Index = { readAt: number; hashes: Promise<ReadonlySet<string>> };
type Source = () => Promise<Uint8Array[]>;

/** Bytes of each hash. */
export const hashLength = 32;

const keptFor = 600_000; // milliseconds: other nodes see a new index at the latest then

/**
 * Asks whether a value of a kind is on the staff list. The whole index is in memory, so no question
 * leaves a trace.
 */
export async function guardIndex(): Promise<(kind: string, value: string) => boolean> {
  const hashes = await current().hashes;
  return (kind, value) => hashes.has(asKey(hashOf({ kind, value })));
}

/** All its hashes. */
export async function guardHashes(): Promise<Buffer[]> {
  return [...(await current().hashes)].map((key) => Buffer.from(key, "latin1"));
}

/** Lets this process read the index there and not in the main database. */
export function readGuardIndexFrom(source: Source): void {
  place().read = source;
  forgetGuardIndex();
}

const place = () =>
  processSingleton("guard-index-place", (): { read: Source } => ({ read: inMain }));

async function inMain(): Promise<Uint8Array[]> {
  return (await db().guardEntry.findMany({ select: { hash: true } })).map(({ hash }) => hash);
}

/** One rewriting at a time, until the end of the transaction. */
export async function lockGuardIndex(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('guard-index'))`;
}

/** Puts these facts instead of all there were, in random order; under `lockGuardIndex`. */
export async function replaceGuardIndex(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const distinct = new Map(facts.map((fact) => [`${fact.kind}|${fact.value}`, fact]));
  const rows = JSON.stringify(
    [...distinct.values()].map((fact) => ({
      hash: Buffer.from(hashOf(fact)).toString("hex"),
      kind: fact.kind,
    })),
  );
  await tx.guardEntry.deleteMany();
  // keyed hashes sort as if drawn by lot: the rows lie in no order of the list
  await tx.$executeRaw`
    INSERT INTO "GuardEntry" (hash, kind)
    SELECT decode(row.hash, 'hex'), row.kind FROM jsonb_to_recordset(${rows}::jsonb) AS row(hash text, kind text) ORDER BY row.hash`;
}

/** Lets this process read the index again. */
export function forgetGuardIndex(): void {
  forget("guard-index");
}

function current(): Index {
  const kept = processSingleton("guard-index", read);
  if (now().getTime() - kept.readAt < keptFor) return kept;
  forgetGuardIndex();
  return processSingleton("guard-index", read);
}

function read(): Index {
  const hashes = place()
    .read()
    .then((all) => new Set(all.map(asKey)));
  hashes.catch(forgetGuardIndex); // the next question tries again
  return { readAt: now().getTime(), hashes };
}

function hashOf({ kind, value }: Fact): Uint8Array<ArrayBuffer> {
  return keyedHash("innova.to/guard/v1", `${kind}|${value}`);
}

/** One byte a character: a set of tens of thousands stays small. */
function asKey(hash: Uint8Array): string {
  return Buffer.from(hash).toString("latin1");
}
