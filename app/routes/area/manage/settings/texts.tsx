import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { saveTexts } from "#app/commands/edition/edition.server.ts";
import { textsFormSchema } from "#app/domain/edition/settings.ts";
import { locales } from "#app/domain/locale.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { longLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { textsOf } from "#app/queries/edition/manage.server.ts";
import { Done, RefusalAlert, TextAreaField, TextField } from "#app/ui/forms/fields.tsx";
import { Locked } from "#app/routes/area/manage/parts/locked.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

export const loader = pageFor(organiser, async ({ edition }) => ({
  texts: textsOf(edition),
  editable: phaseHas(edition.phase, "rulesEditable"),
}));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, textsFormSchema, longLimit);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveTexts(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/texts?done=saved`);
});

/** Name, summary and rules in each language. */
export default function TextsPage() {
  const { texts, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const t = useTranslations("manage.texts");
  const tForm = useTranslations("form");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/edition/settings.ts")).textsFormSchema,
    answer,
    { defaultValue: texts },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack narrow">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "saved"}>{tForm("saved")}</Done>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Locked when={!editable}>
        {locales.map((locale) => {
          const of = fields[locale].getFieldset();
          return (
            <fieldset key={locale} className="panel stack">
              <legend>{t(`language.${locale}`)}</legend>
              <TextField field={of.name} label={t("name")} required />
              <TextAreaField field={of.summary} label={t("summary")} rows={3} />
              <TextAreaField
                field={of.rules}
                label={t("rules")}
                description={t("rulesHelp")}
                rows={10}
              />
            </fieldset>
          );
        })}
        <div>
          <Button type="submit">{tForm("save")}</Button>
        </div>
      </Locked>
    </Form>
  );
}
