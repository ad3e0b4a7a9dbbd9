import "#app/ui/styles/judging.css";
import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { inviteJuror } from "#app/commands/jury/jury.server.ts";
import { invitationSchema } from "#app/domain/jury/jury.ts";
import { locales } from "#app/domain/locale.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { CheckField, RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("jury.inviteExternal");

export const loader = pageFor(organiser, async ({ edition }) => ({ code: edition.code }));

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, invitationSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await inviteJuror(actor.id, edition, parsed.value);
  throw redirect(`/area/manage/${edition.code}/jury?done=invited`);
});

/** Invites an expert from outside by mail. */
export default function JuryInvitationPage() {
  const { code } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("jury");
  const locale = useLocale();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/jury.ts")).invitationSchema,
    answer,
    { defaultValue: { locale } },
  );
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/jury`}>{t("back")}</Link>
      </p>
      <h1>{t("inviteExternal")}</h1>
      <p>{t("inviteText")}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Form method="post" {...getFormProps(form)} className="stack">
        <TextField field={fields.name} label={t("name")} autoComplete="off" required />
        <TextField field={fields.surname} label={t("surname")} autoComplete="off" required />
        <TextField
          field={fields.email}
          label={t("email")}
          type="email"
          autoComplete="off"
          required
        />
        <SelectField
          field={fields.locale}
          label={t("language")}
          options={locales.map((each) => ({ value: each, label: t(`languages.${each}`) }))}
        />
        <CheckField field={fields.chair} label={t("asChair")} />
        <div>
          <Button type="submit">{t("invite")}</Button>
        </div>
      </Form>
    </div>
  );
}
