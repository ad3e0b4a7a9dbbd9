import { getFormProps } from "@conform-to/react";
import { Button, Checkbox, Radio } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { saveSettings } from "#app/commands/edition/edition.server.ts";
import { settingPanels } from "#app/domain/edition/setting-table.ts";
import { settingsSchema } from "#app/domain/edition/settings.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { settingsOf } from "#app/queries/edition/manage.server.ts";
import { SettingField } from "#app/routes/area/manage/settings/parts/setting-field.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { Locked } from "#app/routes/area/manage/parts/locked.tsx";

export const loader = pageFor(organiser, async ({ edition }) => ({
  panels: settingPanels(),
  settings: settingsOf(edition),
  editable: phaseHas(edition.phase, "rulesEditable"),
}));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, settingsSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveSettings(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/settings?done=saved`);
});

const ladder = ["heaviest", "next", "median", "vote"] as const;

/** Dates, durations, keys and rules of the edition. */
export default function SettingsPage() {
  const { panels, settings, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const t = useTranslations("manage.settings");
  const tForm = useTranslations("form");
  const tMethod = useTranslations("method");
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
        {panels.map(({ panel, settings: ofPanel }) => (
          <fieldset key={panel} className="panel stack">
            <legend>{t(panel)}</legend>
            {ofPanel.map(({ name, ...drawn }) => (
              <SettingField key={name} name={name} {...drawn} field={fields[name]} />
            ))}
          </fieldset>
        ))}
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
