import { catalogue } from "#app/domain/publication/catalogue.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { catalogueWords } from "#app/http/catalogue.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { holder, publishedDatasets } from "#app/queries/publication/public-catalogue.server.ts";

/** The open data of all editions, described by DCAT-AP_IT for whoever harvests it. */
export const loader = pageFor(anybody, async ({ request }) => {
  const datasets = await publishedDatasets();
  const body = `${JSON.stringify(catalogue(holder(), datasets, catalogueWords()), null, 2)}\n`;
  return asFile(
    request,
    { body, type: "application/ld+json; charset=utf-8", name: "catalogue.jsonld" },
    "changing",
  );
});
