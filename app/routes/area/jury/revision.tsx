import "#app/ui/styles/judging.css";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { reviseSheet } from "#app/commands/scoring/score.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { revisionSchema, typedSheet } from "#app/domain/scoring/sheet.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";
import { ownSheetPage } from "#app/queries/scoring/own-sheet.server.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { Comment, CriterionField } from "#app/routes/area/jury/parts/rubric.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("sheet.revise");

export const loader = pageFor(juror, async ({ actor, edition, params }) => {
  const { mode, no, content, sheet, criteria } = await ownSheetPage(
    actor.id,
    edition,
    publicNoOf(params),
  );
  if (mode !== "revise") throw refuse("not-found");
  return { code: edition.code, no, title: content.title, sheet, criteria };
});

export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const no = publicNoOf(params);
  const parsed = await parseForm(request, revisionSchema(await criteriaOf(edition.id)));
  if (!parsed.ok)
    return data(
      { errors: parsed.reply.error ?? {}, typed: typedSheet(parsed.reply.initialValue) },
      400,
    );
  const refused = await keepInput(typedSheet(parsed.value), () =>
    reviseSheet(actor.id, edition.id, no, parsed.value),
  );
  if (refused) return refused;
  throw redirect(`/area/jury/${edition.code}/${no}?done=revised`);
});

/** Changes their own delivered sheet in deliberation, saying why. */
export default function RevisionPage() {
  const { code, no, title, sheet, criteria } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("sheet");
  const words = useInvalidWords();
  const errors: Record<string, string[] | null> = answer && "errors" in answer ? answer.errors : {};
  const shown = { ...sheet, reason: "", ...(answer && "typed" in answer ? answer.typed : {}) };
  const errorAt = (name: string) => (errors[name]?.[0] ? words(errors[name][0]) : undefined);
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/jury/${code}/${no}`}>{t("backToSheet")}</Link>
      </p>
      <h1>{t("revise")}</h1>
      <p>
        {no}. {title}
      </p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" autoComplete="off" className="stack">
        <input type="hidden" name="version" value={sheet.version} />
        {criteria.map((criterion) => (
          <CriterionField
            key={criterion.key}
            criterion={criterion}
            score={shown.scores?.[criterion.key]}
            error={errorAt(`scores.${criterion.key}`)}
          />
        ))}
        <Comment
          name="commentProposer"
          value={shown.commentProposer ?? ""}
          error={errorAt("commentProposer")}
        />
        <Comment
          name="commentJury"
          value={shown.commentJury ?? ""}
          error={errorAt("commentJury")}
        />
        <Comment name="reason" value={shown.reason ?? ""} error={errorAt("reason")} required />
        <div>
          <Button type="submit">{t("reviseNow")}</Button>
        </div>
      </Form>
    </div>
  );
}
