import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { declineMembership } from "#app/commands/jury/juror-membership.server.ts";
import { declineSchema } from "#app/domain/jury/jury.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { jurorOf } from "#app/queries/jury/juror-desk.server.ts";
import { RefusalAlert, TextAreaField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("juror.decline");

export const loader = pageFor(juror, async ({ actor, edition }) => {
  await jurorOf(actor.id, edition.id);
  return { code: edition.code };
});

export const action = actFor(juror, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, declineSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await declineMembership(actor.id, edition.id, parsed.value.reason);
  throw redirect("/area/desk"); // the jury's pages are no longer there for whoever declined
});

/** Says no to judging. */
export default function DeclinationPage() {
  const { code } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("juror");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/jury.ts")).declineSchema,
    answer,
  );
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/jury/${code}`}>{t("back")}</Link>
      </p>
      <h1>{t("decline")}</h1>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" {...getFormProps(form)} className="stack">
        <TextAreaField field={fields.reason} label={t("declineReason")} rows={3} required />
        <div>
          <Button type="submit" color="red">
            {t("declineNow")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
