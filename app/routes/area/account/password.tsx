import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { changePassword } from "#app/commands/people/password.server.ts";
import { changePasswordSchema } from "#app/domain/people/account.ts";
import { actFor, afterOwnFactor, computerOfRequest, pageFor } from "#app/http/actor.server.ts";
import { atItsField, parseForm } from "#app/http/form.server.ts";
import { settingCookies } from "#app/http/reply.server.ts";
import { shownAlong } from "#app/platform/accounts/shown-factor.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { PasswordField } from "#app/routes/area/parts/password-field.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("account.changePassword");

export const loader = pageFor(afterOwnFactor, async ({ actor }) => ({ email: actor.email }));

export const action = actFor(afterOwnFactor, async ({ actor, request }) => {
  const parsed = await parseForm(request, changePasswordSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  let cookie = "";
  const refused = await atItsField(
    parsed,
    async () =>
      (cookie = await changePassword(actor.id, {
        ...parsed.value,
        computer: computerOfRequest(request) ?? "shared",
      })),
  );
  if (refused) return data({ result: refused }, 400);
  const along = shownAlong(request.headers.get("Cookie"), cookie);
  return redirect("/area/account?done=password", { headers: settingCookies([cookie, ...along]) });
});

export default function AccountPassword() {
  const t = useTranslations("account");
  const hint = useTranslations("link")("hint");
  const words = useTranslations("form");
  const { email } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/people/account.ts")).changePasswordSchema,
    answer,
  );
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="narrow stack">
      <h1>{t("changePassword")}</h1>
      <RefusalAlert refusal={answer && "refusal" in answer ? answer.refusal : undefined} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordField
        field={fields.current}
        label={t("current")}
        autoComplete="current-password"
        required
      />
      <PasswordField
        field={fields.password}
        label={t("new")}
        description={hint}
        autoComplete="new-password"
        required
      />
      <div className="row">
        <Button type="submit" loading={busy}>
          {words("save")}
        </Button>
        <Link to="/area/account">{words("cancel")}</Link>
      </div>
    </Form>
  );
}
