import { type Distribution, distributionsOf } from "#app/domain/ranking/distribution.ts";
import { licence } from "./licence.ts";
import { euCodeOf, type Locale, locales, type Localised } from "#app/domain/locale.ts";

// The open data described by DCAT-AP_IT, the Italian profile of DCAT-AP, as JSON-LD: what a
// national catalogue harvests. Obligatory there: of a catalogue title, description, publisher,
// modified, dataset; of a dataset identifier, title, description, modified, theme, rightsHolder,
// accrualPeriodicity, distribution; of a distribution format, accessURL, license; of an agent
// identifier and name; of a contact point fn and hasEmail.

/**
 * Who publishes: `id` is the code of the public administration's index (IPA), `contact` a mail
 * address or empty.
 */
export type RightsHolder = { origin: string; name: string; id: string; contact: string };

/** A published edition as the catalogue knows it; instants are ISO text. */
export type Dataset = {
  code: string;
  names: Localised;
  sealed: boolean;
  issuedAt: string;
  modifiedAt: string;
  opensAt: string | null;
  closesAt: string | null;
};

/** The words of the description, per language. */
export type CatalogueWords = Record<
  Locale,
  {
    catalogue: string;
    catalogueText: string;
    dataset: (name: string) => string;
    datasetText: (name: string) => string;
    file: (distribution: Distribution) => string;
    keywords: string[];
  }
>;

type Node = Record<string, unknown>;

const authority = "http://publications.europa.eu/resource/authority";

