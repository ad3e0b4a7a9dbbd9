import { getFormProps, type SubmissionResult } from "@conform-to/react";
import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { SelectField, TextAreaField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

type Row = {
  ruleId: string;
  publicNo: number;
  item: number;
  record: { outcome: string; day: string; receipt: string; note: string } | null;
};

/** What became of one prize. */
export function HandingForm({
  row: { ruleId, publicNo, item, record },
  result,
}: {
  row: Row;
  result: SubmissionResult<string[]> | undefined;
}) {
  const t = useTranslations("handing");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/awards/handing-over.ts")).handingSchema,
    { result },
    {
      id: `handing-${ruleId}-${publicNo}-${item}`,
      defaultValue: {
        outcome: record?.outcome ?? "GIVEN",
        day: record?.day ?? "",
        receipt: record?.receipt ?? "",
        note: record?.note ?? "",
      },
    },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      {Object.entries({ ruleId, publicNo, item }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SelectField
        field={fields.outcome}
        label={t("outcome")}
        options={(["GIVEN", "UNCLAIMED"] as const).map((value) => ({
          value,
          label: t(`outcomes.${value}`),
        }))}
      />
      <TextField field={fields.day} type="date" label={t("day")} required />
      <TextField field={fields.receipt} label={t("receipt")} description={t("receiptHelp")} />
      <TextAreaField field={fields.note} label={t("note")} rows={2} />
      <div>
        <Button type="submit">{t("save")}</Button>
      </div>
    </Form>
  );
}
