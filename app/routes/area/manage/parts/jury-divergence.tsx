import { useLocale, useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { number } from "#app/i18n/when.ts";

type Divergence = {
  jurors: { name: string; difference: number; shared: number }[];
  proposals: { no: number; range: number; sheets: number }[];
};

const signed = (value: number, locale: Locale) =>
  `${value > 0 ? "+" : ""}${number(value, locale, 1)}`;

/**
 * Jurors far from the others, drawn to the left and right of them, and the proposals they disagree
 * on most.
 */
export function JuryDivergence({ jurors, proposals }: Divergence) {
  const t = useTranslations("progress.divergence");
  const locale = useLocale();
  if (proposals.length === 0) return <p className="soft">{t("none")}</p>;
  const widest = Math.max(10, ...jurors.map(({ difference }) => Math.abs(difference)));
  return (
    <>
      <p className="soft">{t("text")}</p>
      {jurors.length > 0 && (
        <div className="scroll" tabIndex={0} role="group" aria-label={t("jurors")}>
          <table className="apart">
            <caption>{t("jurors")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("juror")}</th>
                <th scope="col">{t("difference")}</th>
                <th scope="col" className="number">
                  {t("shared")}
                </th>
              </tr>
            </thead>
            <tbody>
              {jurors.map(({ name, difference, shared }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <span aria-hidden className="axis">
                      <span
                        style={{
                          insetInlineStart: `${50 + Math.min(0, (50 * difference) / widest)}%`,
                          inlineSize: `${(50 * Math.abs(difference)) / widest}%`,
                        }}
                      />
                    </span>
                    {signed(difference, locale)}
                  </td>
                  <td className="number">{shared}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="scroll" tabIndex={0} role="group" aria-label={t("proposals")}>
        <table className="apart">
          <caption>{t("proposals")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("proposal")}</th>
              <th scope="col">{t("range")}</th>
              <th scope="col" className="number">
                {t("sheets")}
              </th>
            </tr>
          </thead>
          <tbody>
            {proposals.map(({ no, range, sheets }) => (
              <tr key={no}>
                <th scope="row">{no}</th>
                <td>
                  <progress aria-hidden value={range} max={100} /> {number(range, locale, 1)}
                </td>
                <td className="number">{sheets}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
