import { type Person, Unexpected } from "./person.ts";

export type Edition = { code: string };

export const categories = [
  "service-quality",
  "new-services",
  "environment",
  "organisation",
  "welfare",
  "informatics",
  "efficiency",
];
const criteria: [string, number][] = [
  ["impact", 40],
  ["innovation", 25],
  ["feasibility", 20],
  ["sustainability", 15],
];

const settings = {
  timeZone: "Europe/Rome",
  graceMinutes: 0,
  objectionMinutes: 0,
  answerMinutes: 60,
  activationFloor: 1,
  passesPerPerson: 2,
  furtherBrowsers: 2,
  custodianCount: 3,
  quorum: 2,
  reserveDepth: 3,
  minCategories: 1,
  maxCategories: 2,
  jurorsPerProposal: 3,
  minInternal: 1,
  minExternal: 1,
  minimumScore: 0,
  publishedDepth: 10,
  retentionDays: 180,
  jurorAnswerDays: 7,
  remindAnswerBefore: 2,
  remindAnswerAfter: 2,
  scoringDays: 21,
  remindScoringBefore: 5,
  remindScoringAfter: 2,
  juryInternalShare: 0,
  juryExternalShare: 0,
  rankingMethod: "additive",
  tieLadder: ["heaviest", "next", "median"],
};

/**
 * Creates an edition and everything it needs but dates and keys, through the pages of administrator
 * and organiser.
 */
export async function setUpEdition(
  administrator: Person,
  organiser: Person,
  organiserMail: string,
): Promise<Edition> {
  const code = "prova";
  await administrator.submit("/area/admin/editions", { code, name: "Edizione di prova" });
  const html = await administrator.page("/area/admin/editions");
  const id = /editions\/([0-9a-f-]{36})\/organisers/.exec(html)?.[1];
  await administrator.submit(`/area/admin/editions/${id}/organisers`, { email: organiserMail });
  const manage = `/area/manage/${code}`;
  await organiser.submit(`${manage}/texts`, {
    "it.name": "Edizione di prova",
    "it.summary": "Un'edizione intera.",
    "it.rules": "# Regole\nUna proposta a testa.",
    "en.name": "Trial edition",
    "en.summary": "A whole edition.",
    "en.rules": "# Rules\nOne proposal each.",
  });
  for (const [i, key] of categories.entries()) {
    await organiser.submit(`${manage}/categories`, {
      key,
      position: i + 1,
      colour: "#0066cc",
      "name.it": key,
      "name.en": key,
      "description.it": "",
      "description.en": "",
    });
  }
  for (const [i, [key, weight]] of criteria.entries()) {
    await organiser.submit(`${manage}/criteria`, {
      key,
      position: i + 1,
      weight,
      maxScore: 5,
      "name.it": key,
      "name.en": key,
      "description.it": "",
      "description.en": "",
      "anchors.it": "0 = Per nulla\n5 = Molto",
      "anchors.en": "0 = Not at all\n5 = Very much",
    });
  }
  await setUpAwards(organiser, code);
  return { code };
}

/**
 * A sponsor with bicycles, for the first two overall and the best of a category; and one mention
 * left to the jury.
 */
async function setUpAwards(organiser: Person, code: string): Promise<void> {
  const manage = `/area/manage/${code}`;
  await organiser.submit(`${manage}/sponsors`, {
    position: 1,
    name: "Energia S.p.A.",
    url: "https://energia.example",
    tier: "oro",
    "description.it": "",
    "description.en": "",
  });
  const sponsor = idIn(await organiser.page(`${manage}/sponsors`), /sponsors\/([0-9a-f-]{36})/);
  await organiser.submit(`${manage}/sponsors/${sponsor}/prizes/new`, {
    "name.it": "Bicicletta elettrica",
    "name.en": "Electric bicycle",
    quantity: 3,
    value: "1200",
    "conditions.it": "",
    "conditions.en": "",
  });
  const prizeId = idIn(
    await organiser.page(`${manage}/sponsors/${sponsor}`),
    /prizes\/([0-9a-f-]{36})/,
  );
  await organiser.submit(`${manage}/awards`, {
    position: 1,
    kind: "OVERALL",
    "name.it": "Primi classificati",
    "name.en": "First ranked",
    places: 2,
    prizeId,
  });
  await organiser.submit(`${manage}/awards`, {
    position: 2,
    kind: "CATEGORY",
    categoryKey: "environment",
    "name.it": "Migliore per l'ambiente",
    "name.en": "Best for the environment",
    places: 1,
    prizeId,
  });
}

function idIn(html: string, pattern: RegExp): string {
  const id = pattern.exec(html)?.[1];
  if (!id) throw new Unexpected(`Nothing like ${pattern} on the page.`);
  return id;
}

/** Saves the settings with the dates of opening and closing. */
export async function saveDates(
  organiser: Person,
  code: string,
  dates: { opensAt: string; closesAt: string },
): Promise<void> {
  await organiser.submit(`/area/manage/${code}/settings`, { ...settings, ...dates });
}
