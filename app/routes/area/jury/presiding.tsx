import { phaseHas } from "#app/domain/phase.ts";
import "#app/ui/styles/judging.css";
import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { reopenSheets } from "#app/commands/scoring/score.server.ts";
import { reopeningSchema } from "#app/domain/scoring/sheet.ts";
import { actFor, chair, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { presidingPage } from "#app/queries/jury/presiding.server.ts";
import { Done, RefusalAlert, SelectField, TextAreaField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("presiding.title");

export const loader = pageFor(chair, async ({ actor, edition }) => ({
  code: edition.code,
  scoring: phaseHas(edition.phase, "scores"),
  ...(await presidingPage(actor.id, edition)),
}));

/** Opens a juror's sheets again. */
export const action = actFor(chair, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, reopeningSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await reopenSheets(actor.id, edition.id, parsed.value);
  throw redirect(`/area/jury/${edition.code}/presiding?done=reopened`);
});

/** For the jury's chair: who closed, opening sheets again, and why jurors recused. */
export default function PresidingPage() {
  const { code, scoring, jurors, recusals } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("presiding");
  return (
    <div className="stack">
      <p>
        <Link to={`/area/jury/${code}`}>{t("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <Done when={params.get("done") === "reopened"}>{t("reopenedDone")}</Done>
      <section className="stack">
        <h2>{t("jurors")}</h2>
        <ul className="entries">
          {jurors.map(({ id, name, closed, reopened }) => (
            <li key={id}>
              <div>{name}</div>
              <span className={`tag sheet-${closed ? "delivered" : "begun"}`}>
                {t(closed ? "closed" : reopened ? "reopened" : "open")}
              </span>
            </li>
          ))}
        </ul>
        {scoring && jurors.some(({ closed }) => closed) && <Reopening />}
      </section>
      <section className="stack">
        <h2>{t("recusals")}</h2>
        <p className="soft">{t("recusalsText")}</p>
        {recusals.length === 0 ? (
          <p>{t("noRecusals")}</p>
        ) : (
          <ul>
            {recusals.map(({ no, reason }, at) => (
              <li key={at}>{t("recusal", { no, reason })}</li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Reopening() {
  const { jurors } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("presiding");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/scoring/sheet.ts")).reopeningSchema,
    answer,
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack narrow">
      <h3>{t("reopen")}</h3>
      <p className="soft">{t("reopenText")}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <SelectField
        field={fields.jurorId}
        label={t("juror")}
        required
        options={[
          { value: "", label: "" },
          ...jurors
            .filter(({ closed }) => closed)
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextAreaField
        field={fields.reason}
        label={t("reason")}
        description={t("reasonHelp")}
        rows={2}
        required
      />
      <div>
        <Button type="submit">{t("reopenNow")}</Button>
      </div>
    </Form>
  );
}
