import { useTranslations } from "use-intl";
import type { RankingMethod, Shortfall } from "#app/domain/ranking/method.ts";

/** What a method lacks, in words. */
export function useShortfallWords(): (shortfall: Shortfall) => string {
  const t = useTranslations("method");
  return ({ need, least, count }) => t(`short.${need}`, { least, count });
}

/** By which method a ranking is made, and why it is not applied, where it is not. */
export function RankingMethodNote({
  asked,
  shortfall,
}: {
  asked: RankingMethod;
  shortfall: Shortfall | null;
}) {
  const t = useTranslations("method");
  const words = useShortfallWords();
  const name = t(`name.${asked}`);
  if (shortfall) return <p className="bad">{t("notApplied", { name, why: words(shortfall) })}</p>;
  return (
    <p>
      {t("title")}: <strong>{name}</strong>. {t(`does.${asked}`)}
    </p>
  );
}
