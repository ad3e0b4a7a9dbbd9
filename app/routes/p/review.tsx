import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { ProposalView } from "#app/ui/proposal-view.tsx";
import type { EditionChoice } from "./edition-choice.ts";

/** Everything once more before it is sealed, with what to look for. */
export function Review({ content, edition, locale }: { content: Record<string, unknown>; edition: EditionChoice; locale: Locale }) {
  const t = useTranslations("p.review");
  return (
    <div className="stack narrow">
      <Alert color="yellow" title={t("lookFor")}>{t("identify")}</Alert>
      <ProposalView content={content} categories={edition.categories} locale={locale} />
    </div>
  );
}
