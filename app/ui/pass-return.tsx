import { Alert, Button, Checkbox, FileInput, PasswordInput } from "@mantine/core";
import { useRevalidator } from "@remix-run/react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { isReturned } from "#app/domain/pass-return.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import type { ReturnOffer } from "#app/queries/passes.server.ts";
import { sealing } from "#app/sealing/client.ts";
import { RefusalAlert } from "./fields.tsx";
import { forgetPasses, passesHere } from "./kept-passes.ts";
import { useAwake } from "./use-awake.ts";

const progress = z.object({ returned: z.int(), issued: z.int() });

/** Hands in all passes of an edition unspent: the way to a role in it for somebody who took passes and no part. */
export function PassReturn({ offer }: { offer: ReturnOffer }) {
  const t = useTranslations("passReturn");
  if (isReturned(offer)) return <Alert color="blue" role="status" title={offer.name}>{t("done")}</Alert>;
  return (
    <details className="panel" open={offer.returned > 0}>
      <summary>{t("title", { edition: offer.name })}</summary>
      <div className="stack" style={{ marginTop: "0.75rem" }}>
        <p>{t("text")}</p>
        <p className="soft">{t("used")}</p>
        {offer.returned > 0 && <p role="status">{t("soFar", { returned: offer.returned, issued: offer.issued })}</p>}
        <HandIn offer={offer} />
      </div>
    </details>
  );
}

function HandIn({ offer }: { offer: ReturnOffer }) {
  const t = useTranslations("passReturn");
  const { revalidate } = useRevalidator();
  const [here, setHere] = useState<string[]>([]);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Refusal | null>(null);
  useEffect(() => setHere(passesHere(offer)), [offer]);
  const add = (tokens: string[]) => setHere((before) => [...new Set([...before, ...tokens])]);
  const handIn = async () => {
    setBusy(true);
    const answer = await send(offer.editionId, here);
    setProblem("refusal" in answer ? answer.refusal : null);
    if (!("refusal" in answer)) {
      forgetPasses(offer);
      setHere([]);
      setSure(false);
    }
    setBusy(false);
    revalidate();
  };
  return (
    <>
      <p role="status">{t("here", { count: here.length, left: offer.issued - offer.returned })}</p>
      <AddFile offer={offer} onTokens={add} />
      <Checkbox checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} label={t("sure")} />
      <RefusalAlert refusal={problem ?? undefined} />
      <div><Button onClick={handIn} loading={busy} disabled={!sure || here.length === 0} color="red" variant="outline">{t("act")}</Button></div>
    </>
  );
}

/** The passes of another browser, out of the file they were taken along in. */
function AddFile({ offer, onTokens }: { offer: ReturnOffer; onTokens: (tokens: string[]) => void }) {
  const t = useTranslations("passReturn");
  const tWallet = useTranslations("p.wallet");
  const [file, setFile] = useState<File | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const awake = useAwake();
  const load = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get("passphrase") ?? "");
    if (!file) return setError(tWallet("chooseFile"));
    setBusy(true);
    const wallet = await sealing.openPassFile(new Uint8Array(await file.arrayBuffer()), passphrase).catch(() => null);
    setBusy(false);
    if (!wallet) return setError(tWallet("wrongPassphrase"));
    if (wallet.editionId !== offer.editionId) return setError(tWallet("otherEdition"));
    setError("");
    setFile(null);
    onTokens(wallet.tokens);
  };
  return (
    <details>
      <summary>{t("file")}</summary>
      <form onSubmit={load} className="stack" style={{ maxWidth: 420, marginTop: "0.75rem" }}>
        <FileInput label={tWallet("file")} value={file} onChange={setFile} clearable clearButtonProps={{ "aria-label": tWallet("clear") }} />
        <PasswordInput name="passphrase" label={tWallet("passphrase")} autoComplete="off" error={error || undefined} visibilityToggleButtonProps={{ "aria-label": tWallet("show") }} />
        <div><Button type="submit" variant="default" loading={busy} disabled={!awake}>{t("add")}</Button></div>
      </form>
    </details>
  );
}

async function send(edition: string, passes: string[]): Promise<z.output<typeof progress> | { refusal: Refusal }> {
  try {
    const response = await fetch("/area/pass-return", { method: "POST", body: JSON.stringify({ edition, passes }), headers: { "Content-Type": "application/json" } });
    const answer: unknown = await response.json();
    const done = progress.safeParse(answer);
    return done.success ? done.data : { refusal: refusalIn(answer) };
  } catch {
    return { refusal: { code: "busy" } };
  }
}
