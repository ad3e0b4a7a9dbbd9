import "#app/ui/styles/judging.css";
import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { releaseJuror } from "#app/commands/jury/juror-leaving.server.ts";
import { declineSchema } from "#app/domain/jury/jury.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { idOf } from "#app/http/params.server.ts";
import { leavingPage } from "#app/queries/jury/jury.server.ts";
import { RefusalAlert, TextAreaField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("jury.replace");

export const loader = pageFor(organiser, async ({ edition, params }) => ({
  code: edition.code,
  ...(await leavingPage(edition.id, idOf(params, "juror"))),
}));

/** Takes a juror off the jury in the middle of the work. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, declineSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await releaseJuror(actor.id, edition.id, idOf(params, "juror"), parsed.value.reason);
  throw redirect(`/area/manage/${edition.code}/jury?done=left`);
});

/** What replacing this juror means: what stays, what is free again, and what comes next. */
export default function JuryReplacementPage() {
  const { code, name, kept, freed } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("replacement");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/jury.ts")).declineSchema,
    answer,
  );
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/jury`}>{t("back")}</Link>
      </p>
      <h1>{t("title", { name })}</h1>
      <p>{t("text", { name, kept, freed })}</p>
      <p>{t("then")}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" {...getFormProps(form)} className="stack">
        <TextAreaField field={fields.reason} label={t("reason")} rows={2} required />
        <div>
          <Button type="submit" color="red">
            {t("act")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
