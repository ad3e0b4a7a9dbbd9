import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Checked } from "#app/custody/evidence.ts";

/** Why the ranking is not to be signed: what differs, and at which proposals. */
export function RankingFaults({ checked }: { checked: Checked }) {
  const t = useTranslations("custody.sign.faults");
  const tSeal = useTranslations("custody.release.faults");
  return (
    <Alert color="red" role="alert" title={t("title")}>
      <ul>
        {checked.seal.map((fault) => (
          <li key={fault}>{tSeal(fault)}</li>
        ))}
        {checked.ranking.map(({ part, numbers }) => (
          <li key={part}>
            {t(`ranking.${part}`)}{" "}
            {numbers.length > 0 && t("numbers", { numbers: numbers.join(", ") })}
          </li>
        ))}
        {checked.sheets.map(({ part, numbers }) => (
          <li key={part}>{t(`chain.${part}`, { numbers: numbers.join(", ") })}</li>
        ))}
      </ul>
      <p>{t("whatNow")}</p>
    </Alert>
  );
}
