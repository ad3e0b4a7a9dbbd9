import { Alert, Button } from "@mantine/core";
import { data, redirectDocument } from "@remix-run/node";
import {
  Form,
  Link,
  useActionData,
  useNavigation,
  useRouteLoaderData,
  useSearchParams,
} from "@remix-run/react";
import { useTranslations } from "use-intl";
import { signIn } from "#app/commands/people/session.server.ts";
import { pathBack, signInSchema } from "#app/domain/people/account.ts";
import { Refused } from "#app/domain/refusal.ts";
import { actFor, actorOf, anybody, pageFor } from "#app/http/actor.server.ts";
import { chosenLocale } from "#app/http/entrance.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { headersOf, settingCookies, statusOf } from "#app/http/reply.server.ts";
import { ComputerChoice } from "#app/routes/area/parts/computer.tsx";
import { RefusalAlert, TextField } from "#app/ui/forms/fields.tsx";
import { PasswordField } from "#app/routes/area/parts/password-field.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";
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
  const [back, locale, cookies] = [
    backOf(request),
    chosenLocale(request),
    request.headers.get("Cookie"),
  ];
  try {
    const signedIn = await signIn({
      ...parsed.value,
      back,
      locale,
      cookies,
      address: context.address,
    });
    return redirectDocument(signedIn.to, { headers: settingCookies(signedIn.cookies) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // the address stays in its field
    const result = parsed.submission.reply({ hideFields: ["password"] });
    return data(
      { result, refusal: error.refusal },
      { status: statusOf(error.refusal.code), headers: headersOf(error.refusal) },
    );
  }
});

export default function Login() {
  const t = useTranslations("login");
  const locale = useRouteLoaderData<typeof entranceLoader>("routes/area/entrance-layout")?.locale;
  const answer = useActionData<typeof action>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/people/account.ts")).signInSchema,
    answer,
  );
  const busy = useNavigation().state !== "idle";
  const [search] = useSearchParams();
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="stack">
      <h1>{t("title")}</h1>
      {search.get("ended") === "idle" && !answer && (
        <Alert color="blue" role="status">
          {t("idle")}
        </Alert>
      )}
      <RefusalAlert refusal={answer && "refusal" in answer ? answer.refusal : undefined} />
      <TextField
        field={fields.email}
        label={t("email")}
        type="email"
        autoComplete="username"
        required
      />
      <PasswordField
        field={fields.password}
        label={t("password")}
        autoComplete="current-password"
        required
      />
      <ComputerChoice />
      <div className="row">
        <Button type="submit" loading={busy}>
          {t("submit")}
        </Button>
        <Link to={`/area/forgotten?lang=${locale}`}>{t("forgotten")}</Link>
      </div>
    </Form>
  );
}
