import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import { markdownFields, textFieldNames } from "#app/domain/proposal.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { winnerPage } from "#app/queries/public-results.server.ts";
import { AttachmentList } from "#app/ui/attachment-list.tsx";
import { EditionTabs } from "#app/ui/edition-parts.tsx";
import { Markdown } from "#app/ui/markdown.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { AwardList, Names, textOf } from "#app/ui/published.tsx";
import { number } from "#app/ui/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, published, winner } = await winnerPage(params.code ?? "", params.no ?? "", locale);
  const { categories, awards } = published;
  return asDocument(request, { locale, edition, winner, categories, awards: awards.filter(({ publicNo }) => publicNo === winner.publicNo) }, "published");
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data, location }) =>
  data ? publicMeta({ title: `${textOf(data.winner, "title", data.locale).text} · ${data.edition.name}`, description: textOf(data.winner, "summary", data.locale).text, pathname: location.pathname }) : [];

export default function WinnerPage() {
  const { locale, edition, winner, categories, awards } = useLoaderData<typeof loader>();
  const t = useTranslations("public.results");
  const words = useTranslations("proposal");
  const say = (field: string) => textOf(winner, field, locale);
  const fields = textFieldNames.filter((field) => field !== "title" && say(field).text);
  return (
    <article>
      <EditionTabs edition={edition} locale={locale} at={null} />
      <p className="row">
        {winner.rank !== null && <span className="tag">{t("place", { rank: winner.rank })}</span>}
        {winner.publicNo !== null && <span className="soft">{t("number", { number: winner.publicNo })}</span>}
        {winner.mean !== null && <span className="soft">{t("points", { mean: number(winner.score ?? winner.mean, locale, 2) })}</span>}
      </p>
      <h1 lang={say("title").lang}>{say("title").text}</h1>
      <p className="lead"><Names winner={winner} /></p>
      <p className="row">
        {categories.filter(({ key }) => winner.categories.includes(key)).map(({ key, name, colour }) => (
          <span key={key} className="tag"><span className="dot" style={{ background: colour }} aria-hidden="true" />{inLocale(name, locale)}</span>
        ))}
      </p>
      <AwardList awards={awards} locale={locale} />
      <div className="measure" lang={say("summary").lang}>
        {fields.map((field) => (
          <section key={field}>
            <h2>{words(`fields.${field}.label`)}</h2>
            {markdownFields.includes(field) ? <Markdown text={say(field).text} below={2} /> : <p>{say(field).text}</p>}
          </section>
        ))}
      </div>
      <AttachmentList files={winner.files.map((file, i) => ({ ...file, position: i + 1 }))} base={`/${locale}/editions/${edition.code}/proposals/${winner.publicNo}/files`} heading={2} />
      {(winner.horizon === "short" || winner.horizon === "medium") && <p><strong>{words("fields.horizon.label")}:</strong> {words(`horizon.${winner.horizon}`)}</p>}
      {winner.goals.length > 0 && <p className="measure"><strong>{words("fields.goals.label")}:</strong> {winner.goals.map((goal) => `${goal}. ${words(`goals.${goal as 1}`)}`).join(" · ")}</p>}
    </article>
  );
}
