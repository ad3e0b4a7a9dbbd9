import { useFormatter, useLocale, useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import type { Agreement } from "#app/domain/statistics/agreement.ts";
import type { MethodsPage } from "#app/queries/ranking/ranking-methods.server.ts";

const levels = ["nominal", "ordinal", "interval"] as const;

/**
 * How far the jury agrees, on totals and on each criterion; a dash where a coefficient is not
 * defined.
 */
export function AgreementTable({
  agreement: { totals, criteria },
}: Pick<NonNullable<MethodsPage["comparison"]>, "agreement">) {
  const t = useTranslations("methods");
  const locale = useLocale();
  const format = useFormatter();
  const figure = (value: number | null) =>
    value === null
      ? "—"
      : format.number(Math.round(value * 100) / 100 || 0, {
          minimumFractionDigits: 2,
          maximumFractionDigits: 2,
        });
  const row = (key: string, name: string, { kendallW, common, ...alpha }: Agreement) => (
    <tr key={key}>
      <th scope="row">{name}</th>
      {levels.map((level) => (
        <td key={level} className="number">
          {figure(alpha[level])}
        </td>
      ))}
      <td className="number">{figure(kendallW)}</td>
      <td className="number">{common}</td>
    </tr>
  );
  return (
    <section className="stack" aria-labelledby="agreement">
      <h2 id="agreement">{t("agreement")}</h2>
      <p>{t("agreementText")}</p>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="agreement">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("on")}</th>
              {levels.map((level) => (
                <th key={level} scope="col" className="number">
                  {t(`alpha.${level}`)}
                </th>
              ))}
              <th scope="col" className="number">
                {t("kendallW")}
              </th>
              <th scope="col" className="number">
                {t("common")}
              </th>
            </tr>
          </thead>
          <tbody>
            {row("totals", t("totals"), totals)}
            {criteria.map(({ key, name, agreement }) =>
              row(key, inLocale(name, locale), agreement),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
