import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { TextField } from "#app/domain/proposal/proposal.ts";
import { ProposalView } from "./later.tsx";
import type { Attached } from "./attached.ts";
import { AttachedFiles } from "./attached-file.tsx";
import type { EditionChoice } from "./edition-choice.ts";
import type { Entitlement } from "./entitlement.ts";
import { ProposalGuard } from "./guard.tsx";

type Props = {
  content: Record<string, unknown>;
  files: Attached[];
  edition: EditionChoice;
  locale: Locale;
  /** null: no pass in this browser, so nothing can be checked yet */
  entitlement: Entitlement | null;
  onChange: (field: TextField) => void;
};

/** Everything once more before it is sealed, with what to look for. */
export function Review({ content, files, edition, locale, entitlement, onChange }: Props) {
  const t = useTranslations("p.review");
  const tGuard = useTranslations("p.guard");
  return (
    <div className="stack narrow">
      {entitlement ? (
        <ProposalGuard
          entitlement={entitlement}
          content={content}
          files={files}
          onChange={onChange}
        />
      ) : (
        <Alert color="yellow" title={t("lookFor")}>
          {t("identify")} {tGuard("noPass")}
        </Alert>
      )}
      <ProposalView content={content} categories={edition.categories} locale={locale} />
      <AttachedFiles files={files} entitlement={entitlement} />
    </div>
  );
}
