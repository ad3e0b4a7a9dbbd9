import { getFormProps } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { askForm } from "#app/domain/jury/conflicts-form.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { askPage } from "#app/queries/jury/sealed-conflicts.server.ts";
import { RefusalAlert, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";
import { dateTime } from "#app/i18n/when.ts";

export const meta = titled("sealedConflicts.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  phase: edition.phase,
  timeZone: edition.timeZone,
  ...(await askPage(edition.id)),
}));

/** Asks the proposers, all alike. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, askForm(edition.timeZone));
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const refused = await keepInput(parsed.value, () =>
    askForConflicts(actor.id, edition, parsed.value.until),
  );
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/jury/conflicts`);
});

/** Conflicts behind the seal: when proposers may name theirs. Nobody sees who did. */
export default function JuryConflictsPage() {
  const { code, phase, timeZone, sealedConflicts, until, jurors, wanted } =
    useLoaderData<typeof loader>();
  const t = useTranslations("sealedConflicts");
  const locale = useLocale();
  const mayAsk = sealedConflicts && until === null && phaseHas(phase, "screens");
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      {!sealedConflicts && <Alert color="gray">{t("off")}</Alert>}
      {until && (
        <Alert color="blue" role="status">
          {t("until", { date: dateTime(until, locale, timeZone) })}
        </Alert>
      )}
      {sealedConflicts && until === null && <p>{t("jury", { jurors, wanted })}</p>}
      {sealedConflicts && until === null && !phaseHas(phase, "screens") && (
        <Alert color="gray">{t("notNow")}</Alert>
      )}
      {mayAsk && <Ask />}
      <p>
        <Link to={`/area/manage/${code}/jury`}>{t("back")}</Link>
      </p>
    </div>
  );
}

function Ask() {
  const { timeZone, jurors, wanted } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("sealedConflicts");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/conflicts-form.ts")).askForm(timeZone),
    answer,
    { defaultValue: answer && "typed" in answer ? answer.typed : undefined },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack">
      <TextField
        field={fields.until}
        type="datetime-local"
        label={t("date")}
        description={t("dateHelp")}
        required
      />
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <div>
        <Button type="submit" disabled={jurors < wanted}>
          {t("ask")}
        </Button>
      </div>
    </Form>
  );
}
