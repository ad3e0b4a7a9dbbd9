import "#app/ui/styles/judging.css";
import { Button } from "@mantine/core";
import { Link, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import { juror, pageFor } from "#app/http/actor.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";
import { ownReadings } from "#app/queries/scoring/own-sheet.server.ts";
import { categoryNames } from "#app/queries/screening/screening.server.ts";
import { proseOf } from "#app/ui/published/markdown.tsx";
import { ProposalView } from "#app/ui/published/proposal-view.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("printed.title");

export const loader = pageFor(juror, async ({ actor, edition }) => ({
  code: edition.code,
  criteria: await criteriaOf(edition.id),
  categories: await categoryNames(edition.id),
  readings: (await ownReadings(actor.id, edition)).map((reading) => ({
    ...reading,
    prose: proseOf(reading.content),
  })),
}));

/** All own proposals with their rubric, a page each, to print and to write on. */
export default function PrintPage() {
  const { code, criteria, categories, readings } = useLoaderData<typeof loader>();
  const t = useTranslations("printed");
  const locale = useLocale();
  return (
    <div className="stack">
      <div className="stack no-print">
        <p>
          <Link to={`/area/jury/${code}`}>{t("back")}</Link>
        </p>
        <h1>{t("title")}</h1>
        <p>{t("text")}</p>
        <div>
          <Button onClick={() => window.print()}>{t("print")}</Button>
        </div>
      </div>
      {readings.map(({ no, content, prose, sheet }) => (
        <article key={no} className="printed stack">
          <h2>{t("proposal", { no })}</h2>
          <ProposalView
            content={content}
            prose={prose}
            categories={categories}
            locale={locale}
            heading={3}
          />
          <table>
            <thead>
              <tr>
                <th scope="col">{t("criterion")}</th>
                <th scope="col">{t("score")}</th>
              </tr>
            </thead>
            <tbody>
              {criteria.map(({ key, name, weight, maxScore, anchors }) => (
                <tr key={key}>
                  <th scope="row">
                    {inLocale(name, locale)} <span className="soft">{weight}%</span>
                  </th>
                  <td>
                    {Array.from({ length: maxScore + 1 }, (_, score) => (
                      <span
                        key={score}
                        className="box"
                        data-chosen={sheet.scores[key] === score || undefined}
                      >
                        {score}
                        {anchors[score] && <small> {inLocale(anchors[score], locale)}</small>}
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {(["commentProposer", "commentJury"] as const).map((field) => (
            <div key={field} className="lines">
              <strong>{t(field)}</strong>
              <p className="typed">{sheet[field]}</p>
            </div>
          ))}
        </article>
      ))}
    </div>
  );
}
