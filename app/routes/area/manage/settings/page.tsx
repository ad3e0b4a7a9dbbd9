import { getFormProps } from "@conform-to/react";
import { Button, Checkbox, Radio } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { saveSettings } from "#app/commands/edition/edition.server.ts";
import { settingsSchema } from "#app/domain/edition/settings.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { voteTies } from "#app/domain/vote/employees-vote.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { settingsOf } from "#app/queries/edition/manage.server.ts";
import { DecimalField } from "#app/routes/area/manage/settings/parts/decimal-field.tsx";
import {
  CheckField,
  Done,
  NumberField,
  RefusalAlert,
  SelectField,
  TextField,
} from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { Locked } from "#app/routes/area/manage/parts/locked.tsx";
import { useDuration } from "#app/ui/time/use-duration.ts";

export const loader = pageFor(organiser, async ({ edition }) => ({
  settings: settingsOf(edition),
  editable: phaseHas(edition.phase, "rulesEditable"),
}));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, settingsSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveSettings(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/settings?done=saved`);
});

const numbers = {
  times: ["graceMinutes", "objectionMinutes", "answerMinutes", "contestMinutes"],
  passes: [
    "maxTeam",
    "passesPerPerson",
    "furtherBrowsers",
    "custodianCount",
    "quorum",
    "reserveDepth",
  ],
  rules: [
    "minCategories",
    "maxCategories",
    "jurorsPerProposal",
    "minInternal",
    "minExternal",
    "minimumScore",
    "shortlistScore",
    "shortlistSize",
    "secondRoundJurors",
    "publishedDepth",
    "retentionDays",
  ],
  composition: ["juryInternalShare", "juryExternalShare"],
  juryDates: [
    "jurorAnswerDays",
    "remindAnswerBefore",
    "remindAnswerAfter",
    "scoringDays",
    "remindScoringBefore",
    "remindScoringAfter",
  ],
} as const;

/** Reminders before answering and before scoring are explained alike. */
const helped = {
  jurorAnswerDays: "jurorAnswerDays",
  remindAnswerBefore: "remindAnswerBefore",
  remindAnswerAfter: "remindAnswerAfter",
  scoringDays: "scoringDays",
  remindScoringBefore: "remindAnswerBefore",
  remindScoringAfter: "remindScoringAfter",
} as const;

const explained = { shortlistScore: true, shortlistSize: true, secondRoundJurors: true } as const;

const ladder = ["heaviest", "next", "median", "vote"] as const;

/** Dates, durations, keys and rules of the edition. */
export default function SettingsPage() {
  const { settings, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const t = useTranslations("manage.settings");
  const tForm = useTranslations("form");
  const tMethod = useTranslations("method");
  const duration = useDuration();
  const inWords = (minutes: unknown) =>
    typeof minutes === "string" && /^\d+$/.test(minutes)
      ? t("inWords", { duration: duration(Number(minutes)) })
      : "";
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/edition/settings.ts")).settingsSchema,
    answer,
    { defaultValue: settings },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack narrow">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "saved"}>{tForm("saved")}</Done>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Locked when={!editable}>
        <fieldset className="panel stack">
          <legend>{t("dates")}</legend>
          <TextField field={fields.timeZone} label={t("timeZone")} required />
          <TextField field={fields.opensAt} type="datetime-local" label={t("opensAt")} />
          <TextField field={fields.closesAt} type="datetime-local" label={t("closesAt")} />
          {numbers.times.map((name) => (
            <NumberField
              key={name}
              field={fields[name]}
              label={t(name)}
              description={`${inWords(fields[name].value)} ${t(`help.${name}`)}`}
            />
          ))}
          <NumberField
            field={fields.activationFloor}
            label={t("activationFloor")}
            description={t("help.activationFloor")}
          />
        </fieldset>
        <fieldset className="panel stack">
          <legend>{t("seal")}</legend>
          {numbers.passes.map((name) => (
            <NumberField
              key={name}
              field={fields[name]}
              label={t(name)}
              description={t(`help.${name}`)}
            />
          ))}
        </fieldset>
        <fieldset className="panel stack">
          <legend>{t("judging")}</legend>
          {numbers.rules.map((name) => {
            const Field =
              name === "minimumScore" || name === "shortlistScore" ? DecimalField : NumberField;
            return (
              <Field
                key={name}
                field={fields[name]}
                label={t(name)}
                description={
                  name in explained ? t(`help.${name as keyof typeof explained}`) : undefined
                }
              />
            );
          })}
          <CheckField
            field={fields.sealedConflicts}
            label={t("sealedConflicts")}
            description={t("help.sealedConflicts")}
          />
          <CheckField
            field={fields.asksPreferences}
            label={t("asksPreferences")}
            description={t("help.asksPreferences")}
          />
          <CheckField
            field={fields.asksAuthor}
            label={t("asksAuthor")}
            description={t("help.asksAuthor")}
          />
        </fieldset>
        <fieldset className="panel stack">
          <legend>{t("vote")}</legend>
          <CheckField
            field={fields.employeesVote}
            label={t("employeesVote")}
            description={t("help.employeesVote")}
          />
          <TextField
            field={fields.voteStartsAt}
            type="datetime-local"
            label={t("voteStartsAt")}
            description={t("help.voteStartsAt")}
          />
          <TextField
            field={fields.voteEndsAt}
            type="datetime-local"
            label={t("voteEndsAt")}
            description={t("help.voteEndsAt")}
          />
          <SelectField
            field={fields.voteTie}
            label={t("voteTie")}
            description={t("help.voteTie")}
            options={voteTies.map((tie) => ({ value: tie, label: t(`voteTies.${tie}`) }))}
          />
        </fieldset>
        <fieldset className="panel stack">
          <legend>{t("juryComposition")}</legend>
          <CheckField field={fields.juryAfterClosing} label={t("juryAfterClosing")} />
          <CheckField
            field={fields.jurySecretary}
            label={t("jurySecretary")}
            description={t("help.jurySecretary")}
          />
          <CheckField field={fields.juryOdd} label={t("juryOdd")} />
          <CheckField
            field={fields.secretVotes}
            label={t("secretVotes")}
            description={t("help.secretVotes")}
          />
          <CheckField
            field={fields.publishesMinutes}
            label={t("publishesMinutes")}
            description={t("help.publishesMinutes")}
          />
          {numbers.composition.map((name) => (
            <NumberField key={name} field={fields[name]} label={t(name)} />
          ))}
        </fieldset>
        <fieldset className="panel stack">
          <legend>{t("juryDates")}</legend>
          {numbers.juryDates.map((name) => (
            <NumberField
              key={name}
              field={fields[name]}
              label={t(name)}
              description={t(`help.${helped[name]}`)}
            />
          ))}
        </fieldset>
        <fieldset className="panel">
          <legend>{tMethod("title")}</legend>
          <p className="soft">{t("methodText")}</p>
          {rankingMethods.map((method) => (
            <Radio
              key={method}
              mt="xs"
              name="rankingMethod"
              value={method}
              defaultChecked={settings.rankingMethod === method}
              label={tMethod(`name.${method}`)}
              description={`${tMethod(`does.${method}`)} ${tMethod(`least.${method}`)}`}
            />
          ))}
        </fieldset>
        <fieldset className="panel">
          <legend>{t("ladder")}</legend>
          <p className="soft">{t("ladderText")}</p>
          {ladder.map((rung) => (
            <Checkbox
              key={rung}
              mt="xs"
              name="tieLadder"
              value={rung}
              defaultChecked={settings.tieLadder.includes(rung)}
              label={t(`rung.${rung}`)}
            />
          ))}
          <Checkbox mt="xs" checked readOnly disabled label={t("rung.shared")} />
        </fieldset>
        <div>
          <Button type="submit">{tForm("save")}</Button>
        </div>
      </Locked>
    </Form>
  );
}
