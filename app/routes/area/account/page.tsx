import { ownName } from "#app/i18n/language-name.ts";
import { locales } from "#app/domain/locale.ts";
import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { changeLanguage } from "#app/commands/people/account.server.ts";
import { languageSchema } from "#app/domain/people/account.ts";
import { actsForOthers } from "#app/domain/policy.ts";
import { actFor, pageFor, signedIn } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { wantsReminders } from "#app/queries/mailing/mail-recipients.server.ts";
import { ComputerQuestion } from "#app/routes/area/parts/computer.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("account.title");

export const loader = pageFor(signedIn, async ({ actor }) => ({
  email: actor.email,
  locale: actor.locale,
  reminders: await wantsReminders(actor.id),
  actsForOthers: actsForOthers(actor),
}));

export const action = actFor(signedIn, async ({ actor, request }) => {
  const parsed = await parseForm(request, languageSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await changeLanguage(actor.id, parsed.value.locale);
  throw redirect("/area/account?done=language");
});

export default function Account() {
  const t = useTranslations("account");
  const words = useTranslations("form");
  const { email, locale, reminders, actsForOthers } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <div className="narrow stack">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "language"}>{t("languageDone")}</Done>
      <Done when={search.get("done") === "reminders"}>{t("remindersDone")}</Done>
      <Done when={search.get("done") === "password"}>{t("passwordDone")}</Done>
      <p className="soft">{email}</p>
      <Form method="post" className="search">
        <NativeSelect
          name="locale"
          label={t("language")}
          description={t("languageHint")}
          defaultValue={locale}
          data={locales.map((value) => ({ value, label: ownName(value) }))}
        />
        <Button type="submit" variant="default">
          {words("save")}
        </Button>
      </Form>
      <Form method="post" action="/area/account/reminders" className="stack">
        <Checkbox
          name="on"
          defaultChecked={reminders}
          label={t("reminders")}
          description={t("remindersHint")}
        />
        <div>
          <Button type="submit" variant="default">
            {words("save")}
          </Button>
        </div>
      </Form>
      <p>
        <Link to="/area/account/password">{t("changePassword")}</Link>
      </p>
      {actsForOthers && (
        <p>
          <Link to="/area/account/second-factor">{t("secondFactor")}</Link>
        </p>
      )}
      <ComputerQuestion />
      <Form method="post" action="/area/account/sessions">
        <Button type="submit" variant="default">
          {t("everywhere")}
        </Button>
        <p className="soft">{t("everywhereHint")}</p>
      </Form>
    </div>
  );
}
