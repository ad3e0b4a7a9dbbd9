import { licence } from "#app/domain/publication/licence.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import type { News } from "#app/domain/publication/news.ts";
import { publicWords } from "#app/ui/frame/public-meta.ts";
import { site, siteAddress } from "./site.server.ts";
import { type Element, xml } from "./xml.server.ts";

/**
 * The news as an Atom feed (RFC 4287) in one language. An entry's id stays the same in every
 * language and at every address.
 */
export function atomFeed(news: readonly News[], locale: Locale): string {
  const t = publicWords(locale);
  const home = `${siteAddress()}/${locale}`;
  const title = t("news.title", { city: site().city });
  return xml({
    name: "feed",
    attributes: { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": locale },
    content: [
      { name: "id", content: `${home}/news.xml` },
      { name: "title", content: title },
      { name: "updated", content: news[0]?.at ?? "1970-01-01T00:00:00.000Z" },
      link("self", `${home}/news.xml`, "application/atom+xml"),
      link("alternate", home, "text/html"),
      { name: "author", content: [{ name: "name", content: site().city }] },
      { name: "rights", content: licence.name },
      ...news.map((each) => entry(each, locale)),
    ],
  });
}

function entry({ id, kind, edition, at, path, text }: News, locale: Locale): Element {
  const t = publicWords(locale);
  const name = inLocale(edition.names, locale) || edition.code;
  return {
    name: "entry",
    content: [
      { name: "id", content: `${siteAddress()}/news/${id}` },
      { name: "title", content: t(`news.${kind}`, { name }) },
      { name: "updated", content: at },
      { name: "published", content: at },
      link("alternate", `${siteAddress()}/${locale}${path}`, "text/html"),
      ...(text ? [{ name: "summary", content: inLocale(text, locale) }] : []),
    ],
  };
}

function link(rel: string, href: string, type: string): Element {
  return { name: "link", attributes: { rel, href, type } };
}
