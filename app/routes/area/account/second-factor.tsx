import { Alert, Button, TextInput } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import {
  Form,
  Link,
  useActionData,
  useLoaderData,
  useNavigation,
  useSearchParams,
} from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { addAuthenticator } from "#app/commands/people/second-factor.server.ts";
import { pathBack } from "#app/domain/people/account.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { shownCodeSchema } from "#app/domain/people/second-factor.ts";
import { actFor, ownFactor, pageFor, requireConfirmed } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { isSecondFactorRequired } from "#app/platform/env.server.ts";
import { sessionIn } from "#app/platform/accounts/session.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { factorsOf, newAuthenticatorOf } from "#app/queries/people/second-factor.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { later } from "#app/ui/frame/later.tsx";
import { QrCode } from "#app/routes/area/custody/parts/qr-code.tsx";
import { titled } from "#app/ui/frame/title.ts";

const PasskeyNew = later(async () => (await import("#app/ui/forms/passkey.tsx")).PasskeyNew);

export const meta = titled("secondFactor.title");

const sessionOf = (request: Request) => sessionIn(request.headers.get("Cookie")) ?? "";

export const loader = pageFor(ownFactor, async ({ actor, request }) => {
  const factors = await factorsOf(actor.id);
  const back = new URL(request.url).searchParams.get("back");
  return {
    factors,
    isRequired: isSecondFactorRequired(),
    back: back && pathBack(back),
    offer: factors.authenticator ? null : newAuthenticatorOf(sessionOf(request), actor.email),
  };
});

/** Adds the app whose code is sent; unconfirmed, whoever found the page open could add theirs. */
export const action = actFor(ownFactor, async ({ actor, request }) => {
  const parsed = await parseForm(request, shownCodeSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await requireConfirmed(actor, request);
  await addAuthenticator(actor.id, sessionOf(request), parsed.value.code);
  const search = new URLSearchParams({ done: "added" });
  const back = new URL(request.url).searchParams.get("back");
  if (back) search.set("back", pathBack(back));
  const cookie = shownCookie(request.headers.get("Cookie"), "factor");
  return redirect(`/area/account/second-factor?${search}`, { headers: { "Set-Cookie": cookie } });
});

/** The second factors of whoever holds a role: what there is, and how to add or remove it. */
export default function AccountSecondFactor() {
  const t = useTranslations("secondFactor");
  const { factors, isRequired, back, offer } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const [refusal, setRefusal] = useState<Refusal>();
  const has = factors.authenticator || factors.passkeys > 0;
  return (
    <div className="narrow stack">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "added"}>{t("added")}</Done>
      <Done when={search.get("done") === "removed"}>{t("removed")}</Done>
      <p>{t("intro")}</p>
      {!has && isRequired && <Alert color="yellow">{t("required")}</Alert>}
      {has && <RecoveryCodes left={factors.recoveryCodes} />}
      {has && back && (
        <p>
          <a href={back}>{t("goOn")}</a>
        </p>
      )}
      {offer ? <NewAuthenticator {...offer} /> : <Authenticator />}
      <section className="panel stack" aria-labelledby="passkeys">
        <h2 id="passkeys">{t("passkeys.title")}</h2>
        <p>{t("passkeys.text", { count: factors.passkeys })}</p>
        <RefusalAlert refusal={refusal} />
        <PasskeyNew onRefused={setRefusal} />
        {factors.passkeys > 0 && (
          <Act
            action="/area/account/second-factor/removal"
            values={{ kind: "passkey" }}
            variant="default"
          >
            {t("passkeys.remove")}
          </Act>
        )}
      </section>
      <p>
        <Link to="/area/account">{t("account")}</Link>
      </p>
    </div>
  );
}

function RecoveryCodes({ left }: { left: number }) {
  const t = useTranslations("secondFactor.codes");
  return (
    <section className="panel stack" aria-labelledby="codes">
      <h2 id="codes">{t("title")}</h2>
      <p>{t("left", { count: left })}</p>
      <p>
        <Link to="/area/account/second-factor/codes">{t("make")}</Link>
      </p>
    </section>
  );
}

function Authenticator() {
  const t = useTranslations("secondFactor.app");
  return (
    <section className="panel stack" aria-labelledby="app">
      <h2 id="app">{t("title")}</h2>
      <p>{t("on")}</p>
      <Act
        action="/area/account/second-factor/removal"
        values={{ kind: "authenticator" }}
        variant="default"
      >
        {t("remove")}
      </Act>
    </section>
  );
}

function NewAuthenticator({ address, secret }: { address: string; secret: string }) {
  const t = useTranslations("secondFactor.app");
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const refusal = answer && "refusal" in answer ? answer.refusal : undefined;
  const isWrong = refusal?.code === "wrong-credentials" || (answer && "result" in answer);
  return (
    <section className="panel stack" aria-labelledby="app">
      <h2 id="app">{t("title")}</h2>
      <p>{t("text")}</p>
      <QrCode text={address} label={t("qr")} />
      <p>
        {t("typed")}{" "}
        <code className="mono" data-testid="secret">
          {secret.replace(/(.{4})(?=.)/g, "$1 ")}
        </code>
      </p>
      <Form method="post" className="stack">
        {!isWrong && <RefusalAlert refusal={refusal} />}
        <TextInput
          name="code"
          label={t("code")}
          error={isWrong ? t("wrong") : undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
        />
        <div>
          <Button type="submit" loading={busy}>
            {t("add")}
          </Button>
        </div>
      </Form>
    </section>
  );
}
