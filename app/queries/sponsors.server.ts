import { localised, type Localised } from "#app/domain/locale.ts";
import type { AwardKind } from "#app/domain/award.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";

export type PrizeView = { id: string; name: Localised; quantity: number; valueCents: number | null; conditions: Localised; promised: number };
export type SponsorView = { id: string; position: number; name: string; url: string; tier: string; description: Localised; prizes: PrizeView[] };

/** The edition's sponsors with their stock; `promised` is how many the award rules would give. */
export async function sponsorList(editionId: string): Promise<SponsorView[]> {
  const rows = await db().sponsor.findMany({
    where: { editionId },
    include: { prizes: { include: { rules: { select: { places: true } } }, orderBy: { id: "asc" } } },
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  return rows.map(({ id, position, name, url, tier, description, prizes }) => ({ id, position, name, url, tier, description: localised.parse(description), prizes: prizes.map(prizeView) }));
}

/** One sponsor; refuses not-found for another edition's. */
export async function sponsorPage(editionId: string, id: string): Promise<SponsorView> {
  const sponsor = (await sponsorList(editionId)).find((each) => each.id === id);
  if (!sponsor) throw refuse("not-found");
  return sponsor;
}

export type AwardRuleView = { id: string; position: number; kind: AwardKind; name: Localised; categoryKey: string | null; places: number; prizeId: string | null };
export type AwardRulesPage = { rules: AwardRuleView[]; prizes: (PrizeView & { sponsor: string })[]; categories: { key: string; name: Localised }[] };

/** The award rules in the order in which they give, with what they can choose from. */
export async function awardRulesPage(editionId: string): Promise<AwardRulesPage> {
  const rules = await db().awardRule.findMany({ where: { editionId }, orderBy: [{ position: "asc" }, { id: "asc" }] });
  const categories = await db().category.findMany({ where: { editionId }, select: { key: true, name: true }, orderBy: { position: "asc" } });
  const sponsors = await sponsorList(editionId);
  return {
    rules: rules.map(({ id, position, kind, name, categoryKey, places, prizeId }) => ({ id, position, kind, categoryKey, places, prizeId, name: localised.parse(name) })),
    prizes: sponsors.flatMap(({ name, prizes }) => prizes.map((prize) => ({ ...prize, sponsor: name }))),
    categories: categories.map(({ key, name }) => ({ key, name: localised.parse(name) })),
  };
}

type PrizeRow = { id: string; name: unknown; quantity: number; valueCents: number | null; conditions: unknown; rules: { places: number }[] };

function prizeView({ id, name, quantity, valueCents, conditions, rules }: PrizeRow): PrizeView {
  return { id, quantity, valueCents, name: localised.parse(name), conditions: localised.parse(conditions), promised: rules.reduce((sum, { places }) => sum + places, 0) };
}
