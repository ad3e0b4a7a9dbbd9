import { useLocale, useTranslations } from "use-intl";
import type { Amendment, Statement } from "#app/sealing/statement.ts";
import { dateTime } from "#app/i18n/when.ts";

/** A statement in words, read from the text that is signed; dates in the edition's time zone. */
export function StatementWords({
  statement,
  timeZone,
}: {
  statement: Statement;
  timeZone: string;
}) {
  const t = useTranslations("custody.statements");
  if (statement.kind === "AMENDMENT")
    return <AmendmentWords number={statement.number} amendment={statement} timeZone={timeZone} />;
  return (
    <p>
      <strong>{t("number", { number: statement.number })}</strong>{" "}
      {t("reserve", {
        voided: statement.voided,
        reserve: statement.reserve,
        reason: statement.reason,
      })}
    </p>
  );
}

function AmendmentWords({
  number,
  amendment: { opensAt, closesAt, reason },
  timeZone,
}: {
  number: number;
  amendment: Amendment;
  timeZone: string;
}) {
  const t = useTranslations("custody.statements");
  const locale = useLocale();
  return (
    <p>
      <strong>{t("number", { number })}</strong>{" "}
      {opensAt && t("opensAt", { at: dateTime(opensAt, locale, timeZone) })}{" "}
      {closesAt && t("closesAt", { at: dateTime(closesAt, locale, timeZone) })}{" "}
      {t("reason", { reason })}
    </p>
  );
}
