import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import { markdownFields, textFieldNames } from "#app/domain/proposal/proposal.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { winnerView } from "#app/http/published-views.server.ts";
import { winnerPage } from "#app/queries/publication/public-results.server.ts";
import { AttachmentList } from "#app/ui/published/attachment-list.tsx";
import { Errata } from "#app/ui/published/errata.tsx";
import { ImplementationParts } from "#app/ui/published/implementation.tsx";
import { addressOf, EditionTabs } from "#app/routes/public/parts/edition-parts.tsx";
import { Markdown } from "#app/ui/published/markdown.tsx";
import { publicMeta } from "#app/ui/frame/public-meta.ts";
import { AwardList, Jury, Names, textOf } from "#app/ui/published/published.tsx";
import { day, number } from "#app/i18n/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(
    request,
    winnerView(await winnerPage(params.code ?? "", params.no ?? "", locale), locale),
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `${textOf(data.winner, "title", data.locale).text} · ${data.edition.name}`,
        description: textOf(data.winner, "summary", data.locale).text,
      })
    : [];

export default function WinnerPage() {
  const {
    locale,
    edition,
    winner,
    implementation,
    today,
    categories,
    awards,
    jury,
    seal,
    sponsors,
    minutes,
    errata,
  } = useLoaderData<typeof loader>();
  const t = useTranslations("public.results");
  const words = useTranslations("proposal");
  const after = useTranslations("implementation");
  const say = (field: string) => textOf(winner, field, locale);
  const fields = textFieldNames.filter((field) => field !== "title" && say(field).text);
  return (
    <article>
      <EditionTabs edition={edition} locale={locale} at={null} />
      <p className="row">
        {winner.rank !== null && <span className="tag">{t("place", { rank: winner.rank })}</span>}
        {winner.publicNo !== null && (
          <span className="soft">{t("number", { number: winner.publicNo })}</span>
        )}
        {winner.mean !== null && (
          <span className="soft">
            {t("points", { mean: number(winner.score ?? winner.mean, locale, 2) })}
          </span>
        )}
      </p>
      <h1 lang={say("title").lang}>{say("title").text}</h1>
      <p className="lead">
        <Names winner={winner} />
      </p>
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} />
      <p className="row">
        {categories
          .filter(({ key }) => winner.categories.includes(key))
          .map(({ key, name, colour }) => (
            <span key={key} className="tag">
              <span className="dot" style={{ background: colour }} aria-hidden="true" />
              {inLocale(name, locale)}
            </span>
          ))}
      </p>
      <AwardList awards={awards} locale={locale} />
      <div className="measure" lang={say("summary").lang}>
        {fields.map((field) => (
          <section key={field}>
            <h2>{words(`fields.${field}.label`)}</h2>
            {markdownFields.includes(field) ? (
              <Markdown text={say(field).text} below={2} />
            ) : (
              <p>{say(field).text}</p>
            )}
          </section>
        ))}
      </div>
      <AttachmentList
        files={winner.files.map((file, i) => ({ ...file, position: i + 1 }))}
        base={`${addressOf(edition, locale)}/proposals/${winner.publicNo}/files`}
        heading={2}
      />
      {(winner.horizon === "short" || winner.horizon === "medium") && (
        <p>
          <strong>{words("fields.horizon.label")}:</strong> {words(`horizon.${winner.horizon}`)}
        </p>
      )}
      {winner.goals.length > 0 && (
        <p className="measure">
          <strong>{words("fields.goals.label")}:</strong>{" "}
          {winner.goals.map((goal) => `${goal}. ${words(`goals.${goal as 1}`)}`).join(" · ")}
        </p>
      )}
      {implementation && (
        <section aria-labelledby="implementation">
          <h2 id="implementation">{after("title")}</h2>
          <ImplementationParts
            implementation={implementation}
            locale={locale}
            timeZone={edition.timeZone}
            today={today}
          />
        </section>
      )}
      <Ground
        locale={locale}
        edition={edition}
        jury={jury}
        seal={seal}
        sponsors={sponsors}
        minutes={minutes}
      />
    </article>
  );
}

type GroundProps = Pick<
  ReturnType<typeof useLoaderData<typeof loader>>,
  "locale" | "edition" | "jury" | "seal" | "sponsors" | "minutes"
>;

/** Who decided, who gave the prizes, and how anybody can check it. */
function Ground({ locale, edition, jury, seal, sponsors, minutes }: GroundProps) {
  const t = useTranslations("public.results");
  const base = addressOf(edition, locale);
  return (
    <div className="flow">
      {sponsors.length > 0 && (
        <section aria-labelledby="sponsors">
          <h2 id="sponsors">{t("prizesFrom")}</h2>
          <ul className="plain-list">
            {sponsors.map(({ name, url }) => (
              <li key={name}>
                {/^https?:/.test(url) ? (
                  <a href={url} rel="noreferrer">
                    {name}
                  </a>
                ) : (
                  name
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {jury.length > 0 && (
        <section aria-labelledby="jury">
          <h2 id="jury">{t("jury")}</h2>
          <Jury published={{ jury }} />
        </section>
      )}
      {minutes.length > 0 && (
        <section aria-labelledby="minutes">
          <h2 id="minutes">{t("minutes")}</h2>
          <ul>
            {minutes.map(({ number: at, openedAt }) => (
              <li key={at}>
                <a href={`${base}/minutes/${at}`}>
                  {t("meeting", { number: at, date: day(openedAt, locale, edition.timeZone) })}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {seal && (
        <section aria-labelledby="commitment">
          <h2 id="commitment">{t("howToVerify")}</h2>
          <p className="measure">{t("commitmentText")}</p>
          <p className="mono hash">{seal.commitment}</p>
          <p className="row">
            <a href={`${base}/ranking.json`} download>
              {t("download")}
            </a>
            <a href={`${base}/verify`}>{t("verify")}</a>
          </p>
        </section>
      )}
    </div>
  );
}
