import type { Page } from "playwright-core";
import type { Guide } from "#app/domain/city/guide.ts";
import type { Locale } from "#app/domain/locale.ts";
import en from "#app/i18n/en/index.ts";
import it from "#app/i18n/it/index.ts";
import { idea, sealAnd, writeIdea } from "./shot-steps.ts";

// What the pictures of the guides show: each guide's steps, done in the demonstration as its reader
// would do them.

export const wordsOf = { it, en } as const;

/** Takes the picture `GUIDE-name.png` of the page as it is. */
export type Snap = (name: string) => Promise<void>;
type Told = {
  page: Page;
  locale: Locale;
  snap: Snap;
  keys: { file: string; passphrase: string }[];
};
export type Story = {
  guide: Guide;
  /** a role of the demonstration's guide, or an address */ as: string | Record<Locale, string>;
  tell: (told: Told) => Promise<void>;
};

export const stories: Story[] = [
  // two people, since each can get passes in a few browsers only
  {
    guide: "employee",
    as: { it: "egidio.bosio@comune.example", en: "elisa.marengo@comune.example" },
    tell: employee,
  },
  { guide: "juror", as: "juror (internal)", tell: juror },
  { guide: "organiser", as: "organiser", tell: organiser },
  { guide: "custodian", as: "custodian 1", tell: custodian },
];

async function employee({ page, locale, snap }: Told): Promise<void> {
  const { p } = wordsOf[locale];
  await page.goto("/area/desk");
  await page.waitForFunction(
    () => Object.keys(localStorage).some((key) => key.startsWith("innova.wallet.")),
    undefined,
    { timeout: 60_000 },
  );
  await page.reload();
  await page.getByText(wordsOf[locale].pass.kept).first().waitFor();
  await snap("desk");
  await writeIdea(page, locale);
  await snap("write");
  await sealAnd(page, locale);
  await page
    .getByTestId("receipt")
    // it and the field under it
    .evaluate((code) => window.scrollBy(0, code.getBoundingClientRect().top - 100));
  await snap("receipt");
  const receipt = await page.getByTestId("receipt").innerText();
  await page.getByLabel(p.seal.typeBack).fill(receipt.split("-")[2] ?? "");
  await page.getByRole("button", { name: p.seal.handIn, exact: true }).click();
  await page.getByText(p.seal.done.text).waitFor({ timeout: 60_000 });
  await snap("handed-in");
  await page.goto(`/p/${locale}`);
  await page.getByRole("tab", { name: p.page.tabs.return }).click();
  await page.locator("input[name=receipt]").fill(receipt);
  await page.getByRole("button", { name: p.return.open, exact: true }).click();
  await page.getByText(p.return.state.inRace).waitFor();
  await page.getByText(idea[locale].title).first().waitFor();
  await snap("return");
}

async function juror({ page, snap }: Told): Promise<void> {
  await page.goto("/area/jury/2026");
  await snap("desk");
  const empty = page
    .locator("ul.entries li")
    .filter({ has: page.locator(".sheet-empty") })
    .first(); // no score in it yet
  const sheet = (await empty.getByRole("link").getAttribute("href")) ?? "";
  await page.goto(sheet);
  await snap("proposal");
  await page.locator("input[type=radio][value='4']").nth(0).check();
  await page.locator("input[type=radio][value='3']").nth(1).check();
  await page
    .locator("fieldset")
    .filter({ has: page.locator("input[type=radio]") })
    .first()
    .scrollIntoViewIfNeeded();
  await page.waitForTimeout(1500); // until it is saved
  await snap("sheet");
  await page.goto(`${sheet}/recusal`);
  await snap("recusal");
}

async function organiser({ page, snap }: Told): Promise<void> {
  for (const [name, path] of [
    ["way", "2028"],
    ["texts", "2028/texts"],
    ["custodians", "2028/custodians"],
    ["jury", "2026/jury"],
    ["assignment", "2026/assignment"],
    ["progress", "2026/progress"],
    ["publication", "2026/publication"],
    ["implementation", "2025/implementation"],
  ] as const) {
    await page.goto(`/area/manage/${path}`);
    await snap(name);
  }
}

async function custodian({ page, locale, snap, keys }: Told): Promise<void> {
  const { custody } = wordsOf[locale];
  await page.goto("/area/custody/2028", { waitUntil: "networkidle" });
  await snap("make");
  await page.getByRole("button", { name: custody.enrol.make, exact: true }).click();
  await page.getByTestId("passphrase").waitFor({ timeout: 60_000 });
  await snap("keep");
  const key = keys.find(
    ({ file }) => /2027/.test(file) && /(c|custode-|custodian-)?1\.age$/.test(file),
  );
  if (!key)
    throw new Error(
      `No key of custodian 1 for 2027 among ${keys.map(({ file }) => file).join(", ")}`,
    );
  await page.goto("/area/custody/2027", { waitUntil: "networkidle" });
  await page.locator("fieldset input[type=file]").setInputFiles(key.file);
  await page.getByLabel(custody.openKey.passphrase).fill(key.passphrase);
  await snap("open");
  await page.getByRole("button", { name: custody.openKey.open, exact: true }).click();
  await page.getByRole("button", { name: custody.care.check, exact: true }).click();
  await page
    .getByText(custody.care.healthy.split("{checked}")[1]!.trim())
    .waitFor({ timeout: 60_000 });
  await page
    .getByRole("heading", { name: custody.care.title, exact: true })
    .evaluate((title) => window.scrollBy(0, title.getBoundingClientRect().top - 100));
  await snap("check");
}

/**
 * An edition that is only begun, with the first key entrusted: what organisers and custodians see
 * at the start.
 */
export async function beginEdition(page: Page, organiserAddress: string): Promise<void> {
  await page.goto("/area/admin/editions");
  await page.fill("input[name=code]", "2028");
  await page.fill("input[name=name]", "Innova.TO 2028");
  await page.locator("form:has(input[name=code]) button[type=submit]").click();
  await page.waitForURL("**/area/manage/2028/settings");
  await page.goto("/area/manage/2028/custodians?search=Noero");
  await page.fill("input[name=title]", "Tributi");
  await page.locator("form:has(input[name=title]) button[type=submit]").click();
  await page.waitForURL("**/custodians?done=named");
  await page.goto("/area/admin/editions");
  const panel = page
    .locator("section.panel")
    .filter({ has: page.getByRole("heading", { name: /^2028/ }) });
  await panel.locator("input[name=email]").fill(organiserAddress);
  await panel.locator("form:has(input[name=email]) button[type=submit]").click();
  await panel.getByText(organiserAddress).waitFor();
}

/** The keys of the custodians, out of what the demonstration says. */
export function keysIn(said: string): Told["keys"] {
  return [...said.matchAll(/^ {2}(\S+\.age) {2}(\S+)$/gm)].map(
    ([, file = "", passphrase = ""]) => ({ file, passphrase }),
  );
}
