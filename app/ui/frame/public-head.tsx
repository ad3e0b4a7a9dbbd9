import { useLocation, useMatches, useParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { defaultLocale, isLocale, locales, tagOf } from "#app/domain/locale.ts";
import { siteStructured, type Structured } from "#app/domain/publication/structured.ts";

/** What the frame of the public pages knows of the city. */
const frameSchema = z.object({ address: z.string(), site: z.object({ city: z.string() }) });

/**
 * What every public page says of itself to whoever finds or shares it: the one address, the other
 * languages, the picture, the news.
 */
export function PublicHead() {
  const matches = useMatches();
  const { code, locale } = useParams();
  const { pathname } = useLocation();
  const t = useTranslations("public.news");
  const frame = frameSchema.safeParse(
    matches.find(({ id }) => id === "routes/public/layout")?.data,
  ).data;
  if (
    !frame ||
    !isLocale(locale) ||
    matches.at(-1)?.data === undefined ||
    pathname.includes("/certificates/")
  )
    return null;
  const {
    address,
    site: { city },
  } = frame;
  const rest = pathname.replace(/^\/[^/]*/, "").replace(/\/$/, "");
  const picture = `${address}/${locale}${code ? `/editions/${code}` : ""}/sharing.png`;
  return (
    <>
      <link rel="canonical" href={`${address}/${locale}${rest}`} />
      {locales.map((other) => (
        <link key={other} rel="alternate" hrefLang={other} href={`${address}/${other}${rest}`} />
      ))}
      <link rel="alternate" hrefLang="x-default" href={`${address}/${defaultLocale}${rest}`} />
      <link
        rel="alternate"
        type="application/atom+xml"
        title={t("feed")}
        href={`/${locale}/news.xml`}
      />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Innova.TO" />
      <meta property="og:url" content={`${address}/${locale}${rest}`} />
      <meta property="og:locale" content={tagOf[locale].replace("-", "_")} />
      <meta property="og:image" content={picture} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta name="twitter:card" content="summary_large_image" />
      {rest === "" && (
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{
            __html: inScript(siteStructured({ origin: address, city, locale })),
          }}
        />
      )}
    </>
  );
}

/** JSON that no word in it can end the script of. */
function inScript(structured: Structured): string {
  return JSON.stringify(structured).replace(/</g, "\\u003c");
}
