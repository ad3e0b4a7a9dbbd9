import { useTranslations } from "use-intl";
import { Act } from "#app/ui/forms/act.tsx";

/** Removes a category or a criterion by its own route. */
export function RemoveForm({
  code,
  noun,
  id,
}: {
  code: string;
  noun: "categories" | "criteria";
  id: string;
}) {
  const t = useTranslations("form");
  return (
    <Act
      action={`/area/manage/${code}/${noun}/removal`}
      values={{ id }}
      variant="outline"
      color="red"
      size="compact-sm"
      mt="sm"
    >
      {t("delete")}
    </Act>
  );
}
