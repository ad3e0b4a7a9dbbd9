import { type AwardFault, awardFaults } from "#app/domain/awards/faults.ts";
import { type Budget, budget } from "#app/domain/awards/budget.ts";
import { type AwardKind, type PrizeFate, type PrizeShare } from "#app/domain/awards/award.ts";
import { phaseHas } from "#app/domain/phase.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import type { Logo } from "#app/domain/city/logo.ts";
import { refuse } from "#app/domain/refusal.ts";
import { euroText } from "#app/domain/awards/sponsor.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { logoFields, logoView } from "./logos.server.ts";

export type PrizeView = {
  id: string;
  name: Localised;
  quantity: number;
  valueCents: number | null;
  conditions: Localised;
  validUntil: string | null;
  share: PrizeShare;
  promised: number;
};
export type SponsorView = {
  id: string;
  position: number;
  name: string;
  url: string;
  tier: string;
  description: Localised;
  prizes: PrizeView[];
  contact: string;
  agreedFrom: string;
  agreedUntil: string;
  moneyCents: number;
  kindCents: number | null;
  logo: Logo | null;
};

/** The edition's sponsors with their stock; `promised` is how many the award rules would give. */
export async function sponsorList(editionId: string, tx: Tx = db()): Promise<SponsorView[]> {
  const rows = await tx.sponsor.findMany({
    where: { editionId },
    include: {
      logo: logoFields,
      prizes: { include: { rules: { select: { places: true } } }, orderBy: { id: "asc" } },
    },
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  return rows.map(
    ({
      id,
      position,
      name,
      url,
      tier,
      description,
      prizes,
      contact,
      agreedFrom,
      agreedUntil,
      moneyCents,
      kindCents,
      logo,
    }) => ({
      id,
      position,
      name,
      url,
      tier,
      contact,
      moneyCents,
      kindCents,
      description: localised.parse(description),
      prizes: prizes.map(prizeView),
      agreedFrom: dayText(agreedFrom) ?? "",
      agreedUntil: dayText(agreedUntil) ?? "",
      logo: logoView(logo, name),
    }),
  );
}

/** One sponsor; refuses not-found for another edition's. */
export async function sponsorPage(editionId: string, id: string): Promise<SponsorView> {
  const sponsor = (await sponsorList(editionId)).find((each) => each.id === id);
  if (!sponsor) throw refuse("not-found");
  return sponsor;
}

export type AwardRuleView = {
  id: string;
  position: number;
  kind: AwardKind;
  name: Localised;
  categoryKey: string | null;
  places: number;
  prizeId: string | null;
  sponsorId: string | null;
};
export type AwardRulesPage = {
  rules: AwardRuleView[];
  prizes: (PrizeView & { sponsor: string; sponsorId: string })[];
  sponsors: { id: string; name: string }[];
  categories: { key: string; name: Localised }[];
  faults: AwardFault[];
};

/**
 * The award rules in the order in which they give, with what they can choose from and why some can
 * never be met.
 */
export async function awardRulesPage(editionId: string, tx: Tx = db()): Promise<AwardRulesPage> {
  const rows = await tx.awardRule.findMany({
    where: { editionId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  const categories = await tx.category.findMany({
    where: { editionId },
    select: { key: true, name: true },
    orderBy: { position: "asc" },
  });
  const sponsors = await sponsorList(editionId, tx);
  const rules = rows.map(
    ({ id, position, kind, name, categoryKey, places, prizeId, sponsorId }) => ({
      id,
      position,
      kind,
      categoryKey,
      places,
      prizeId,
      sponsorId,
      name: localised.parse(name),
    }),
  );
  const prizes = sponsors.flatMap((sponsor) =>
    sponsor.prizes.map((prize) => ({ ...prize, sponsor: sponsor.name, sponsorId: sponsor.id })),
  );
  return {
    rules,
    prizes,
    sponsors: sponsors.map(({ id, name }) => ({ id, name })),
    categories: categories.map(({ key, name }) => ({ key, name: localised.parse(name) })),
    faults: awardFaults({
      rules,
      prizes,
      categories: categories.map(({ key }) => key),
      ...(await awardLimits(editionId, tx)),
    }),
  };
}

/** How many award rules can never be met. */
export async function awardFaultCount(editionId: string, tx: Tx): Promise<number> {
  return new Set((await awardRulesPage(editionId, tx)).faults.map(({ ruleId }) => ruleId)).size;
}

/** Which proposals are admitted is known once all are screened. */
async function awardLimits(editionId: string, tx: Tx) {
  const { phase, closesAt, maxPrizes, employeesVote } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { phase: true, closesAt: true, maxPrizes: true, employeesVote: true },
  });
  const known = phaseHas(phase, "judges");
  const admitted = known
    ? await tx.proposal.findMany({
        where: { editionId, withdrawn: false, screening: { verdict: "CLEARED" } },
        select: { categories: true },
      })
    : null;
  return {
    admitted: admitted && admitted.map(({ categories }) => categories),
    closes: dayText(closesAt),
    maxPerProposal: maxPrizes,
    vote: employeesVote,
  };
}

export type AwardTermsView = {
  maxPrizes: number;
  leftovers: PrizeFate;
  unclaimed: PrizeFate;
  budget: string;
  publicMoney: string;
};

/** What holds for all awards, as the form shows it. */
export function awardTermsOf({
  maxPrizes,
  leftovers,
  unclaimed,
  budgetCents,
  publicMoneyCents,
}: Edition): AwardTermsView {
  return {
    maxPrizes,
    leftovers,
    unclaimed,
    budget: euroText(budgetCents),
    publicMoney: euroText(publicMoneyCents || null),
  };
}

/** What sponsors give, what prizes take and what is left. */
export async function budgetPage({
  id,
  budgetCents,
  publicMoneyCents,
}: Edition): Promise<Budget & { allowed: number | null; publicMoney: number }> {
  const sponsors = await sponsorList(id);
  const lines = sponsors.map(({ name, moneyCents, kindCents, prizes }) => ({
    name,
    money: moneyCents,
    inKind: kindCents,
    prizes: prizes.map(({ quantity, promised, valueCents }) => ({
      quantity,
      promised,
      value: valueCents,
    })),
  }));
  return { ...budget(lines, budgetCents), allowed: budgetCents, publicMoney: publicMoneyCents };
}

type PrizeRow = {
  id: string;
  name: unknown;
  quantity: number;
  valueCents: number | null;
  conditions: unknown;
  validUntil: Date | null;
  share: PrizeShare;
  rules: { places: number }[];
};

function prizeView({
  id,
  name,
  quantity,
  valueCents,
  conditions,
  validUntil,
  share,
  rules,
}: PrizeRow): PrizeView {
  const promised = rules.reduce((sum, { places }) => sum + places, 0);
  return {
    id,
    quantity,
    valueCents,
    share,
    name: localised.parse(name),
    conditions: localised.parse(conditions),
    validUntil: dayText(validUntil),
    promised,
  };
}

/** A day, `2027-12-31`, or null. */
function dayText(day: Date | null): string | null {
  return day?.toISOString().slice(0, 10) ?? null;
}
