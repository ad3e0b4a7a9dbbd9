import "#app/ui/styles/judging.css";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { declareConflicts } from "#app/commands/jury/juror-membership.server.ts";
import { conflictKinds, declarationSchema, typedConflicts } from "#app/domain/jury/jury.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { longLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { conflictsPage } from "#app/queries/jury/juror-desk.server.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("conflicts.title");

export const loader = pageFor(juror, async ({ actor, edition }) => ({
  code: edition.code,
  ...(await conflictsPage(actor.id, edition)),
}));

export const action = actFor(juror, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, declarationSchema, longLimit);
  if (!parsed.ok)
    return data(
      { errors: parsed.reply.error ?? {}, typed: typedConflicts(parsed.reply.initialValue) },
      400,
    );
  await declareConflicts(actor.id, edition.id, parsed.value);
  throw redirect(`/area/jury/${edition.code}?done=declared`);
});

/** The admitted proposals, to name their own conflicts on them. */
export default function ConflictsPage() {
  const { code, proposals, mayDeclare, screeningDone, declared } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("conflicts");
  const words = useInvalidWords();
  const errors: Record<string, string[] | null> = answer && "errors" in answer ? answer.errors : {};
  const typed = answer && "typed" in answer ? answer.typed : null;
  const errorAt = (name: string) => errors[name]?.[0] && words(errors[name][0]);
  return (
    <div className="stack">
      <p>
        <Link to={`/area/jury/${code}`}>{t("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      {!screeningDone && (
        <p className="panel" role="status">
          {t("stillScreening")}
        </p>
      )}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" autoComplete="off" className="stack">
        <fieldset disabled={!mayDeclare} className="plain stack">
          <ul className="entries conflicts">
            {proposals.map(({ no, title, summary, locale, kind, note }) => (
              <li key={no}>
                <div lang={locale}>
                  <strong>
                    {no}. {title}
                  </strong>
                  <p>{summary}</p>
                </div>
                <div className="stack">
                  <label>
                    <span className="hidden-visually">{t("kindOf", { no })}</span>
                    <select
                      name={`kind.${no}`}
                      defaultValue={typed ? (typed.kind[no] ?? "") : kind}
                    >
                      <option value="">{t("none")}</option>
                      {conflictKinds.map((each) => (
                        <option key={each} value={each}>
                          {t(`kind.${each}`)}
                        </option>
                      ))}
                    </select>
                  </label>
                  <label className="note">
                    <span>{t("note")}</span>
                    <input
                      type="text"
                      name={`note.${no}`}
                      defaultValue={typed ? (typed.note[no] ?? "") : note}
                      maxLength={1000}
                      aria-invalid={Boolean(errorAt(`note.${no}`)) || undefined}
                      aria-describedby={errorAt(`note.${no}`) ? `note-${no}` : undefined}
                    />
                  </label>
                  {errorAt(`note.${no}`) && (
                    <p id={`note-${no}`} className="bad" role="alert">
                      {no}: {errorAt(`note.${no}`)}
                    </p>
                  )}
                </div>
              </li>
            ))}
          </ul>
          {proposals.length === 0 && <p>{t("nothing")}</p>}
          <label>
            <input
              type="checkbox"
              name="lookedAtAll"
              defaultChecked={declared}
              aria-describedby={errorAt("lookedAtAll") ? "looked" : undefined}
            />{" "}
            {t("lookedAtAll")}
          </label>
          {errorAt("lookedAtAll") && (
            <p id="looked" className="bad" role="alert">
              {t("mustLook")}
            </p>
          )}
          <div>
            <Button type="submit" disabled={!screeningDone || !mayDeclare}>
              {t("declare")}
            </Button>
          </div>
        </fieldset>
      </Form>
    </div>
  );
}
