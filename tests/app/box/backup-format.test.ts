import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BackupError,
  type BackupHeader,
  countRows,
  readBackup,
  writtenBackup,
} from "#app/platform/backup/backup-format.server.ts";

const header: BackupHeader = {
  store: "box",
  release: "0.1.0",
  at: "2027-01-31T02:15:00.000Z",
  box: null,
  migrations: [],
  sequences: [],
  tables: [
    { name: "A", columns: ["id"], rows: 2, digest: "" },
    { name: "B", columns: ["id"], rows: 0, digest: "" },
  ],
};

/** PostgreSQL's binary COPY with these rows of one field each; null is NULL. */
function copied(rows: (string | null)[]): Buffer {
  const number = (value: number, bytes: number) => {
    const written = Buffer.alloc(bytes);
    written.writeIntBE(value, 0, bytes);
    return written;
  };
  const fields = rows.map((row) =>
    Buffer.concat([
      number(1, 2),
      number(row === null ? -1 : Buffer.byteLength(row), 4),
      Buffer.from(row ?? ""),
    ]),
  );
  return Buffer.concat([
    Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"),
    number(0, 4),
    number(0, 4),
    ...fields,
    number(-1, 2),
  ]);
}

async function* inPieces(bytes: Buffer, piece: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

const rows: Record<string, Buffer> = { A: copied(["una", "proposta"]), B: copied([]) };

async function whole(): Promise<Buffer> {
  return buffer(writtenBackup(header, ({ name }) => inPieces(rows[name]!, 7)));
}

async function read(bytes: Buffer, piece = 64): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for await (const { table, rows } of (await readBackup(inPieces(bytes, piece))).tables()) {
    found[table.name] = await buffer(rows);
  }
  return found;
}

describe("a backup", () => {
  test("is read as it was written, in whatever pieces it comes", async () => {
    const bytes = await whole();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (piece) => {
        expect(await read(bytes, piece)).toEqual(rows);
      }),
    );
  });

  test("that is cut off anywhere is refused", async () => {
    const bytes = await whole();
    for (let length = 0; length < bytes.length; length += 1)
      await expect(read(bytes.subarray(0, length)), `cut at ${length}`).rejects.toThrow(
        BackupError,
      );
  });

  test("that is altered anywhere is refused, and so is one with something behind it", async () => {
    const bytes = await whole();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const altered = Buffer.from(bytes);
          altered[at]! ^= change;
          await expect(read(altered)).rejects.toThrow(BackupError);
        },
      ),
    );
    await expect(read(Buffer.concat([bytes, Buffer.of(0)]))).rejects.toThrow(BackupError);
  });

  test("says how many rows a table has, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.string())),
        fc.integer({ min: 1, max: 50 }),
        async (values, piece) => {
          expect(await countRows(inPieces(copied(values), piece))).toBe(values.length);
        },
      ),
    );
    await expect(countRows(inPieces(copied(["a"]).subarray(0, -3), 50))).rejects.toThrow(
      BackupError,
    );
  });
});
