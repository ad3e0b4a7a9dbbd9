import { Button } from "@mantine/core";
import { useRevalidator } from "@remix-run/react";
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";

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

/** Makes a passkey. */
export function PasskeyNew() {
  const t = useTranslations("secondFactor.passkeys");
  const { revalidate } = useRevalidator();
  const make = async () => {
    await send(made, await startRegistration({ optionsJSON: await optionsFrom(made) }));
    revalidate();
  };
  return <PasskeyAct act={make}>{t("add")}</PasskeyAct>;
}

/** A button for a browser that knows passkeys; says when nothing came of it, and it can be pressed again. */
function PasskeyAct({ act, children }: { act: () => Promise<void>; children: ReactNode }) {
  const t = useTranslations("secondFactor.passkeys");
  const [state, setState] = useState<"unknown" | "ready" | "busy" | "failed">("unknown");
  useEffect(() => setState("PublicKeyCredential" in window ? "ready" : "unknown"), []);
  const press = () => {
    setState("busy");
    act().then(() => setState("ready"), () => setState("failed"));
  };
  return (
    <div className="stack">
      <p role="alert">{state === "failed" && t("failed")}</p>
      <div><Button variant="default" onClick={press} loading={state === "busy"} disabled={state === "unknown"}>{children}</Button></div>
    </div>
  );
}

async function optionsFrom(address: string) {
  return (await (await fetch(address)).json()) as never; // of our server, and checked by the browser
}

async function send(address: string, body: object): Promise<void> {
  const response = await fetch(address, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
}
