import { getFormProps } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { proposeAmendment } from "#app/commands/edition/amendment.server.ts";
import { amendmentForm, takesAmendments } from "#app/domain/edition/amendment.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { amendmentsOf } from "#app/queries/opening/statements.server.ts";
import { parseStatement } from "#app/sealing/statement.ts";
import { Done, RefusalAlert, TextAreaField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { dateTime } from "#app/i18n/when.ts";
import { StatementWords } from "#app/ui/statement-words.tsx";

export const loader = pageFor(organiser, async ({ edition }) => ({
  phase: edition.phase,
  timeZone: edition.timeZone,
  quorum: edition.quorum,
  opensAt: edition.opensAt?.toISOString() ?? null,
  closesAt: edition.closesAt?.toISOString() ?? null,
  amendments: (await amendmentsOf(edition.id)).map(({ json, ...amendment }) => ({
    ...amendment,
    statement: parseStatement(json),
  })),
}));

/** Proposes other dates; custodians sign them. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, amendmentForm(edition.timeZone));
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const refused = await keepInput(parsed.value, () =>
    proposeAmendment(actor.id, edition, parsed.value),
  );
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/amendments?done=proposed`);
});

/** Other dates after the announcement: what was proposed, who signed, and a new proposal. */
export default function AmendmentsPage() {
  const { phase, timeZone, quorum, amendments } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const t = useTranslations("manage.amendments");
  const tState = useTranslations("custody.statements");
  const open = takesAmendments(phase);
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <p>{t("text", { quorum })}</p>
      <Done when={search.get("done") === "proposed"}>{t("proposed")}</Done>
      {amendments.length > 0 && (
        <section>
          <h2>{t("sofar")}</h2>
          <ul className="plain-list">
            {amendments.map(({ id, statement, appliedAt, signatures, hash }) => (
              <li key={id}>
                <StatementWords statement={statement} timeZone={timeZone} />
                <p className="soft">
                  {appliedAt
                    ? tState("inForce")
                    : open
                      ? tState("signatures", { signed: signatures.length, quorum })
                      : tState("lapsed")}{" "}
                  · <span className="mono hash">{hash}</span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {open ? (
        <Propose key={amendments.length} />
      ) : (
        <Alert color="gray">{t(phaseHas(phase, "rulesEditable") ? "inPreparation" : "over")}</Alert>
      )}
    </div>
  );
}

function Propose() {
  const { phase, timeZone, opensAt, closesAt } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.amendments");
  const locale = useLocale();
  const now = (at: string | null) =>
    at ? t("now", { at: dateTime(at, locale, timeZone) }) : undefined;
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/edition/amendment.ts")).amendmentForm(timeZone),
    answer,
    { defaultValue: answer && "typed" in answer ? answer.typed : undefined },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack">
      <h2>{t("new")}</h2>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {phaseHas(phase, "awaitsOpening") && (
        <TextField
          field={fields.opensAt}
          type="datetime-local"
          label={t("opensAt")}
          description={now(opensAt)}
        />
      )}
      <TextField
        field={fields.closesAt}
        type="datetime-local"
        label={t("closesAt")}
        description={now(closesAt)}
      />
      <TextAreaField
        field={fields.reason}
        label={t("reason")}
        description={t("reasonHelp")}
        required
        rows={3}
      />
      <div>
        <Button type="submit">{t("propose")}</Button>
      </div>
    </Form>
  );
}
