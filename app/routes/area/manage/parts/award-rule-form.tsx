import { LocalisedField } from "#app/ui/forms/localised-field.tsx";
import { getFormProps, type SubmissionResult } from "@conform-to/react";
import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { awardKinds } from "#app/domain/awards/award.ts";
import { inLocale, type Localised } from "#app/domain/locale.ts";
import { NumberField, SelectField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

type Rule = {
  id: string;
  kind: string;
  name: Localised;
  categoryKey: string | null;
  places: number;
  prizeId: string | null;
  sponsorId: string | null;
};
type Props = {
  rule?: Rule;
  position: number;
  prizes: { id: string; name: Localised; sponsor: string }[];
  categories: { key: string; name: Localised }[];
  sponsors: { id: string; name: string }[];
  result: SubmissionResult<string[]> | undefined;
};

/** One award rule, new or known. */
export function AwardRuleForm({ rule, position, prizes, categories, sponsors, result }: Props) {
  const t = useTranslations("awards");
  const locale = useLocale();
  const id = `rule-${rule?.id ?? "new"}`;
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/awards/sponsor.ts")).awardRuleSchema,
    { result: result?.initialValue?.id === rule?.id ? result : undefined },
    {
      id,
      defaultValue: {
        name: rule?.name,
        position: String(position),
        kind: rule?.kind ?? "OVERALL",
        categoryKey: rule?.categoryKey ?? "",
        places: String(rule?.places ?? 1),
        prizeId: rule?.prizeId ?? "",
        sponsorId: rule?.sponsorId ?? "",
      },
    },
  );
  const none = { value: "", label: "—" };
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      {rule && <input type="hidden" name="id" value={rule.id} />}
      <LocalisedField field={fields.name} label={t("name")} required="first" />
      <SelectField
        field={fields.kind}
        label={t("rule")}
        options={awardKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      <SelectField
        field={fields.sponsorId}
        label={t("sponsor")}
        description={t("sponsorHelp")}
        options={[none, ...sponsors.map((sponsor) => ({ value: sponsor.id, label: sponsor.name }))]}
      />
      <SelectField
        field={fields.categoryKey}
        label={t("category")}
        description={t("categoryHelp")}
        options={[
          none,
          ...categories.map(({ key, name: text }) => ({
            value: key,
            label: inLocale(text, locale),
          })),
        ]}
      />
      <NumberField field={fields.places} label={t("places")} description={t("placesHelp")} />
      <SelectField
        field={fields.prizeId}
        label={t("prize")}
        description={t("prizeHelp")}
        options={[
          none,
          ...prizes.map((prize) => ({
            value: prize.id,
            label: `${inLocale(prize.name, locale)} (${prize.sponsor})`,
          })),
        ]}
      />
      <NumberField field={fields.position} label={t("position")} />
      <div>
        <Button type="submit">{t("save")}</Button>
      </div>
    </Form>
  );
}
