import { createHash } from "node:crypto";
import { phasesWith } from "#app/domain/phase.ts";
import {
  differing,
  forgetOthers,
  hasReplica,
  keepFilePiece,
  keepPiece,
  missingFiles,
  putInPlace,
} from "#app/box/door.server.ts";
import { replicaTables, rowsToTell } from "#app/box/replica-tables.ts";
import { atOneMoment, db, type Tx } from "#app/platform/db.server.ts";

// A ballot box on another host has no way to the main database: it is told what `/p` shows of an
// edition after its closing, all of it, before anybody asks (app/box/replica-tables.ts).

/** Tells the box what changed, where it keeps a replica. */
export async function tellReplica(): Promise<void> {
  if (!(await hasReplica())) return;
  const editions = await db().edition.findMany({
    where: {
      manifest: { isNot: null },
      closing: { isNot: null },
      phase: { in: phasesWith("closed"), notIn: phasesWith("archived") },
    },
    select: { id: true },
  });
  await forgetOthers(editions.map(({ id }) => id));
  for (const { id } of editions) await tellEdition(id);
}

/** Tells the box of one edition, with its attachments first: a text is not there without them. */
export async function tellEdition(editionId: string): Promise<void> {
  if (!(await hasReplica())) return;
  await tellFiles(editionId);
  const told = await atOneMoment((tx) => tablesOf(tx, editionId));
  const names = await differing({
    editionId,
    tables: told.map(({ name, sha256 }) => ({ name, sha256 })),
  });
  const changed = told.filter(({ name }) => names.includes(name));
  if (changed.length === 0) return;
  for (const { name, sha256, pieces } of changed)
    for (const [number, rows] of pieces.entries())
      await keepPiece({ editionId, name, sha256, number, rows });
  await putInPlace({
    editionId,
    tables: changed.map(({ pieces, ...table }) => ({ ...table, pieces: pieces.length })),
  });
}

type Told = { name: string; sha256: Uint8Array<ArrayBuffer>; pieces: string[] };

async function tablesOf(tx: Tx, editionId: string): Promise<Told[]> {
  const told: Told[] = [];
  for (const table of replicaTables) {
    const found = await tx.$queryRawUnsafe<{ row: string }[]>(rowsToTell(table), editionId);
    const rows = found.map(({ row }) => row);
    const sha256 = new Uint8Array(createHash("sha256").update(rows.join("\n")).digest());
    told.push({ name: table.name, sha256, pieces: inPieces(rows) });
  }
  return told;
}

/** Characters of a piece, about. */
const pieceSize = 1024 * 1024;

/** JSON arrays of rows, none much longer than a piece. */
function inPieces(rows: readonly string[]): string[] {
  const pieces: string[][] = [];
  let size = Infinity;
  for (const row of rows) {
    if (size + row.length > pieceSize) {
      pieces.push([]);
      size = 0;
    }
    pieces.at(-1)!.push(row);
    size += row.length;
  }
  return pieces.map((each) => `[${each.join(",")}]`);
}

async function tellFiles(editionId: string): Promise<void> {
  const files = await db().proposalFile.findMany({
    where: { proposal: { editionId } },
    select: { id: true },
  });
  for (const id of await missingFiles(files.map((file) => file.id))) {
    const { bytes, ...file } = await db().proposalFile.findUniqueOrThrow({ where: { id } });
    for (let from = 0; from < bytes.length; from += pieceSize)
      await keepFilePiece({ ...file, from, bytes: bytes.slice(from, from + pieceSize) });
  }
}
