import { Button } from "@mantine/core";
import { data, redirectDocument } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { setPasswordByLink } from "#app/commands/people/password.server.ts";
import { newPasswordSchema } from "#app/domain/people/account.ts";
import { actFor, anybody, pageFor } from "#app/http/actor.server.ts";
import { entranceLocale } from "#app/http/entrance.server.ts";
import { atItsField, parseForm } from "#app/http/form.server.ts";
import { settingCookies } from "#app/http/reply.server.ts";
import { linkView } from "#app/queries/people/link.server.ts";
import { ComputerChoice } from "#app/routes/area/parts/computer.tsx";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { PasswordField } from "#app/routes/area/parts/password-field.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("link.title");

/** Looking changes nothing: mail scanners open every link. */
export const loader = pageFor(anybody, async ({ request, params }) => {
  const link = await linkView(params.secret ?? "");
  return {
    link: link && { name: link.name, email: link.email },
    locale: link?.locale ?? entranceLocale(request),
  };
});

export const action = actFor(anybody, async ({ request, params }) => {
  const parsed = await parseForm(request, newPasswordSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const { password, computer } = parsed.value;
  let cookies: string[] = [];
  const refused = await atItsField(
    parsed,
    async () =>
      (cookies = await setPasswordByLink(params.secret ?? "", password, {
        computer,
        cookies: request.headers.get("Cookie"),
      })),
  );
  if (refused) return data({ result: refused }, 400);
  return redirectDocument("/area/desk", { headers: settingCookies(cookies) });
});

export default function LinkPage() {
  const { link, locale } = useLoaderData<typeof loader>();
  return link ? <NewPassword {...link} /> : <Spent locale={locale} />;
}

function NewPassword({ name, email }: { name: string; email: string }) {
  const t = useTranslations("link");
  const answer = useActionData<typeof action>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/people/account.ts")).newPasswordSchema,
    answer,
  );
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="stack">
      <h1>{t("title")}</h1>
      <p>{t("hello", { name, email })}</p>
      <RefusalAlert refusal={answer && "refusal" in answer ? answer.refusal : undefined} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordField
        field={fields.password}
        label={t("password")}
        description={t("hint")}
        autoComplete="new-password"
        required
      />
      <ComputerChoice />
      <div>
        <Button type="submit" loading={busy}>
          {t("submit")}
        </Button>
      </div>
    </Form>
  );
}

function Spent({ locale }: { locale: string }) {
  const t = useTranslations("link");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <RefusalAlert refusal={{ code: "link-spent" }} />
      <p>
        <a href={`/area/forgotten?lang=${locale}`}>{t("another")}</a>
      </p>
    </div>
  );
}
