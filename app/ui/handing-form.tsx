import { getFormProps, useForm, type SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { handingSchema } from "#app/domain/handing-over.ts";
import { SelectField, TextAreaField, TextField } from "./fields.tsx";
import { messageOfIssue } from "./form-messages.ts";

type Row = { ruleId: string; publicNo: number; item: number; record: { outcome: string; day: string; receipt: string; note: string } | null };

/** What became of one prize. */
export function HandingForm({ row: { ruleId, publicNo, item, record }, result }: { row: Row; result: SubmissionResult<string[]> | undefined }) {
  const t = useTranslations("handing");
  const [form, fields] = useForm({
    id: `handing-${ruleId}-${publicNo}-${item}`,
    lastResult: result,
    defaultValue: { outcome: record?.outcome ?? "GIVEN", day: record?.day ?? "", receipt: record?.receipt ?? "", note: record?.note ?? "" },
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: handingSchema, error: messageOfIssue }),
  });
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      {Object.entries({ ruleId, publicNo, item }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <SelectField field={fields.outcome} label={t("outcome")} options={(["GIVEN", "UNCLAIMED"] as const).map((value) => ({ value, label: t(`outcomes.${value}`) }))} />
      <TextField field={fields.day} type="date" label={t("day")} required />
      <TextField field={fields.receipt} label={t("receipt")} description={t("receiptHelp")} />
      <TextAreaField field={fields.note} label={t("note")} rows={2} />
      <div><Button type="submit">{t("save")}</Button></div>
    </Form>
  );
}
