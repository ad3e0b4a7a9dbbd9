import { type Countdown, countdown } from "#app/domain/edition/countdown.ts";
import { phaseHas, phasesWith, takesDeposits } from "#app/domain/phase.ts";
import type { EditionCard, LogoView, SponsorView } from "#app/domain/edition/card.ts";
import { textsSchema } from "#app/domain/edition/settings.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import type { Logo } from "#app/domain/city/logo.ts";
import { refuse } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { depositTotal } from "#app/queries/statistics/statistics.server.ts";
import { logoFields, logoView } from "#app/queries/awards/logos.server.ts";

// What a visitor may know of an edition. One in preparation does not exist for them.

export const visible = {
  phase: { in: phasesWith("callPublic") },
} as const satisfies Prisma.EditionWhereInput;
export const cardParts = {
  publication: { select: { at: true } },
  declared: { select: { editionId: true } },
} as const satisfies Prisma.EditionInclude;
export type CardRow = Prisma.EditionGetPayload<{ include: typeof cardParts }>;

/** Its results are there for visitors. */
export function isPublished({
  phase,
  publication,
}: Pick<CardRow, "phase"> & { publication: object | null }): boolean {
  return phaseHas(phase, "resultsPublic") && publication !== null;
}

/** Every edition a visitor may see, the newest first. */
export async function visibleEditions(locale: Locale): Promise<EditionCard[]> {
  const rows = await db().edition.findMany({
    where: visible,
    include: cardParts,
    orderBy: [{ opensAt: { sort: "desc", nulls: "first" } }, { code: "desc" }],
  });
  return rows.map((row) => editionCard(row, locale));
}

/** One of them; refuses not-found. */
export async function publicEdition(code: string, locale: Locale): Promise<EditionCard> {
  const row = await db().edition.findUnique({ where: { code, ...visible }, include: cardParts });
  if (!row) throw refuse("not-found");
  return editionCard(row, locale);
}

export function editionCard(row: CardRow, locale: Locale): EditionCard {
  const texts = textsSchema.parse(row.texts);
  const text = (field: "name" | "summary") =>
    inLocale({ it: texts.it?.[field], en: texts.en?.[field] }, locale);
  return {
    code: row.code,
    name: text("name") || row.code,
    summary: text("summary"),
    phase: row.phase,
    takesDeposits: takesDeposits(row, now()),
    hasResults: isPublished(row),
    // the figures that an earlier edition declared are real
    invented: row.demo && row.declared === null,
    opensAt: row.opensAt?.toISOString() ?? null,
    closesAt: row.closesAt?.toISOString() ?? null,
    timeZone: row.timeZone,
    left: leftOf(row),
  };
}

function leftOf({
  phase,
  opensAt,
  closesAt,
  timeZone,
}: Pick<CardRow, "phase" | "opensAt" | "closesAt" | "timeZone">): Countdown | null {
  const awaited = phaseHas(phase, "awaitsOpening")
    ? opensAt
    : phaseHas(phase, "deposits")
      ? closesAt
      : null;
  return awaited && countdown(awaited, now(), timeZone);
}

const sponsorParts = {
  orderBy: { position: "asc" },
  include: { logo: logoFields, prizes: { orderBy: { id: "asc" } } },
} as const;

/** Sponsors and what they give, in the order the organisers chose. */
export async function sponsorsOf(code: string, locale: Locale): Promise<SponsorView[]> {
  const row = await db().edition.findUnique({
    where: { code, ...visible },
    select: { sponsors: sponsorParts },
  });
  const say = (text: Prisma.JsonValue) => inLocale(localised.parse(text), locale);
  return (row?.sponsors ?? []).map(({ name, url, tier, description, prizes, logo }) => ({
    name,
    url: isWebAddress(url) ? url : "",
    tier,
    description: say(description),
    logo: shownLogo(logoView(logo, name), locale),
    prizes: prizes.map((prize) => ({
      name: say(prize.name),
      quantity: prize.quantity,
      valueCents: prize.valueCents,
      conditions: say(prize.conditions),
      validUntil: prize.validUntil?.toISOString().slice(0, 10) ?? null,
    })),
  }));
}

/** A logo with its words in one language. */
export function shownLogo(logo: Logo | null, locale: Locale): LogoView | null {
  return logo && { ...logo, alt: inLocale(logo.alt, locale) };
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/**
 * How many proposals were handed in by a past midnight, as everybody sees it while deposits are
 * taken; null before there is such a total.
 */
export async function handedInAtMidnight(code: string): Promise<number | null> {
  const row = await db().edition.findUnique({
    where: { code, phase: { in: phasesWith("deposits") } },
    select: { id: true },
  });
  return (row && (await depositTotal(row.id))?.count) ?? null;
}
