import { datasetDescription } from "#app/domain/catalogue.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { catalogueWords } from "#app/http/catalogue.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { holder, publishedDataset } from "#app/queries/public-catalogue.server.ts";

/** Open data described: the edition's dataset and its files by DCAT-AP_IT, in every language at once. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  localeOf(params);
  const dataset = await publishedDataset(params.code ?? "");
  const body = `${JSON.stringify(datasetDescription(holder(), dataset, catalogueWords()), null, 2)}\n`;
  return asFile(request, { body, type: "application/ld+json; charset=utf-8", name: `innova-to-${dataset.code}.jsonld` });
});
