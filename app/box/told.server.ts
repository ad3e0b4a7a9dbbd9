import { env } from "#app/platform/env.server.ts";
import { inBox, readBox } from "./store.server.ts";

// A box in a process of its own does not ask the main database what its page shows: it is told, and
// so goes on while the main server is away.

export const toldKinds = ["editions", "city", "guard-index"] as const;
export type ToldKind = (typeof toldKinds)[number];

/** True where this process is the ballot box alone, and knows only what it was told. */
export function isBoxAlone(): boolean {
  return env().ROLE === "box";
}

/** True when what the box was told of a kind has this SHA-256. */
export async function knowsTold(kind: ToldKind, sha256: Uint8Array): Promise<boolean> {
  const [row] = await readBox(
    (box) => box.$queryRaw<{ same: boolean }[]>`
    SELECT sha256(value) = ${sha256} AS same FROM "Told" WHERE kind = ${kind}`,
  );
  return row?.same ?? false;
}

/** Keeps this instead of what was told of the kind before. */
export async function keepTold(kind: ToldKind, value: Uint8Array<ArrayBuffer>): Promise<void> {
  await inBox((tx) =>
    tx.told.upsert({ where: { kind }, create: { kind, value }, update: { value } }),
  );
}

/** What the box was told of a kind; null where that was nothing yet. */
export async function told(kind: ToldKind | "deposit-days"): Promise<Uint8Array | null> {
  const row = await readBox((box) => box.told.findUnique({ where: { kind } }));
  return row?.value ?? null;
}
