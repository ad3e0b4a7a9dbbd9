import "#app/ui/styles/judging.css";
import { getFormProps } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { separateJurors } from "#app/commands/jury/juror-separation.server.ts";
import { separationSchema } from "#app/domain/jury/juror-separation.ts";
import { whyNotAppoint } from "#app/domain/jury/jury.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { separationsPage } from "#app/queries/jury/juror-separations.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done, RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("separations.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  editable: whyNotAppoint(edition.phase) === null,
  ...(await separationsPage(edition.id)),
}));

/** Adds two who must be apart. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, separationSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await separateJurors(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/jury/separations?done=added`);
});

/** Jurors who never judge the same proposal. */
export default function JurySeparationsPage() {
  const { code, editable, separations } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("separations");
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/jury`}>{useTranslations("jury")("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      {(["added", "removed"] as const).map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done}`)}
        </Done>
      ))}
      {separations.length === 0 && <p className="soft">{t("none")}</p>}
      {separations.length > 0 && (
        <ul className="entries">
          {separations.map(({ id, reason, ...two }) => (
            <li key={id}>
              <div>
                <strong>{t("two", two)}</strong>
                {reason && <p className="soft">{reason}</p>}
              </div>
              {editable && (
                <Act
                  action={`/area/manage/${code}/jury/separations/${id}/removal`}
                  size="compact-sm"
                  variant="outline"
                  color="red"
                  aria-label={t("removeTwo", two)}
                >
                  {t("remove")}
                </Act>
              )}
            </li>
          ))}
        </ul>
      )}
      {editable ? <Separate /> : <Alert color="gray">{t("closed")}</Alert>}
    </div>
  );
}

function Separate() {
  const { jurors, separations } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("separations");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/juror-separation.ts")).separationSchema,
    answer,
    {
      id: `separation-${separations.length}`,
      defaultValue: { jurorId: "", otherId: "", reason: "" },
    },
  );
  const options = [
    { value: "", label: t("choose") },
    ...jurors.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Form key={form.id} method="post" {...getFormProps(form)} className="panel stack">
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <SelectField field={fields.jurorId} label={t("one")} options={options} required />
      <SelectField field={fields.otherId} label={t("other")} options={options} required />
      <TextField field={fields.reason} label={t("reason")} />
      <div>
        <Button type="submit">{t("add")}</Button>
      </div>
    </Form>
  );
}
