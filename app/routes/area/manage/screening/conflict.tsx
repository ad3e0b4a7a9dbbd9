import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { declareOwnConflict } from "#app/commands/jury/conflict.server.ts";
import { ownConflictSchema } from "#app/domain/jury/conflict.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { screeningPage } from "#app/queries/screening/screening.server.ts";
import { useConflictKinds } from "#app/ui/conflict-kinds.ts";
import { RefusalAlert, SelectField, TextAreaField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("conflictsBoard.ownTitle");

export const loader = pageFor(organiser, async ({ actor, edition, params }) => {
  const { no, content } = await screeningPage(actor.id, edition, publicNoOf(params));
  return { code: edition.code, no, title: content.title };
});

export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, ownConflictSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await declareOwnConflict(actor.id, edition.id, publicNoOf(params), parsed.value);
  throw redirect(`/area/manage/${edition.code}/conflicts?done=own`);
});

/** An organiser takes a proposal out of their own sight. */
export default function ScreeningConflictPage() {
  const { code, no, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("conflictsBoard");
  const kinds = useConflictKinds();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/conflict.ts")).ownConflictSchema,
    answer,
  );
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/screening/${no}`}>{t("backToProposal")}</Link>
      </p>
      <h1>{t("ownTitle")}</h1>
      <p>{t("ownText", { no, title })}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" {...getFormProps(form)} className="stack">
        <SelectField field={fields.kind} label={t("conflict")} required options={kinds} />
        <TextAreaField field={fields.note} label={t("note")} rows={3} />
        <div>
          <Button type="submit" color="red">
            {t("ownNow")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
