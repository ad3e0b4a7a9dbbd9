import { phaseOf } from "#app/domain/phase.ts";
import type { Declared, Published } from "#app/domain/publication/publication.ts";
import { participants } from "#app/domain/statistics/statistics.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { demoCategories } from "./categories.ts";
import published from "./edition-2014.json" with { type: "json" };

// The first edition, archived: what was published of it and nothing more. Nothing of it was sealed.

const names = { it: "Innova.TO 2014", en: "Innova.TO 2014" };
const opensAt = new Date("2014-04-15T00:00:00+02:00"); // the day is known, not the hour
const closesAt = new Date(published.edition.closes);

const prizeNames: Record<string, { it: string; en: string }> = {
  "Electric bicycle": { it: "Bicicletta elettrica", en: "Electric bicycle" },
  Smartphone: { it: "Smartphone", en: "Smartphone" },
  "Newspaper subscription": { it: "Abbonamento al giornale", en: "Newspaper subscription" },
  "Car-sharing pass": { it: "Tessera di car sharing", en: "Car-sharing pass" },
  "Bike-sharing pass": { it: "Tessera di bike sharing", en: "Bike-sharing pass" },
};

/** The winners' published titles and summaries, and our translation of them. */
const winnersInItalian = [
  {
    title: "5*1.000",
    summary:
      "Usare il 5 per mille dell’imposta sul reddito per progetti precisi scelti dalla comunità locale, così che i cittadini vedano che cosa finanziano.",
  },
  {
    title: "Soluzioni intelligenti per acquisti intelligenti",
    summary:
      "Un gruppo di dipendenti comunali dedicato all’acquisto di beni e servizi innovativi, con sensori che regolano la luce negli edifici pubblici.",
  },
];

const teams = Object.entries(published.teamSizes).map(([size, count]) => ({
  key: Number(size),
  count,
}));

export const declared2014: Declared = {
  source: { it: "il caso di studio Metropolis/URBACT", en: "the Metropolis/URBACT case study" },
  figures: { ...published.declared, employees: published.employees },
  alternatives: { awarded: [10, 19, 20] },
};

export const published2014: Published = {
  v: 1,
  edition: {
    code: published.edition.code,
    names,
    timeZone: "Europe/Rome",
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
  },
  categories: demoCategories.map(({ key, name, colour }) => ({ key, name, colour })),
  seal: null,
  publishedDepth: 0,
  ranked: 0,
  ranking: [],
  vote: null,
  awards: [],
  winners: published.winners.map((winner, at) => ({
    publicNo: null,
    rank: null,
    mean: null,
    files: [],
    categories: [],
    goals: [],
    horizon: "",
    names: null,
    texts: { en: winner, ...(winnersInItalian[at] ? { it: winnersInItalian[at] } : {}) },
  })),
  sponsors: published.sponsors.map((name) => ({
    name,
    url: "",
    tier: "",
    description: {},
    logo: null,
    prizes: published.prizeStock
      .filter(({ sponsor }) => sponsor === name)
      .map(({ prize, quantity }) => ({
        name: prizeNames[prize] ?? { en: prize },
        quantity,
        valueCents: null,
        conditions: {},
        validUntil: null,
      })),
  })),
  jury: [],
  juryExceptions: [],
  minutes: [],
  statistics: {
    submissions: published.categories.reduce((sum, { proposals }) => sum + proposals, 0),
    perCategory: published.categories.map(({ key, proposals }) => ({ key, count: proposals })),
    teamSizes: teams,
    participants: participants(teams),
    awarded: null, // only two of the winners are known by title
    scores: [],
    agreement: null,
    blindness: null,
    depositPeriods: [],
    totals: null,
  },
  declared: declared2014,
};

const goals = published.sustainableDevelopmentGoals.join(", ");

const texts = {
  it: {
    name: names.it,
    summary: "La prima edizione, della Città di Torino: 71 proposte di chi lavora nel Comune.",
    rules: `Potevano partecipare i dipendenti comunali, a tempo determinato o indeterminato e di ogni livello, esclusi i dirigenti.\n\nObiettivi ONU per lo sviluppo sostenibile: ${goals}.`,
  },
  en: {
    name: names.en,
    summary:
      "The first edition, of the City of Turin: 71 proposals by those who work for the city.",
    rules: `Open to all municipal employees, permanent or fixed-term, of any level, except directors.\n\nUN Sustainable Development Goals: ${goals}.`,
  },
};

/** Creates the archived edition of 2014 with the figures that were published of it. */
export async function createEdition2014(): Promise<void> {
  const { id } = await db().edition.create({
    data: {
      code: published.edition.code,
      demo: true,
      texts,
      opensAt,
      closesAt,
      tieLadder: [],
      budgetCents: published.declared.budgetEur * 100,
      publicMoneyCents: published.declared.publicMoneyEur * 100,
      categories: { create: demoCategories },
      sponsors: {
        create: published2014.sponsors.map(({ name, prizes }, at) => ({
          name,
          position: at + 1,
          prizes: {
            create: prizes.map((prize) => ({ name: prize.name, quantity: prize.quantity })),
          },
        })),
      },
      declared: { create: { figures: declared2014 } },
      publication: { create: { results: published2014, at: now() } },
      phases: { create: { phase: phaseOf.archiving, at: now() } },
    },
  });
  // last, since categories and publication cannot be written into an archived edition
  await db().edition.update({ where: { id }, data: { phase: phaseOf.archiving } });
}
