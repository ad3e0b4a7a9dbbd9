import { LocalisedField } from "#app/ui/forms/localised-field.tsx";
import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { saveCategory } from "#app/commands/edition/edition.server.ts";
import { categoryForm } from "#app/domain/edition/settings.ts";
import { inLocale } from "#app/domain/locale.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { editableCategories } from "#app/queries/edition/manage.server.ts";
import { NumberField, RefusalAlert, TextField } from "#app/ui/forms/fields.tsx";
import { Locked } from "#app/routes/area/manage/parts/locked.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { RemoveForm } from "#app/routes/area/manage/parts/remove-form.tsx";

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  categories: await editableCategories(edition.id),
  editable: phaseHas(edition.phase, "rulesEditable"),
}));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, categoryForm);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const { id, ...category } = parsed.value;
  await saveCategory(actor.id, edition.id, category, id);
  throw redirect(`/area/manage/${edition.code}/categories`);
});

type Category = ReturnType<typeof useLoaderData<typeof loader>>["categories"][number];

/** The categories of the edition, in order. */
export default function CategoriesPage() {
  const { code, categories, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.categories");
  const locale = useLocale();
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Locked when={!editable}>
        {categories.map((category) => (
          <details key={`${category.id}${category.position}`} className="panel">
            <summary>
              <span aria-hidden style={{ color: category.colour }}>
                ●
              </span>{" "}
              {inLocale(category.name, locale)} <span className="soft">{category.key}</span>
            </summary>
            <CategoryForm category={category} position={category.position} />
            <RemoveForm code={code} noun="categories" id={category.id} />
          </details>
        ))}
        {editable && (
          <section className="panel stack">
            <h2>{t("add")}</h2>
            <CategoryForm key={categories.length} position={categories.length + 1} />
          </section>
        )}
      </Locked>
    </div>
  );
}

function CategoryForm({ category, position }: { category?: Category; position: number }) {
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.categories");
  const tForm = useTranslations("form");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/edition/settings.ts")).categoryForm,
    answer,
    {
      id: `category-${category?.id ?? "new"}`,
      defaultValue: { colour: "#0066cc", ...category, position: String(position) },
    },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      {category && <input type="hidden" name="id" value={category.id} />}
      <LocalisedField field={fields.name} label={t("name")} />
      <LocalisedField field={fields.description} label={t("description")} rows={2} />
      <TextField field={fields.key} label={t("key")} description={t("keyHelp")} required />
      <NumberField field={fields.position} label={t("position")} />
      <TextField field={fields.colour} type="color" label={t("colour")} />
      <div>
        <Button type="submit">{tForm("save")}</Button>
      </div>
    </Form>
  );
}
