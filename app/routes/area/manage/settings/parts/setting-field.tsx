import type { FieldMetadata } from "@conform-to/react";
import { useTranslations } from "use-intl";
import type { settingPanels } from "#app/domain/edition/setting-table.ts";
import { CheckField, NumberField, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useDuration } from "#app/ui/time/use-duration.ts";
import { DecimalField } from "./decimal-field.tsx";

type Drawn = ReturnType<typeof settingPanels>[number]["settings"][number];

/** The field of one setting as the table of settings says; minutes are told in words too. */
export function SettingField<T>({
  name,
  kind,
  unit,
  options,
  field,
}: Pick<Drawn, "name" | "kind"> & {
  unit?: string | undefined;
  options?: readonly string[] | undefined;
  field: FieldMetadata<T>;
}) {
  const t = useTranslations("manage.settings");
  const duration = useDuration();
  const help = `help.${name}` as "help.quorum"; // not every setting needs one
  const inWords =
    unit === "minutes" && typeof field.value === "string" && /^\d+$/.test(field.value)
      ? t("inWords", { duration: duration(Number(field.value)) })
      : "";
  const own = {
    field,
    label: t(name),
    description: t.has(help) ? `${inWords} ${t(help)}`.trim() : undefined,
  };
  switch (kind) {
    case "moment":
      return <TextField {...own} type="datetime-local" />;
    case "decimal":
      return <DecimalField {...own} />;
    case "flag":
      return <CheckField {...own} />;
    case "choice":
      return (
        <SelectField
          {...own}
          options={(options ?? []).map((value) => ({
            value,
            label: t(`options.${name}.${value}` as "options.voteTie.rank"),
          }))}
        />
      );
    case "text":
      return <TextField {...own} required />;
    default:
      return <NumberField {...own} />;
  }
}
