import { createHash } from "node:crypto";
import { keepTold, knowsTold } from "#app/box/door.server.ts";
import { told, type ToldKind } from "#app/box/told.server.ts";
import { writtenEditions } from "#app/deposit/page-editions.server.ts";
import { city, citySchema, takeCity } from "#app/platform/city.server.ts";
import { guardHashes, hashLength } from "#app/platform/guard-index.server.ts";

// What a main server tells a ballot box in another process, and how that takes it.

/** Tells what the page shows, where it changed: the editions, and what the city says of itself. */
export async function tellPage(): Promise<void> {
  await tell("editions", Buffer.from(await writtenEditions()));
  await tell("city", Buffer.from(JSON.stringify(city())));
}

/** Tells the index of the self-identification guard, where it changed. */
export async function tellGuardIndex(): Promise<void> {
  await tell("guard-index", Buffer.concat((await guardHashes()).sort(Buffer.compare)));
}

async function tell(kind: ToldKind, value: Buffer): Promise<void> {
  const sha256 = new Uint8Array(createHash("sha256").update(value).digest());
  if (await knowsTold({ kind, sha256 })) return;
  await keepTold({ kind, value: new Uint8Array(value) });
}

/** Takes what the city says of itself, once it was told. */
export async function takeToldCity(): Promise<void> {
  const written = await told("city");
  if (written) takeCity(citySchema.parse(JSON.parse(Buffer.from(written).toString())));
}

/** The hashes of the guard's index. Throws where it was not told yet. */
export async function toldGuardHashes(): Promise<Uint8Array[]> {
  const written = await told("guard-index");
  if (!written) throw new Error("The ballot box was not told the guard's index yet.");
  const count = written.length / hashLength;
  return Array.from({ length: count }, (_, at) =>
    written.subarray(at * hashLength, (at + 1) * hashLength),
  );
}
