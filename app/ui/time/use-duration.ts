import { useTranslations } from "use-intl";

/**
 * A number of minutes in the reader's words, in the largest unit that says it whole: `3 giorni`,
 * `36 ore`, `10 minuti`.
 */
export function useDuration(): (minutes: number) => string {
  const t = useTranslations("public.duration");
  return (minutes) => {
    if (minutes % 1440 === 0 && minutes > 0) return t("days", { count: minutes / 1440 });
    return minutes % 60 === 0 && minutes > 0
      ? t("hours", { count: minutes / 60 })
      : t("minutes", { count: minutes });
  };
}
