import { getFormProps, type SubmissionResult } from "@conform-to/react";
import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { expertiseLevels } from "#app/domain/jury/jury.ts";
import { inLocale, type Localised } from "#app/domain/locale.ts";
import { NumberField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

type Props = {
  state: string;
  maxLoad: number | null;
  expertise: Record<string, number>;
  categories: { key: string; name: Localised }[];
  result: SubmissionResult<string[]> | undefined;
};

/** A juror's yes: what one knows, and how many proposals at most. */
export function AcceptanceForm({ state, maxLoad, expertise, categories, result }: Props) {
  const t = useTranslations("juror");
  const locale = useLocale();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/jury.ts")).acceptanceSchema,
    { result },
    { id: "acceptance", defaultValue: { maxLoad: maxLoad === null ? "" : String(maxLoad) } },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      <p>{t("expertise")}</p>
      {categories.map(({ key, name }) => (
        <fieldset key={key} className="levels">
          <legend>{inLocale(name, locale)}</legend>
          {expertiseLevels.map((level) => (
            <label key={level}>
              <input
                type="radio"
                name={`expertise.${key}`}
                value={level}
                defaultChecked={(expertise[key] ?? 0) === level}
              />{" "}
              {t(`level.${level}`)}
            </label>
          ))}
        </fieldset>
      ))}
      <NumberField field={fields.maxLoad} label={t("maxLoad")} description={t("maxLoadHelp")} />
      <div>
        <Button type="submit">{state === "INVITED" ? t("accept") : t("save")}</Button>
      </div>
    </Form>
  );
}
