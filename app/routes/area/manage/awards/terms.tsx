import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { saveAwardTerms } from "#app/commands/awards/sponsor.server.ts";
import { prizeFates } from "#app/domain/awards/award.ts";
import { awardTermsSchema, whyNotEditAwards } from "#app/domain/awards/sponsor.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { awardTermsOf } from "#app/queries/awards/sponsors.server.ts";
import { NumberField, RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { LockedAwards } from "#app/routes/area/manage/parts/sponsor-forms.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("awards.termsTitle");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  editable: whyNotEditAwards(edition.phase) === null,
  terms: awardTermsOf(edition),
}));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, awardTermsSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveAwardTerms(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/awards?done=saved`);
});

/** What holds for all awards of the edition. */
export default function AwardTermsPage() {
  const { code, terms, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("awards");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/awards/sponsor.ts")).awardTermsSchema,
    answer,
    { id: "terms", defaultValue: { ...terms, maxPrizes: String(terms.maxPrizes) } },
  );
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/awards`}>{t("title")}</Link>
      </p>
      <h1>{t("termsTitle")}</h1>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <LockedAwards when={!editable}>
        <Form method="post" {...getFormProps(form)} className="stack">
          <NumberField
            field={fields.maxPrizes}
            label={t("maxPrizes")}
            description={t("maxPrizesHelp")}
          />
          <SelectField
            field={fields.leftovers}
            label={t("leftoversLabel")}
            options={prizeFates.map((fate) => ({ value: fate, label: t(`leftovers.${fate}`) }))}
          />
          <SelectField
            field={fields.unclaimed}
            label={t("unclaimedLabel")}
            description={t("unclaimedHelp")}
            options={prizeFates.map((fate) => ({ value: fate, label: t(`unclaimed.${fate}`) }))}
          />
          <TextField field={fields.budget} label={t("budget")} description={t("budgetHelp")} />
          <TextField
            field={fields.publicMoney}
            label={t("publicMoney")}
            description={t("publicMoneyHelp")}
          />
          <div>
            <Button type="submit">{t("save")}</Button>
          </div>
        </Form>
      </LockedAwards>
    </div>
  );
}
