import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { pinConflict } from "#app/commands/jury/conflict.server.ts";
import { pinSchema, whyNotConflict } from "#app/domain/jury/conflict.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { conflictsBoard } from "#app/queries/jury/conflicts.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { useConflictKinds } from "#app/ui/conflict-kinds.ts";
import { Done, NumberField, RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("conflictsBoard.title");

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  editable: whyNotConflict(edition.phase) === null,
  sealed: edition.sealedConflicts,
  ...(await conflictsBoard(actor.id, edition)),
}));

/** Decides whether a juror is in conflict with a proposal. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, pinSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await pinConflict(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/conflicts?done=decided`);
});

/** Who is in conflict with which proposal, and what organisers decide about it. */
export default function ConflictsBoardPage() {
  const { editable, sealed, rows } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("conflictsBoard");
  const tKinds = useTranslations("conflicts");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      {(["decided", "own", "lifted"] as const).map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done}`)}
        </Done>
      ))}
      <Organisers />
      <section className="stack">
        <h2>{t("jurors")}</h2>
        <p>{t(sealed ? "jurorsSealed" : "jurorsText")}</p>
        {rows.length > 0 && (
          <div className="scroll" tabIndex={0} role="region" aria-label={t("jurors")}>
            <table>
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {t("number")}
                  </th>
                  <th scope="col">{t("juror")}</th>
                  <th scope="col">{t("conflict")}</th>
                  <th scope="col">{t("note")}</th>
                  <th scope="col">{t("source")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ no, juror, kind, note, decided }) => (
                  <tr key={`${no} ${juror}`}>
                    <td className="number">{no}</td>
                    <td>{juror}</td>
                    <td>{kind === "none" ? t("none") : tKinds(`kind.${kind}`)}</td>
                    <td>{note}</td>
                    <td>{t(decided ? "decided" : "declared")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {editable && <PinForm />}
      </section>
    </div>
  );
}

/** Organisers' own conflicts: what one reads no more, and who of the others does not. */
function Organisers() {
  const { code, own, organisers, editable } = useLoaderData<typeof loader>();
  const t = useTranslations("conflictsBoard");
  const tKinds = useTranslations("conflicts");
  return (
    <section className="stack">
      <h2>{t("organisers")}</h2>
      <p>{t("organisersText")}</p>
      {own.length > 0 && <p>{t("own", { numbers: own.map(({ no }) => no).join(", ") })}</p>}
      {organisers.length > 0 && (
        <ul className="entries">
          {organisers.map(({ no, userId, name, kind }) => (
            <li key={`${no} ${userId}`} className="row between">
              <span>
                {t("other", { name, no })} <span className="soft">{tKinds(`kind.${kind}`)}</span>
              </span>
              {editable && (
                <Act
                  action={`/area/manage/${code}/conflicts/lifting`}
                  values={{ userId, publicNo: no }}
                  variant="default"
                >
                  {t("lift")}
                </Act>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function PinForm() {
  const { jurors } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("conflictsBoard");
  const [blank, ...kinds] = useConflictKinds();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/conflict.ts")).pinSchema,
    answer,
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack narrow">
      <h3>{t("decide")}</h3>
      <p className="soft">{t("decideText")}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <SelectField
        field={fields.jurorId}
        label={t("juror")}
        required
        options={[blank!, ...jurors.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <NumberField field={fields.publicNo} label={t("number")} required />
      <SelectField
        field={fields.kind}
        label={t("conflict")}
        required
        options={[blank!, { value: "none", label: t("none") }, ...kinds]}
      />
      <TextField field={fields.note} label={t("reason")} required />
      <div>
        <Button type="submit">{t("save")}</Button>
      </div>
    </Form>
  );
}
