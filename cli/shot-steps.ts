import type { Page } from "playwright-core";
import type { Locale } from "#app/domain/locale.ts";
import en from "#app/i18n/en/index.ts";
import it from "#app/i18n/it/index.ts";

// Steps that several pictures share: an invented idea, written and sealed on the anonymous page.

const words = { it, en } as const;

export const idea = {
  it: {
    title: "Un solo sportello per le pratiche del trasloco",
    summary:
      "Chi cambia casa oggi visita quattro uffici. Un unico modulo, compilato una volta, avvisa tutti.",
    problem:
      "Residenza, tassa rifiuti, nido e permesso di sosta chiedono **gli stessi dati** in quattro moduli diversi.",
    solution: "Un modulo in linea che li raccoglie una volta e li consegna agli uffici competenti.",
    beneficiaries: "Chi trasloca: circa novemila famiglie all’anno.",
    benefit: "Tre visite in meno per famiglia e meno errori di trascrizione.",
  },
  en: {
    title: "One desk for everything about moving house",
    summary: "Whoever moves visits four offices today. One form, filled in once, tells them all.",
    problem:
      "Residence, waste tax, nursery and parking permit ask for **the same data** on four forms.",
    solution: "One online form that gathers them once and hands them to the offices concerned.",
    beneficiaries: "People who move: about nine thousand families a year.",
    benefit: "Three visits fewer for each family, and fewer mistakes in copying.",
  },
};

/** The anonymous page with a pass and the first step filled in. */
export async function writeIdea(page: Page, locale: Locale): Promise<void> {
  await page.goto("/area/desk");
  await page.waitForFunction(
    () => Object.keys(localStorage).some((key) => key.startsWith("innova.wallet.")),
    undefined,
    { timeout: 60_000 },
  );
  await page.goto(`/p/${locale}`);
  const { title, summary, problem, solution } = idea[locale];
  for (const [field, text] of Object.entries({ title, summary, problem, solution }))
    await page.fill(`#field-${field}`, text);
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** From the first step to the receipt; nothing is handed in. */
export async function sealAnd(page: Page, locale: Locale): Promise<void> {
  const { write, seal } = words[locale].p;
  const next = page.getByRole("button", { name: write.next, exact: true });
  await next.click();
  for (const field of ["beneficiaries", "benefit"] as const)
    await page.fill(`#field-${field}`, idea[locale][field]);
  await next.click();
  await page.getByRole("radio").first().check();
  await next.click();
  await page.getByRole("checkbox").first().check();
  await next.click();
  await next.click();
  await page.getByRole("button", { name: write.seal }).click();
  await page.getByRole("button", { name: seal.handIn, exact: true }).waitFor({ timeout: 60_000 });
  await page.evaluate(() => window.scrollTo(0, 90));
}
