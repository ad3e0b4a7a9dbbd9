import type { CatalogueWords } from "#app/domain/publication/catalogue.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import type { Locale } from "#app/domain/locale.ts";
import { dataStructured, type Structured } from "#app/domain/publication/structured.ts";
import type { Results } from "#app/queries/publication/public-results.server.ts";
import { publicWords } from "#app/ui/frame/public-meta.ts";
import { site, siteAddress } from "./site.server.ts";

/** What the description of the open data says, in every language. */
export function catalogueWords(): CatalogueWords {
  return eachLocale(wordsIn);
}

/** An edition's open data in the words of schema.org, for a page that leads to it. */
export function openDataStructured(
  { edition, at, published }: Results,
  locale: Locale,
): Structured {
  const { dataset, datasetText } = wordsIn(locale);
  const words = {
    name: dataset(edition.name),
    description: datasetText(edition.name),
    publishedAt: at,
    sealed: published.seal !== null,
  };
  return dataStructured(edition, words, { origin: siteAddress(), city: site().city, locale });
}

function wordsIn(locale: Locale): CatalogueWords[Locale] {
  const t = publicWords(locale);
  const { city } = site();
  return {
    catalogue: t("catalogue.title", { city }),
    catalogueText: t("catalogue.text", { city }),
    dataset: (name) => t("catalogue.dataset", { name, city }),
    datasetText: (name) => t("catalogue.datasetText", { name, city }),
    file: ({ kind }) => t(`catalogue.files.${kind}`),
    keywords: t("catalogue.keywords").split("|"),
  };
}
