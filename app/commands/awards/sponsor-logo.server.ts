import { createHash } from "node:crypto";
import type { Localised } from "#app/domain/locale.ts";
import { whyNoLogo } from "#app/domain/city/logo.ts";
import { refuse } from "#app/domain/refusal.ts";
import { whyNotEditAwards } from "#app/domain/awards/sponsor.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { cleanedLogo } from "#app/platform/files/logo.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Keeps a sponsor's logo, cleaned and resized, instead of the one before. Refuses file-refused
 * with its reason, not-found, too-late.
 */
export async function saveLogo(
  actorId: string,
  editionId: string,
  sponsorId: string,
  file: Uint8Array,
  alt: Localised,
): Promise<void> {
  const logo = await cleanedLogo(file);
  if ("reason" in logo)
    throw refuse("file-refused", { field: "logo", reasons: [{ key: whyNoLogo(logo.reason) }] });
  const data = {
    ...logo,
    sha256: new Uint8Array(createHash("sha256").update(logo.bytes).digest()),
    alt,
  };
  await change(actorId, editionId, sponsorId, "sponsor.logo-saved", (tx) =>
    tx.sponsorLogo.upsert({ where: { sponsorId }, create: { sponsorId, ...data }, update: data }),
  );
}

/** Says other words for the logo that is there. Refuses not-found, too-late. */
export async function describeLogo(
  actorId: string,
  editionId: string,
  sponsorId: string,
  alt: Localised,
): Promise<void> {
  await change(actorId, editionId, sponsorId, "sponsor.logo-described", async (tx) => {
    if ((await tx.sponsorLogo.updateMany({ where: { sponsorId }, data: { alt } })).count === 0)
      throw refuse("file-refused", { field: "logo", reasons: [{ key: "logo-missing" }] });
  });
}

/** Takes the logo away. Refuses not-found, too-late. */
export async function removeLogo(
  actorId: string,
  editionId: string,
  sponsorId: string,
): Promise<void> {
  await change(actorId, editionId, sponsorId, "sponsor.logo-removed", async (tx) => {
    if ((await tx.sponsorLogo.deleteMany({ where: { sponsorId } })).count === 0)
      throw refuse("not-found");
  });
}

async function change(
  actorId: string,
  editionId: string,
  sponsorId: string,
  action: string,
  act: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotEditAwards(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    if (!(await tx.sponsor.count({ where: { id: sponsorId, editionId } })))
      throw refuse("not-found");
    await act(tx);
    await audit(tx, { actorId, action, editionId, objectId: sponsorId });
  });
}
