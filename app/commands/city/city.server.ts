import { createHash } from "node:crypto";
import type { CityInput } from "#app/domain/city/city.ts";
import { whyNoLogo } from "#app/domain/city/logo.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { readCity } from "#app/platform/city.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { cleanedLogo } from "#app/platform/files/logo.server.ts";

/**
 * Keeps what the city says of itself; shown at once on this node, on others within half a minute.
 */
export async function saveCity(actorId: string, input: CityInput): Promise<void> {
  await change(actorId, "city.saved", input);
}

/**
 * Keeps the city's logo, cleaned and resized, instead of the one before. Refuses file-refused with
 * its reason.
 */
export async function saveCityLogo(actorId: string, file: Uint8Array): Promise<void> {
  const logo = await cleanedLogo(file);
  if ("reason" in logo)
    throw refuse("file-refused", { field: "logo", reasons: [{ key: whyNoLogo(logo.reason) }] });
  const logoSha256 = new Uint8Array(createHash("sha256").update(logo.bytes).digest());
  await change(actorId, "city.logo-saved", {
    logoKind: logo.kind,
    logoSha256,
    logoWidth: logo.width,
    logoHeight: logo.height,
    logoBytes: logo.bytes,
  });
}

/** Takes the city's logo away. */
export async function removeCityLogo(actorId: string): Promise<void> {
  await change(actorId, "city.logo-removed", {
    logoKind: null,
    logoSha256: null,
    logoWidth: null,
    logoHeight: null,
    logoBytes: null,
  });
}

async function change(
  actorId: string,
  action: string,
  fields: Prisma.CityUncheckedUpdateInput & Prisma.CityUncheckedCreateInput,
): Promise<void> {
  await db().$transaction(async (tx) => {
    // with the id in `create` this is one statement: nobody comes in between
    await tx.city.upsert({ where: { id: 1 }, create: { id: 1, ...fields }, update: fields });
    await audit(tx, { actorId, action });
  });
  await readCity();
}
