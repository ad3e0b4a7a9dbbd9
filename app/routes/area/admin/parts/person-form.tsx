import { ownName } from "#app/i18n/language-name.ts";
import { locales } from "#app/domain/locale.ts";
import { type SubmissionResult } from "@conform-to/react";
import { Button } from "@mantine/core";
import { Form, useNavigation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { type Outsider } from "#app/domain/people/account.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

type Answer = { result?: SubmissionResult<string[]>; refusal?: Refusal };

/** Who a person from outside is. */
export function PersonForm({
  answer,
  person,
  submit,
}: {
  answer: Answer | undefined;
  person?: Outsider;
  submit: string;
}) {
  const t = useTranslations("admin.column");
  const language = useTranslations("people")("language");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/people/account.ts")).outsiderSchema,
    answer,
    { defaultValue: person },
  );
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="narrow stack">
      <RefusalAlert refusal={answer?.refusal} />
      <TextField field={fields.name} label={t("name")} autoComplete="off" required />
      <TextField field={fields.surname} label={t("surname")} autoComplete="off" required />
      <TextField field={fields.email} label={t("email")} type="email" autoComplete="off" required />
      <SelectField
        field={fields.locale}
        label={language}
        options={locales.map((value) => ({ value, label: ownName(value) }))}
      />
      <div>
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
