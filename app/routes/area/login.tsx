import { Button } from "@mantine/core";
import { data, redirectDocument } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation, useRouteLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { signIn } from "#app/commands/session.server.ts";
import { pathBack, signInSchema } from "#app/domain/account.ts";
import { actFor, actorOf, anybody, pageFor } from "#app/http/actor.server.ts";
import { chosenLocale } from "#app/http/entrance.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { ComputerChoice } from "#app/ui/computer.tsx";
import { RefusalAlert, TextField } from "#app/ui/fields.tsx";
import { PasswordField } from "#app/ui/password-field.tsx";
import { useSchemaForm } from "#app/ui/schema-form.ts";
import { titled } from "#app/ui/title.ts";
import type { loader as entranceLoader } from "./entrance-layout.tsx";

export const meta = titled("login.title");

const backOf = (request: Request) => new URL(request.url).searchParams.get("back");

export const loader = pageFor(anybody, async ({ request }) => {
  if (await actorOf(request)) throw redirectDocument(pathBack(backOf(request)));
  return null;
});

export const action = actFor(anybody, async ({ request, context }) => {
  const parsed = await parseForm(request, signInSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const { cookie, to } = await signIn({ ...parsed.value, back: backOf(request), locale: chosenLocale(request), address: context.address });
  return redirectDocument(to, { headers: { "Set-Cookie": cookie } });
});

export default function Login() {
  const t = useTranslations("login");
  const locale = useRouteLoaderData<typeof entranceLoader>("routes/area/entrance-layout")?.locale;
  const answer = useActionData<typeof action>();
  const [form, fields] = useSchemaForm(async () => (await import("#app/domain/account.ts")).signInSchema, answer);
  const busy = useNavigation().state !== "idle";
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="stack">
      <h1>{t("title")}</h1>
      <RefusalAlert refusal={answer && "refusal" in answer ? answer.refusal : undefined} />
      <TextField field={fields.email} label={t("email")} type="email" autoComplete="username" required />
      <PasswordField field={fields.password} label={t("password")} autoComplete="current-password" required />
      <ComputerChoice />
      <div className="row">
        <Button type="submit" loading={busy}>{t("submit")}</Button>
        <Link to={`/area/forgotten?lang=${locale}`}>{t("forgotten")}</Link>
      </div>
    </Form>
  );
}
