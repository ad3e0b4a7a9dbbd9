import {
  type AwardRuleInput,
  type AwardTerms,
  type PrizeInput,
  type SponsorInput,
  whyNotEditAwards,
} from "#app/domain/awards/sponsor.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

// Sponsors, prizes and award rules; all until the freeze. Every act refuses too-late, and not-found
// for another edition's.

/** Adds a sponsor or, with `id`, changes it. */
export async function saveSponsor(
  actorId: string,
  editionId: string,
  input: SponsorInput,
  id?: string,
): Promise<void> {
  const { money, inKind, contact, agreedFrom, agreedUntil, ...words } = input;
  const data = {
    ...words,
    contact: contact ?? "",
    agreedFrom: dayOf(agreedFrom),
    agreedUntil: dayOf(agreedUntil),
    moneyCents: money ?? 0,
    kindCents: inKind ?? null,
  };
  await change(actorId, editionId, "sponsor.saved", async (tx) => {
    if (!id) return (await tx.sponsor.create({ data: { editionId, ...data } })).id;
    found(await tx.sponsor.updateMany({ where: { id, editionId }, data }));
    return id;
  });
}

/** Removes a sponsor who gives nothing any more, and no theme. Refuses in-use. */
export async function removeSponsor(actorId: string, editionId: string, id: string): Promise<void> {
  await change(actorId, editionId, "sponsor.removed", async (tx) => {
    if (
      (await tx.prize.count({ where: { sponsorId: id } })) +
      (await tx.awardRule.count({ where: { sponsorId: id } }))
    )
      throw refuse("in-use");
    found(await tx.sponsor.deleteMany({ where: { id, editionId } }));
    return id;
  });
}

/** Adds a prize to a sponsor's stock or, with `id`, changes it. */
export async function savePrize(
  actorId: string,
  editionId: string,
  sponsorId: string,
  { value, validUntil, share = "TEAM", ...input }: PrizeInput,
  id?: string,
): Promise<void> {
  await change(actorId, editionId, "prize.saved", async (tx) => {
    const data = { ...input, share, validUntil: dayOf(validUntil), valueCents: value ?? null };
    if (!(await tx.sponsor.count({ where: { id: sponsorId, editionId } })))
      throw refuse("not-found");
    if (!id) return (await tx.prize.create({ data: { sponsorId, ...data } })).id;
    found(await tx.prize.updateMany({ where: { id, sponsorId }, data }));
    return id;
  });
}

/** Removes a prize that no award rule gives. Refuses in-use. */
export async function removePrize(actorId: string, editionId: string, id: string): Promise<void> {
  await change(actorId, editionId, "prize.removed", async (tx) => {
    if (await tx.awardRule.count({ where: { prizeId: id } })) throw refuse("in-use");
    found(await tx.prize.deleteMany({ where: { id, sponsor: { editionId } } }));
    return id;
  });
}

/**
 * Adds an award rule or, with `id`, changes it. Refuses not-found for a category, a prize or a
 * sponsor that is not the edition's.
 */
export async function saveAwardRule(
  actorId: string,
  editionId: string,
  input: AwardRuleInput,
  id?: string,
): Promise<void> {
  await change(actorId, editionId, "award-rule.saved", async (tx) => {
    const categoryKey =
      input.kind === "CATEGORY" || input.kind === "THEME" ? (input.categoryKey ?? null) : null;
    const data = {
      ...input,
      categoryKey,
      prizeId: input.prizeId ?? null,
      sponsorId: input.kind === "THEME" ? (input.sponsorId ?? null) : null,
    };
    if (data.sponsorId && !(await tx.sponsor.count({ where: { id: data.sponsorId, editionId } })))
      throw refuse("not-found", { field: "sponsorId" });
    if (categoryKey && !(await tx.category.count({ where: { editionId, key: categoryKey } })))
      throw refuse("not-found", { field: "categoryKey" });
    if (
      data.prizeId &&
      !(await tx.prize.count({ where: { id: data.prizeId, sponsor: { editionId } } }))
    )
      throw refuse("not-found", { field: "prizeId" });
    if (!id) return (await tx.awardRule.create({ data: { editionId, ...data } })).id;
    found(await tx.awardRule.updateMany({ where: { id, editionId }, data }));
    return id;
  });
}

/** Removes an award rule under which nobody has decided anything. Refuses in-use. */
export async function removeAwardRule(
  actorId: string,
  editionId: string,
  id: string,
): Promise<void> {
  await change(actorId, editionId, "award-rule.removed", async (tx) => {
    if (await tx.awardOverride.count({ where: { ruleId: id } })) throw refuse("in-use");
    found(await tx.awardRule.deleteMany({ where: { id, editionId } }));
    return id;
  });
}

/** Keeps what holds for all awards. */
export async function saveAwardTerms(
  actorId: string,
  editionId: string,
  { budget, publicMoney, ...terms }: AwardTerms,
): Promise<void> {
  await change(actorId, editionId, "award-terms.saved", async (tx) => {
    await tx.edition.update({
      where: { id: editionId },
      data: { ...terms, budgetCents: budget ?? null, publicMoneyCents: publicMoney ?? 0 },
    });
    return editionId;
  });
}

/** Midnight UTC of a day, as the database keeps days. */
function dayOf(day: string | undefined): Date | null {
  return day ? new Date(`${day}T00:00:00Z`) : null;
}

function found({ count }: { count: number }): void {
  if (count === 0) throw refuse("not-found");
}

/** One change at a time; `act` returns what it was about. */
async function change(
  actorId: string,
  editionId: string,
  action: string,
  act: (tx: Tx) => Promise<string>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotEditAwards(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    await audit(tx, { actorId, action, editionId, objectId: await act(tx) });
  });
}
