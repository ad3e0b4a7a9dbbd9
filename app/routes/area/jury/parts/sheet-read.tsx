import { Link } from "@remix-run/react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import { type Scores, sheetTotal } from "#app/domain/scoring/scoring.ts";
import type { Criterion } from "./rubric.tsx";

type Sheet = {
  version: number;
  scores: Scores;
  commentProposer: string;
  commentJury: string;
  fingerprint?: string;
};

/** Their own sheet as it was delivered. */
export function ReadSheet({
  sheet,
  criteria,
  revision,
}: {
  sheet: Sheet;
  criteria: Criterion[];
  revision: string | null;
}) {
  const t = useTranslations("sheet");
  return (
    <div className="panel stack">
      <h2>{t("own")}</h2>
      {sheet.version === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <SheetFigures sheet={sheet} criteria={criteria} />
      )}
      {sheet.fingerprint && (
        <details>
          <summary>{t("fingerprint")}</summary>
          <p>{t("fingerprintText")}</p>
          <p className="mono">{sheet.fingerprint}</p>
        </details>
      )}
      {revision ? (
        <p>
          <Link to={revision}>{t("revise")}</Link>
        </p>
      ) : (
        <p className="soft">{t("readOnly")}</p>
      )}
    </div>
  );
}

type Pseudonymous = Sheet & {
  letter: string;
  own: boolean;
  reason: string;
  later: boolean;
  earlier: { version: number; scores: Scores; total: number | null }[];
};

/** All sheets of a proposal under their pseudonyms. */
export function OthersSheets({
  sheets,
  criteria,
}: {
  sheets: Pseudonymous[];
  criteria: Criterion[];
}) {
  const t = useTranslations("sheet");
  return (
    <section className="stack">
      <h2>{t("others")}</h2>
      <div className="sheets">
        {sheets.map((sheet) => (
          <article key={sheet.letter} className="panel">
            <h3>
              {t(sheet.own ? "pseudonymOwn" : "pseudonym", { letter: sheet.letter })}{" "}
              {sheet.later && <span className="tag plain">{t("later")}</span>}
            </h3>
            <SheetFigures sheet={sheet} criteria={criteria} />
            {sheet.reason && (
              <p className="soft">{t("revisedBecause", { reason: sheet.reason })}</p>
            )}
            {sheet.earlier.length > 0 && <Earlier sheet={sheet} criteria={criteria} />}
          </article>
        ))}
      </div>
    </section>
  );
}

/** What a revised sheet said before, version by version. */
function Earlier({ sheet, criteria }: { sheet: Pseudonymous; criteria: Criterion[] }) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const format = useFormatter();
  const points = (total: number | null) =>
    total === null
      ? "—"
      : format.number(total, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <details>
      <summary>{t("earlier", { count: sheet.earlier.length })}</summary>
      <div
        className="scroll"
        tabIndex={0}
        role="region"
        aria-label={t("earlier", { count: sheet.earlier.length })}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t("version")}</th>
              {criteria.map(({ key, name }) => (
                <th key={key} scope="col">
                  {inLocale(name, locale)}
                </th>
              ))}
              <th scope="col">{t("total")}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.earlier.map(({ version, scores, total }) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                {criteria.map(({ key }) => (
                  <td key={key}>{scores[key] ?? "—"}</td>
                ))}
                <td>{points(total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function SheetFigures({ sheet, criteria }: { sheet: Sheet; criteria: Criterion[] }) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const format = useFormatter();
  const total = sheetTotal(sheet.scores, criteria);
  return (
    <>
      <dl className="figures">
        {criteria.map(({ key, name, maxScore }) => (
          <div key={key}>
            <dt>{inLocale(name, locale)}</dt>
            <dd>{t("of", { score: sheet.scores[key] ?? "—", max: maxScore })}</dd>
          </div>
        ))}
        {total !== null && (
          <div className="total">
            <dt>{t("total")}</dt>
            <dd>{format.number(total, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</dd>
          </div>
        )}
      </dl>
      {sheet.commentProposer && (
        <>
          <h4>{t("commentProposer")}</h4>
          <p className="typed">{sheet.commentProposer}</p>
        </>
      )}
      {sheet.commentJury && (
        <>
          <h4>{t("commentJury")}</h4>
          <p className="typed">{sheet.commentJury}</p>
        </>
      )}
    </>
  );
}
