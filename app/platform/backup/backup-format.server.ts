import { createHash } from "node:crypto";
import { z } from "zod";

// A backup, inside its encryption:
//
//   the line "innova-backup 1"
//   a frame: the header, JSON of `BackupHeader`
//   for each table of the header, in its order: frames with its rows as PostgreSQL's binary COPY
//     writes them, then an empty frame
//   SHA-256 over everything before
//
// A frame is its length (four bytes, the most significant first) and that many bytes.

const magic = Buffer.from("innova-backup 1\n");
const maxFrame = 64 * 1024 * 1024;

/** A file is no whole backup, or not the one that is wanted; the message says so to a person. */
export class BackupError extends Error {
  override name = "BackupError";
}

const tableContents = z.object({
  name: z.string(),
  /** those that are stored, sorted */
  columns: z.array(z.string()).min(1),
  rows: z.int(),
  /** SHA-256 in hex over all rows, whatever their order */
  digest: z.string(),
});

/** What a table holds. */
export type TableContents = z.infer<typeof tableContents>;

/** The two databases of a server. */
export const stores = ["main", "box"] as const;
export type Store = (typeof stores)[number];

const backupHeader = z.object({
  store: z.enum(stores),
  /** the version of the release that wrote it */
  release: z.string(),
  /** the moment as of which it is, ISO 8601 */
  at: z.iso.datetime(),
  /** which ballot box it is, or belongs to; null when there never was one */
  box: z.uuid().nullable(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  /** the last value of each sequence; null before the first */
  sequences: z.array(z.object({ name: z.string(), last: z.string().nullable() })),
  tables: z.array(tableContents),
});

/** What stands at the beginning of a backup. */
export type BackupHeader = z.infer<typeof backupHeader>;

type Bytes = AsyncIterable<Uint8Array>;

/** A backup; `rowsOf` gives the rows of a table, and is asked in the order of the header. */
export async function* writtenBackup(
  header: BackupHeader,
  rowsOf: (table: TableContents) => Bytes,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const hashed = (bytes: Buffer) => (hash.update(bytes), bytes);
  yield hashed(magic);
  yield hashed(frame(Buffer.from(JSON.stringify(header))));
  for (const table of header.tables) {
    for await (const rows of rowsOf(table)) if (rows.length > 0) yield hashed(frame(rows));
    yield hashed(frame(new Uint8Array()));
  }
  yield hash.digest();
}

function frame(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A backup that is being read: its header, and its tables one after the other. */
export type ReadBackup = {
  header: BackupHeader;
  /**
   * Each table with its rows, which are to be read to their end before the next. Ends only when the
   * whole was read and its digest is right. Throws BackupError.
   */
  tables(): AsyncGenerator<{ table: TableContents; rows: AsyncGenerator<Buffer> }>;
};

/** Reads a backup's header. Throws BackupError when it is none, or of another format. */
export async function readBackup(source: Bytes): Promise<ReadBackup> {
  const hash = createHash("sha256");
  const reader = readerOf(source);
  const take = async (count: number) => {
    const bytes = await reader.take(count);
    hash.update(bytes);
    return bytes;
  };
  const takeFrame = async () => {
    const length = (await take(4)).readUInt32BE();
    if (length > maxFrame) throw damaged();
    return take(length);
  };
  if (!(await take(magic.length)).equals(magic))
    throw new BackupError("This is no backup that this release can read.");
  const header = headerIn(await takeFrame());
  return {
    header,
    tables: async function* () {
      for (const table of header.tables) yield { table, rows: framesUntilEmpty(takeFrame) };
      const expected = hash.digest();
      if (!(await reader.take(expected.length)).equals(expected) || !(await reader.isAtEnd()))
        throw damaged();
    },
  };
}

function headerIn(bytes: Buffer): BackupHeader {
  try {
    return backupHeader.parse(JSON.parse(bytes.toString()));
  } catch {
    throw damaged();
  }
}

async function* framesUntilEmpty(takeFrame: () => Promise<Buffer>): AsyncGenerator<Buffer> {
  for (let bytes = await takeFrame(); bytes.length > 0; bytes = await takeFrame()) yield bytes;
}

const copySignature = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");

/** How many rows PostgreSQL's binary COPY holds; reads it to its end. Throws BackupError. */
export async function countRows(copied: Bytes): Promise<number> {
  const { take, isAtEnd } = readerOf(copied);
  if (!(await take(copySignature.length)).equals(copySignature)) throw damaged();
  await take(4); // flags
  await take((await take(4)).readInt32BE()); // what a later PostgreSQL adds to the header
  let rows = 0;
  for (let fields = (await take(2)).readInt16BE(); fields !== -1; rows += 1) {
    for (let field = 0; field < fields; field += 1)
      await take(Math.max(0, (await take(4)).readInt32BE())); // -1: NULL
    fields = (await take(2)).readInt16BE();
  }
  if (!(await isAtEnd())) throw damaged();
  return rows;
}

function readerOf(source: Bytes) {
  const chunks = source[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  const fill = async () => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done) return false;
      rest = Buffer.from(next.value);
    }
    return true;
  };
  return {
    async take(count: number): Promise<Buffer> {
      const parts: Buffer[] = [];
      for (let missing = count; missing > 0; missing -= parts.at(-1)!.length) {
        if (!(await fill())) throw damaged();
        parts.push(rest.subarray(0, missing));
        rest = rest.subarray(missing);
      }
      return Buffer.concat(parts);
    },
    isAtEnd: async () => !(await fill()),
  };
}

function damaged(): BackupError {
  return new BackupError("The backup is damaged or cut off: use another one.");
}
