import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { recuse } from "#app/commands/score.server.ts";
import { recusalSchema } from "#app/domain/jury.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { ownSheetPage } from "#app/queries/own-sheet.server.ts";
import { RefusalAlert, TextAreaField } from "#app/ui/fields.tsx";
import { messageOfIssue } from "#app/ui/form-messages.ts";
import { titled } from "#app/ui/title.ts";

export const meta = titled("sheet.recuse");

export const loader = pageFor(juror, async ({ actor, edition, params }) => {
  const { no, content } = await ownSheetPage(actor.id, edition, publicNoOf(params));
  return { code: edition.code, no, title: content.title };
});

export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, recusalSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await recuse(actor.id, edition.id, publicNoOf(params), parsed.value.reason);
  throw redirect(`/area/jury/${edition.code}?done=recused`);
});

/** Steps back from one proposal, with a reason. */
export default function RecusalPage() {
  const { code, no, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("sheet");
  const [form, fields] = useForm({
    lastResult: answer && "result" in answer ? answer.result : undefined,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema: recusalSchema, error: messageOfIssue }),
  });
  return (
    <div className="stack narrow">
      <p><Link to={`/area/jury/${code}/${no}`}>{t("backToSheet")}</Link></p>
      <h1>{t("recuse")}</h1>
      <p>{t("recuseText", { no, title })}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" {...getFormProps(form)} className="stack">
        <TextAreaField field={fields.reason} label={t("recuseReason")} rows={3} required />
        <div><Button type="submit" color="red">{t("recuseNow")}</Button></div>
      </Form>
    </div>
  );
}
