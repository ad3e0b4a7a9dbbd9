import { Alert, Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { PassOffer } from "#app/queries/passes.server.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { sealing, warmUp } from "#app/sealing/client.ts";
import { type Wallet, walletSchema } from "#app/sealing/kept-wallet.ts";
import { useComputer } from "./computer.tsx";
import { download } from "./download.ts";
import { RefusalAlert } from "./fields.tsx";
import { walletIn, walletKeyOf } from "./kept-passes.ts";
import { useAwake } from "./use-awake.ts";

type State = { kind: "unknown" | "none" | "making" | "kept" | "shared" } | { kind: "refused"; refusal: Refusal };

/** An employee's pass for an edition: issued by itself in a private browser, on request on a shared computer. */
export function PassCard({ offer, participate }: { offer: PassOffer; participate: string }) {
  const t = useTranslations("pass");
  const refusal = useTranslations("refusal");
  const [state, setState] = useState<State>({ kind: "unknown" });
  const computer = useComputer();
  const begun = useRef(false);

  useEffect(() => {
    if (offer.why || begun.current || computer === undefined) return;
    if (hasWallet(offer)) setState({ kind: "kept" });
    else if (computer === null) setState({ kind: "none" });
    else if (computer === "shared") setState({ kind: "shared" });
    else {
      begun.current = true;
      void make();
    }
    warmUp();
    // decided anew only when the person says whose computer this is
  }, [computer]);

  const make = async () => {
    setState({ kind: "making" });
    const result = await obtainWallet(offer.manifest);
    if ("refusal" in result) return setState({ kind: "refused", refusal: result.refusal });
    localStorage.setItem(walletKeyOf(offer), JSON.stringify(result.wallet));
    setState({ kind: "kept" });
  };

  return (
    <section className="panel stack" aria-labelledby={`pass-${offer.code}`}>
      <h2 id={`pass-${offer.code}`} style={{ fontSize: "1.15rem" }}>{offer.name}</h2>
      {offer.why ? <p>{refusal(offer.why)}</p> : <PassState state={state} offer={offer} onMake={make} />}
      <p className="soft">{t("cannotSee")}</p>
      <div><Button component="a" href={participate} rel="noreferrer" variant="light">{t("participate")}</Button></div>
    </section>
  );
}

function PassState({ state, offer, onMake }: { state: State; offer: PassOffer; onMake: () => void }) {
  const t = useTranslations("pass");
  switch (state.kind) {
    case "unknown":
      return <p role="status">{t("looking")}</p>;
    case "making":
      return <p role="status">{t("making")}</p>;
    case "kept":
      return <Alert color="green" role="status">{t("kept")}<TakeAlong offer={offer} /></Alert>;
    case "none":
      return <p><Button onClick={onMake}>{t("prepareHere")}</Button></p>;
    case "shared":
      return <TakeAlong offer={offer} shared />;
    case "refused":
      return <RefusalAlert refusal={state.refusal} />;
  }
}

/** The pass in a file behind a passphrase, for another device. */
function TakeAlong({ offer, shared = false }: { offer: PassOffer; shared?: boolean }) {
  const t = useTranslations("pass");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [error, setError] = useState("");
  const awake = useAwake();
  const take = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get("passphrase") ?? "").trim();
    if (passphrase.length < 12) return setError(t("passphraseShort"));
    setError("");
    setBusy(true);
    const stored = shared ? null : localStorage.getItem(walletKeyOf(offer));
    const result = stored ? { wallet: walletSchema.parse(JSON.parse(stored)) } : await obtainWallet(offer.manifest);
    if ("refusal" in result) setProblem(result.refusal);
    else download("pass.age", await sealing.encryptKeyFile(JSON.stringify(result.wallet), passphrase));
    setBusy(false);
  };
  const form = (
    <form onSubmit={take} className="stack" style={{ maxWidth: 420, marginTop: "0.5rem" }}>
      <PasswordInput name="passphrase" label={t("passphrase")} description={t("passphraseHelp")} error={error || undefined} autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t("show") }} />
      <RefusalAlert refusal={problem ?? undefined} />
      <div><Button type="submit" loading={busy} disabled={!awake} variant={shared ? "filled" : "default"}>{t(shared ? "prepareFile" : "takeAlong")}</Button></div>
    </form>
  );
  if (shared) return <div><p>{t("shared")}</p>{form}</div>;
  return <details style={{ marginTop: "0.5rem" }}><summary>{t("takeAlongTitle")}</summary>{form}</details>;
}

/** Asks for passes and finishes them; the same request is sent twice more when the connection fails. */
async function obtainWallet(manifest: string): Promise<{ wallet: Wallet } | { refusal: Refusal }> {
  try {
    const asked = await sealing.askForPasses(manifest);
    const response = await repeat(() => fetch("/area/activation", { method: "POST", body: JSON.stringify(asked.request), headers: { "Content-Type": "application/json" } }));
    const answer: unknown = await response.json();
    if (!response.ok) return { refusal: refusalIn(answer) };
    return { wallet: await sealing.receivePasses(asked, answer) };
  } catch {
    return { refusal: { code: "busy" } };
  }
}

async function repeat(act: () => Promise<Response>, times = 3): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (times <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return repeat(act, times - 1);
  }
}

function hasWallet(offer: PassOffer): boolean {
  return walletIn(localStorage.getItem(walletKeyOf(offer)))?.manifest === offer.manifest;
}
