import { z } from "zod";
import type { RankingFile } from "#app/domain/ranking/file.ts";
import {
  type AuditContent,
  type ChainHead,
  entryDigest,
  linkHash,
  sheetHash,
} from "#app/sealing/audit-chain.ts";
import { equal, fromBase64, fromHex, toBase64 } from "#app/sealing/bytes.ts";

// Score sheets against the audit chain: a sheet counts only as it was delivered, in its latest
// version, and the chain is the one whose heads this custodian has seen before (sealing.md §8, §9).

const entrySchema = z.object({
  at: z.number(),
  actorId: z.string().nullable(),
  action: z.string(),
  editionId: z.string().nullable(),
  objectId: z.string(),
  detail: z.unknown(),
});

/** The chain as the server gives it; bytes in base64url. */
export const chainSchema = z.object({
  /** all digests in order of position, 32 bytes each */
  digests: z.string(),
  /** the entries by which sheets of this edition were delivered, with their salts */
  deliveries: z.array(z.object({ position: z.int(), salt: z.string(), entry: entrySchema })),
  /** positions whose entries the server itself found gone or altered */
  altered: z.array(z.int()),
});
export type ChainEvidence = z.infer<typeof chainSchema>;

/** What is wrong; numbers of positions in the chain (heads, entries) or of proposals (sheets). */
export type SheetFault = {
  part: "heads" | "entries" | "undelivered" | "superseded" | "leftOut";
  numbers: number[];
};

/**
 * Everything wrong with the sheets of a ranking, seen from the chain and the heads that were handed
 * out before.
 */
export function checkSheets(
  editionId: string,
  file: Pick<RankingFile, "sheets" | "setAside">,
  chain: ChainEvidence,
  heads: readonly ChainHead[],
): SheetFault[] {
  const digests = digestsIn(chain.digests);
  const wrong = chain.deliveries.filter(
    ({ position, salt, entry }) =>
      !isAt(digests, position, fromBase64(salt), entry) || entry.editionId !== editionId,
  );
  const delivered = latestOf(chain.deliveries.map(({ entry }) => entry));
  return faultsOf([
    ["heads", offChain(digests, heads).map(({ position }) => position)],
    ["entries", [...chain.altered, ...wrong.map(({ position }) => position)]],
    ...sheetFaults(file, delivered),
  ]);
}

/** The heads that do not lie on the chain over these digests. */
function offChain(digests: readonly Uint8Array[], heads: readonly ChainHead[]): ChainHead[] {
  const hashes: string[] = [];
  let previous: Uint8Array = new Uint8Array(32);
  for (const [at, digest] of digests.entries()) {
    previous = linkHash(previous, at + 1, digest);
    hashes.push(toBase64(previous));
  }
  return heads.filter(({ position, hash }) => hashes[position - 1] !== hash);
}

function digestsIn(text: string): Uint8Array[] {
  const bytes = fromBase64(text);
  return Array.from({ length: Math.floor(bytes.length / 32) }, (_, at) =>
    bytes.slice(at * 32, at * 32 + 32),
  );
}

function isAt(
  digests: readonly Uint8Array[],
  position: number,
  salt: Uint8Array,
  entry: AuditContent,
): boolean {
  const digest = digests[position - 1];
  return digest !== undefined && equal(digest, entryDigest(salt, entry));
}

const confirmedSchema = z.object({
  action: z.literal("juror.confirmed"),
  objectId: z.string(),
  detail: z.object({
    sheets: z.array(z.object({ no: z.int(), version: z.int(), hash: z.string() })),
  }),
});
const revisedSchema = z.object({
  action: z.literal("sheet.revised"),
  detail: z.object({ jurorId: z.string(), sheets: confirmedSchema.shape.detail.shape.sheets }),
});

type Delivered = { no: number; version: number; hash: string };

/** Every delivered sheet by its hash, and the latest version of each juror on each proposal. */
function latestOf(entries: readonly AuditContent[]): { all: Set<string>; latest: Delivered[] } {
  const latest = new Map<string, Delivered>();
  const all = new Set<string>();
  for (const entry of entries) {
    const [confirmed, revised] = [
      confirmedSchema.safeParse(entry).data,
      revisedSchema.safeParse(entry).data,
    ];
    const juror = confirmed?.objectId ?? revised?.detail.jurorId ?? "";
    for (const sheet of (confirmed ?? revised)?.detail.sheets ?? []) {
      const pair = `${juror} ${sheet.no}`;
      all.add(sheet.hash);
      if (sheet.version > (latest.get(pair)?.version ?? 0)) latest.set(pair, sheet);
    }
  }
  return { all, latest: [...latest.values()] };
}

function sheetFaults(
  { sheets, setAside }: Pick<RankingFile, "sheets" | "setAside">,
  { all, latest }: ReturnType<typeof latestOf>,
): [SheetFault["part"], number[]][] {
  const counted = sheets.map((sheet) => ({ no: sheet.publicNo, hash: sheetHash(sheet) }));
  const hashes = new Set(counted.map(({ hash }) => hash));
  const current = new Set(latest.map(({ hash }) => hash));
  const uncounted = latest
    .filter(({ hash }) => !hashes.has(hash))
    .map(({ no, version }) => `${no} ${version}`);
  const twice = counted.filter(
    ({ hash }, at) => counted.findIndex((other) => other.hash === hash) !== at,
  );
  return [
    [
      "undelivered",
      [...counted.filter(({ hash }) => !all.has(hash)), ...twice].map(({ no }) => no),
    ],
    [
      "superseded",
      counted.filter(({ hash }) => all.has(hash) && !current.has(hash)).map(({ no }) => no),
    ],
    [
      "leftOut",
      surplus(
        uncounted,
        setAside.map(({ publicNo, version }) => `${publicNo} ${version}`),
      ).map((pair) => Number(pair.split(" ")[0])),
    ],
  ];
}

/** What is in one list and not in the other, as often as it is. */
function surplus(a: readonly string[], b: readonly string[]): string[] {
  const rest = [...b];
  const over = a.filter((each) => {
    const at = rest.indexOf(each);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [...over, ...rest];
}

function faultsOf(parts: [SheetFault["part"], number[]][]): SheetFault[] {
  return parts
    .filter(([, numbers]) => numbers.length > 0)
    .map(([part, numbers]) => ({ part, numbers: [...new Set(numbers)].sort((x, y) => x - y) }));
}

/**
 * The heads in a text that was pasted from a mail, `position hash` with the hash in hexadecimal.
 */
export function headsIn(text: string): ChainHead[] {
  return [...text.matchAll(/\b(\d{1,9})\s+([0-9a-f]{64})\b/gi)].map(
    ([, position = "", hash = ""]) => ({
      position: Number(position),
      hash: toBase64(fromHex(hash)),
    }),
  );
}
