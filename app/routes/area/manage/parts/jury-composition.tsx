import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Reason } from "#app/domain/refusal.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { useReasonWords } from "#app/ui/forms/reason-words.tsx";

type Props = {
  lacks: Reason[];
  accepted: number;
  secretary: { name: string } | null;
  code: string;
  editable: boolean;
};

/** Whether the jury is as the edition's rules want it, and who writes its minutes. */
export function JuryComposition({ lacks, accepted, secretary, code, editable }: Props) {
  const t = useTranslations("jury");
  const reason = useReasonWords();
  return (
    <>
      {lacks.length > 0 ? (
        <Alert color="yellow" title={t("lacks")}>
          <ul>
            {lacks.map((each) => (
              <li key={each.key}>{reason(each)}</li>
            ))}
          </ul>
        </Alert>
      ) : (
        accepted > 0 && <p className="good">{t("asWanted")}</p>
      )}
      {secretary && (
        <div className="row">
          <span>{t("secretary", { name: secretary.name })}</span>
          {editable && (
            <Act
              action={`/area/manage/${code}/jury/secretary/removal`}
              size="compact-sm"
              variant="outline"
              color="red"
            >
              {t("removeSecretary")}
            </Act>
          )}
        </div>
      )}
    </>
  );
}
