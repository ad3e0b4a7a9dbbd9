import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import { stepBackSchema } from "#app/domain/jury/conflict.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { ownSheetPage } from "#app/queries/scoring/own-sheet.server.ts";
import { useConflictKinds } from "#app/ui/conflict-kinds.ts";
import { RefusalAlert, SelectField, TextAreaField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("sheet.recuse");

export const loader = pageFor(juror, async ({ actor, edition, params }) => {
  const { no, content } = await ownSheetPage(actor.id, edition, publicNoOf(params));
  return { code: edition.code, no, title: content.title };
});

export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, stepBackSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await recuse(actor.id, edition.id, publicNoOf(params), parsed.value);
  throw redirect(`/area/jury/${edition.code}?done=recused`);
});

/** Steps back from one proposal: for a conflict, or for a reason that only the chair reads. */
export default function RecusalPage() {
  const { code, no, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("sheet");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/conflict.ts")).stepBackSchema,
    answer,
  );
  const kinds = [...useConflictKinds(), { value: "none", label: t("recuseOther") }];
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/jury/${code}/${no}`}>{t("backToSheet")}</Link>
      </p>
      <h1>{t("recuse")}</h1>
      <p>{t("recuseText", { no, title })}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" {...getFormProps(form)} className="stack">
        <SelectField field={fields.kind} label={t("recuseWhy")} required options={kinds} />
        <TextAreaField
          field={fields.note}
          label={t("recuseReason")}
          description={t("recuseReasonHelp")}
          rows={3}
        />
        <div>
          <Button type="submit" color="red">
            {t("recuseNow")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
