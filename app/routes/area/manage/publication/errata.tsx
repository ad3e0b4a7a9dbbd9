import { LocalisedField } from "#app/ui/forms/localised-field.tsx";
import { getFieldsetProps, getFormProps } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { addErratum } from "#app/commands/publication/erratum.server.ts";
import { correctablePages, erratumForm } from "#app/domain/publication/erratum.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { errataOf } from "#app/queries/publication/errata.server.ts";
import { Errata, usePageName } from "#app/ui/published/errata.tsx";
import { Done, RefusalAlert, SelectField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

export const loader = pageFor(organiser, async ({ actor, edition }) => {
  const { published, at } = await publicationPreview(edition.id);
  return {
    locale: actor.locale,
    timeZone: edition.timeZone,
    pages: published && at ? correctablePages(published) : [],
    errata: await errataOf(edition.id),
  };
});

/** Corrects what was published, beside it. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, erratumForm);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const refused = await keepInput(parsed.value, () =>
    addErratum(actor.id, edition.id, parsed.value),
  );
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/publication/errata?done=added`);
});

/** Corrections of what was published: those there are, and a new one. */
export default function ErrataPage() {
  const { locale, timeZone, pages, errata } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const t = useTranslations("errata");
  return (
    <div className="stack narrow">
      <h1>{t("heading")}</h1>
      <p>{t("intro")}</p>
      <Done when={search.get("done") === "added"}>{t("added")}</Done>
      <Errata errata={errata} locale={locale} timeZone={timeZone} named />
      {pages.length === 0 ? (
        <Alert color="gray">{t("nothingYet")}</Alert>
      ) : (
        <NewErratum key={errata.length} />
      )}
    </div>
  );
}

function NewErratum() {
  const { pages } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("errata");
  const nameOf = usePageName();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/publication/erratum.ts")).erratumForm,
    answer,
    { defaultValue: answer && "typed" in answer ? answer.typed : undefined },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack">
      <h2>{t("new")}</h2>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <SelectField
        field={fields.page}
        label={t("page")}
        options={pages.map((page) => ({ value: page, label: nameOf(page) }))}
      />
      <fieldset {...getFieldsetProps(fields.text)} className="stack plain-fieldset">
        <legend>{t("text")}</legend>
        <LocalisedField field={fields.text} label={t("text")} required="all" rows={3} />
      </fieldset>
      <fieldset {...getFieldsetProps(fields.reason)} className="stack plain-fieldset">
        <legend>{t("reason")}</legend>
        <LocalisedField field={fields.reason} label={t("reason")} required="all" rows={2} />
      </fieldset>
      <p className="soft">{t("forGood")}</p>
      <div>
        <Button type="submit">{t("add")}</Button>
      </div>
    </Form>
  );
}