const context = {
  dcat: "http://www.w3.org/ns/dcat#",
  dcatapit: "http://dati.gov.it/onto/dcatapit#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  owl: "http://www.w3.org/2002/07/owl#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

/** The catalogue with its datasets, their files, the licence and who holds the rights. */
export function catalogue(
  holder: RightsHolder,
  datasets: readonly Dataset[],
  words: CatalogueWords,
): Node {
  const at = (path: string) => ({ "@id": holder.origin + path });
  const itself: Node = {
    ...at("/catalogue.jsonld#catalogue"),
    "@type": ["dcat:Catalog", "dcatapit:Catalog"],
    "dct:title": inEach((locale) => words[locale].catalogue),
    "dct:description": inEach((locale) => words[locale].catalogueText),
    "dct:publisher": at("/#holder"),
    // an empty catalogue has never changed; the day on which DCAT-AP_IT's catalogues began says so
    "dct:modified": date(
      datasets
        .map(({ modifiedAt }) => modifiedAt)
        .sort()
        .at(-1) ?? "2016-01-01",
    ),
    "dct:language": locales.map((locale) => ({
      "@id": `${authority}/language/${euCodeOf[locale]}`,
    })),
    "foaf:homepage": at("/"),
    "dcat:themeTaxonomy": { "@id": `${authority}/data-theme` },
    "dcat:dataset": datasets.map(({ code }) => at(datasetPath(code))),
  };
  return {
    "@context": context,
    "@graph": [
      itself,
      ...datasets.flatMap((dataset) => nodesOf(dataset, holder, words)),
      ...common(holder),
    ],
  };
}

/** One edition's dataset by itself. */
export function datasetDescription(
  holder: RightsHolder,
  dataset: Dataset,
  words: CatalogueWords,
): Node {
  return { "@context": context, "@graph": [...nodesOf(dataset, holder, words), ...common(holder)] };
}

function nodesOf(dataset: Dataset, holder: RightsHolder, words: CatalogueWords): Node[] {
  const files = distributionsOf(dataset);
  return [
    datasetNode(dataset, files, holder, words),
    ...files.map((file) => distributionNode(file, holder, words)),
  ];
}

function datasetNode(
  { code, names, issuedAt, modifiedAt, opensAt, closesAt }: Dataset,
  files: readonly Distribution[],
  { origin, id, contact }: RightsHolder,
  words: CatalogueWords,
): Node {
  const named = (locale: Locale) => names[locale] || code;
  return {
    "@id": origin + datasetPath(code),
    "@type": ["dcat:Dataset", "dcatapit:Dataset"],
    "dct:identifier": `${id}:innova-to-${code}`,
    "dct:title": inEach((locale) => words[locale].dataset(named(locale))),
    "dct:description": inEach((locale) => words[locale].datasetText(named(locale))),
    "dct:issued": date(issuedAt),
    "dct:modified": date(modifiedAt),
    "dcat:theme": { "@id": `${authority}/data-theme/GOVE` },
    "dct:rightsHolder": { "@id": `${origin}/#holder` },
    "dct:publisher": { "@id": `${origin}/#holder` },
    "dct:accrualPeriodicity": { "@id": `${authority}/frequency/IRREG` },
    "dct:language": locales.map((locale) => ({
      "@id": `${authority}/language/${euCodeOf[locale]}`,
    })),
    "dcat:keyword": locales.flatMap((locale) =>
      words[locale].keywords.map((word) => ({ "@language": locale, "@value": word })),
    ),
    "dcat:landingPage": { "@id": `${origin}/it/editions/${code}/results` },
    ...(contact ? { "dcat:contactPoint": { "@id": `${origin}/#contact` } } : {}),
    ...(opensAt && closesAt
      ? {
          "dct:temporal": {
            "@type": ["dct:PeriodOfTime", "dcatapit:PeriodOfTime"],
            "dcatapit:startDate": date(opensAt),
            "dcatapit:endDate": date(closesAt),
          },
        }
      : {}),
    "dcat:distribution": files.map(({ path }) => ({ "@id": `${origin}${path}#file` })),
  };
}

function distributionNode(
  file: Distribution,
  { origin }: RightsHolder,
  words: CatalogueWords,
): Node {
  return {
    "@id": `${origin}${file.path}#file`,
    "@type": ["dcat:Distribution", "dcatapit:Distribution"],
    "dct:title": inEach((locale) => words[locale].file(file)),
    "dct:format": { "@id": `${authority}/file-type/${file.format}` },
    "dcat:mediaType": { "@id": `https://www.iana.org/assignments/media-types/${file.type}` },
    "dcat:accessURL": { "@id": origin + file.path },
    "dcat:downloadURL": { "@id": origin + file.path },
    "dct:license": { "@id": licence.address },
    ...(file.locale
      ? { "dct:language": { "@id": `${authority}/language/${euCodeOf[file.locale]}` } }
      : {}),
  };
}

/** What every dataset refers to. */
function common({ origin, name, id, contact }: RightsHolder): Node[] {
  return [
    {
      "@id": `${origin}/#holder`,
      "@type": ["foaf:Agent", "dcatapit:Agent"],
      "dct:identifier": id,
      "foaf:name": inEach(() => name),
      "foaf:homepage": { "@id": `${origin}/` },
    },
    {
      "@id": licence.address,
      "@type": ["dct:LicenseDocument", "dcatapit:LicenseDocument"],
      "foaf:name": licence.name,
      "dct:type": { "@id": "http://purl.org/adms/licencetype/Attribution" },
      "owl:versionInfo": "4.0",
    },
    ...(contact
      ? [
          {
            "@id": `${origin}/#contact`,
            "@type": ["vcard:Kind", "vcard:Organization", "dcatapit:Organization"],
            "vcard:fn": name,
            "vcard:hasEmail": { "@id": `mailto:${contact}` },
          },
        ]
      : []),
  ];
}

/** A dataset's name among the pages of the edition: it leads to the description itself. */
function datasetPath(code: string): string {
  return `/it/editions/${code}/data.jsonld#dataset`;
}

function inEach(say: (locale: Locale) => string) {
  return locales.map((locale) => ({ "@language": locale, "@value": say(locale) }));
}

function date(instant: string) {
  return { "@type": "xsd:date", "@value": instant.slice(0, 10) };
}
