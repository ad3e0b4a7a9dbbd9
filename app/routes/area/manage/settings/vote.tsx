import { getFormProps } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { moveVote } from "#app/commands/vote/employees-vote.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { voteDatesForm } from "#app/domain/vote/dates.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { votePage } from "#app/queries/vote/employees-vote.server.ts";
import { Done, RefusalAlert, TextAreaField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { dateTime } from "#app/i18n/when.ts";

/** When the employees vote, and nothing of how they do. */
export const loader = pageFor(organiser, async ({ edition }) => votePage(edition));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, voteDatesForm(edition.timeZone));
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const refused = await keepInput(parsed.value, () => moveVote(actor.id, edition, parsed.value));
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/vote?done=moved`);
});

export default function VotePage() {
  const { phase, timeZone, state, startsAt, endsAt } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const t = useTranslations("employeesVote.manage");
  const locale = useLocale();
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "moved"}>{t("moved")}</Done>
      <p>{t("text")}</p>
      <p>
        <strong>
          {t(`state.${state}`, {
            from: dateTime(startsAt, locale, timeZone),
            until: dateTime(endsAt, locale, timeZone),
          })}
        </strong>
      </p>
      {state === "early" && <p className="soft">{t("early")}</p>}
      {phaseHas(phase, "rulesEditable") ? (
        <Alert color="gray">{t("preparation")}</Alert>
      ) : (
        state !== "over" && <Move key={endsAt} />
      )}
    </div>
  );
}

function Move() {
  const { timeZone, state, startsAt, endsAt } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("employeesVote.manage");
  const tSettings = useTranslations("manage.settings");
  const local = (at: string) => localTimeOf(new Date(at), timeZone);
  const known = {
    voteStartsAt: state === "early" ? local(startsAt) : undefined,
    voteEndsAt: local(endsAt),
  };
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/vote/dates.ts")).voteDatesForm(timeZone),
    answer,
    { defaultValue: answer && "typed" in answer ? answer.typed : known },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack">
      <h2>{t("move")}</h2>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {state === "early" && (
        <TextField
          field={fields.voteStartsAt}
          type="datetime-local"
          label={tSettings("voteStartsAt")}
        />
      )}
      <TextField field={fields.voteEndsAt} type="datetime-local" label={tSettings("voteEndsAt")} />
      <TextAreaField
        field={fields.reason}
        label={t("reason")}
        description={t("reasonHelp")}
        required
        rows={3}
      />
      <div>
        <Button type="submit">{t("act")}</Button>
      </div>
    </Form>
  );
}
