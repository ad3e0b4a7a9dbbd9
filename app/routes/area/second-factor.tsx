import { Button, TextInput } from "@mantine/core";
import { data, redirect, redirectDocument } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { showCode } from "#app/commands/people/second-factor.server.ts";
import { pathBack } from "#app/domain/people/account.ts";
import { shownCodeSchema } from "#app/domain/people/second-factor.ts";
import { actFor, isFactorShown, pageFor, signedIn } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { factorsOf } from "#app/queries/people/second-factor.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { later } from "#app/ui/frame/later.tsx";
import { titled } from "#app/ui/frame/title.ts";

const PasskeyUse = later(async () => (await import("#app/ui/forms/passkey.tsx")).PasskeyUse);

export const meta = titled("secondFactor.show.title");

const backOf = (request: Request) => pathBack(new URL(request.url).searchParams.get("back"));

export const loader = pageFor(signedIn, async ({ actor, request }) => {
  const factors = await factorsOf(actor.id);
  const hasNone = !factors.authenticator && factors.passkeys === 0;
  if (hasNone || isFactorShown(request)) throw redirectDocument(backOf(request));
  return {
    back: backOf(request),
    authenticator: factors.authenticator,
    passkeys: factors.passkeys > 0,
  };
});

/** Takes a code, and leads on to where one wanted to go. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  const parsed = await parseForm(request, shownCodeSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await showCode(actor.id, parsed.value.code);
  const cookie = shownCookie(request.headers.get("Cookie"), "factor");
  return redirect(backOf(request), { headers: { "Set-Cookie": cookie } });
});

/** Asks for the second factor after the password. */
export default function SecondFactor() {
  const t = useTranslations("secondFactor.show");
  const { authenticator, passkeys, back } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const refusal = answer && "refusal" in answer ? answer.refusal : undefined;
  const isWrong = refusal?.code === "wrong-credentials" || (answer && "result" in answer);
  return (
    <div className="narrow stack">
      <h1>{t("title")}</h1>
      {passkeys && <PasskeyUse onShown={() => location.assign(back)} />}
      <Form method="post" className="stack">
        {!isWrong && <RefusalAlert refusal={refusal} />}
        <TextInput
          name="code"
          label={t(authenticator ? "code" : "recoveryCode")}
          description={authenticator ? t("hint") : undefined}
          error={isWrong ? t("wrong") : undefined}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <div>
          <Button type="submit" loading={busy}>
            {t("act")}
          </Button>
        </div>
      </Form>
      <p className="soft">{t("lost")}</p>
    </div>
  );
}
