import { Button } from "@mantine/core";
import { useRevalidator } from "@remix-run/react";
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type Refusal, Refused, refusalIn } from "#app/domain/refusal.ts";

const [made, used] = ["/area/passkey/new", "/area/passkey/use"];

/** Shows a passkey; `onShown` once the server took it. */
export function PasskeyUse({ onShown }: { onShown: () => void }) {
  const t = useTranslations("secondFactor.passkeys");
  const show = async () => {
    await send(used, await startAuthentication({ optionsJSON: await optionsFrom(used) }));
    onShown();
  };
  return <PasskeyAct act={show}>{t("use")}</PasskeyAct>;
}

/** Makes a passkey; `onRefused` says what the server wants before, or nothing any more. */
export function PasskeyNew({ onRefused }: { onRefused: (refusal: Refusal | undefined) => void }) {
  const t = useTranslations("secondFactor.passkeys");
  const { revalidate } = useRevalidator();
  const make = async () => {
    onRefused(undefined);
    await send(made, await startRegistration({ optionsJSON: await optionsFrom(made) }));
    revalidate();
  };
  const asked = () =>
    make().catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      onRefused(error.refusal);
    });
  return <PasskeyAct act={asked}>{t("add")}</PasskeyAct>;
}

/**
 * A button for a browser that knows passkeys; says when nothing came of it, and it can be pressed
 * again.
 */
function PasskeyAct({ act, children }: { act: () => Promise<void>; children: ReactNode }) {
  const t = useTranslations("secondFactor.passkeys");
  const [state, setState] = useState<"unknown" | "ready" | "busy" | "failed">("unknown");
  useEffect(() => setState("PublicKeyCredential" in window ? "ready" : "unknown"), []);
  const press = () => {
    setState("busy");
    act().then(
      () => setState("ready"),
      () => setState("failed"),
    );
  };
  return (
    <div className="stack">
      <p role="alert">{state === "failed" && t("failed")}</p>
      <div>
        <Button
          variant="default"
          onClick={press}
          loading={state === "busy"}
          disabled={state === "unknown"}
        >
          {children}
        </Button>
      </div>
    </div>
  );
}

async function optionsFrom(address: string) {
  const response = await fetch(address);
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(refusalIn({ refusal: answer }));
  return answer as never; // of our server, and checked by the browser
}

async function send(address: string, body: object): Promise<void> {
  const response = await fetch(address, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
}
