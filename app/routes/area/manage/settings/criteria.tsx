import { LocalisedField } from "#app/ui/forms/localised-field.tsx";
import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { saveCriterion } from "#app/commands/edition/edition.server.ts";
import { anchorText } from "#app/domain/edition/anchors.ts";
import { criterionForm } from "#app/domain/edition/settings.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import { inLocale } from "#app/domain/locale.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { editableCriteria } from "#app/queries/edition/manage.server.ts";
import { NumberField, RefusalAlert, TextField } from "#app/ui/forms/fields.tsx";
import { Locked } from "#app/routes/area/manage/parts/locked.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { RemoveForm } from "#app/routes/area/manage/parts/remove-form.tsx";

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  criteria: await editableCriteria(edition.id),
  editable: phaseHas(edition.phase, "rulesEditable"),
}));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, criterionForm);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const { id, ...criterion } = parsed.value;
  await saveCriterion(actor.id, edition.id, criterion, id);
  throw redirect(`/area/manage/${edition.code}/criteria`);
});

type Criterion = ReturnType<typeof useLoaderData<typeof loader>>["criteria"][number];

/** The criteria of the edition: weights add up to 100. */
export default function CriteriaPage() {
  const { code, criteria, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.criteria");
  const locale = useLocale();
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <p>{t("sum", { sum: criteria.reduce((sum, { weight }) => sum + weight, 0) })}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Locked when={!editable}>
        {criteria.map((criterion) => (
          <details key={`${criterion.id}${criterion.position}`} className="panel">
            <summary>
              <strong>{criterion.weight} %</strong> {inLocale(criterion.name, locale)}{" "}
              <span className="soft">{criterion.key}</span>
            </summary>
            <CriterionForm criterion={criterion} position={criterion.position} />
            <RemoveForm code={code} noun="criteria" id={criterion.id} />
          </details>
        ))}
        {editable && (
          <section className="panel stack">
            <h2>{t("add")}</h2>
            <CriterionForm key={criteria.length} position={criteria.length + 1} />
          </section>
        )}
      </Locked>
    </div>
  );
}

function CriterionForm({ criterion, position }: { criterion?: Criterion; position: number }) {
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.criteria");
  const tForm = useTranslations("form");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/edition/settings.ts")).criterionForm,
    answer,
    {
      id: `criterion-${criterion?.id ?? "new"}`,
      defaultValue: {
        ...criterion,
        position: String(position),
        weight: criterion && String(criterion.weight),
        maxScore: String(criterion?.maxScore ?? 5),
        anchors: criterion && eachLocale((locale) => anchorText(criterion.anchors, locale)),
      },
    },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      {criterion && <input type="hidden" name="id" value={criterion.id} />}
      <LocalisedField field={fields.name} label={t("name")} />
      <LocalisedField field={fields.description} label={t("description")} rows={2} />
      <TextField field={fields.key} label={t("key")} description={t("keyHelp")} required />
      <NumberField field={fields.position} label={t("position")} />
      <NumberField field={fields.weight} label={t("weight")} />
      <NumberField field={fields.maxScore} label={t("maxScore")} />
      <LocalisedField
        field={fields.anchors}
        label={t("anchors")}
        description={t("anchorsHelp")}
        rows={4}
      />
      <div>
        <Button type="submit">{tForm("save")}</Button>
      </div>
    </Form>
  );
}
