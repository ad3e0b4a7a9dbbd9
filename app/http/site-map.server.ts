import { defaultLocale } from "#app/domain/locale.ts";
import { inEveryLanguage, type MappedEdition, mappedPages } from "#app/domain/city/site-map.ts";
import { siteAddress } from "./site.server.ts";
import { type Element, xml } from "./xml.server.ts";

/** The site map (sitemaps.org), in which each page says what it is in the other languages. */
export function siteMap(editions: readonly MappedEdition[]): string {
  const content = mappedPages(editions).flatMap(({ path, changedAt }) =>
    inEveryLanguage(path).map((page) => entry(page.path, path, changedAt)),
  );
  return xml({
    name: "urlset",
    attributes: {
      xmlns: "http://www.sitemaps.org/schemas/sitemap/0.9",
      "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    },
    content,
  });
}

function entry(address: string, path: string, changedAt: string | null): Element {
  const alternate = (hreflang: string, href: string): Element => ({
    name: "xhtml:link",
    attributes: { rel: "alternate", hreflang, href: siteAddress() + href },
  });
  return {
    name: "url",
    content: [
      { name: "loc", content: siteAddress() + address },
      ...(changedAt ? [{ name: "lastmod", content: changedAt }] : []),
      ...inEveryLanguage(path).map((other) => alternate(other.locale, other.path)),
      alternate("x-default", `/${defaultLocale}${path}`),
    ],
  };
}
