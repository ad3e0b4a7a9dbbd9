import { Button, FileInput, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { sealing } from "#app/sealing/client.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import type { EditionChoice } from "./edition-choice.ts";
import { useAwake } from "#app/ui/use-awake.ts";

/** How to get a pass, and the way in with a pass file. */
export function NoWallet({ edition, onWallet }: { edition: EditionChoice; onWallet: (wallet: Wallet | null) => void }) {
  const t = useTranslations("p.wallet");
  const [file, setFile] = useState<File | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const awake = useAwake();
  const load = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get("passphrase") ?? "");
    if (!file) return setError(t("chooseFile"));
    setBusy(true);
    const wallet = await sealing.openPassFile(new Uint8Array(await file.arrayBuffer()), passphrase).catch(() => null);
    setBusy(false);
    if (!wallet) setError(t("wrongPassphrase"));
    else if (wallet.editionId !== edition.id) setError(t("otherEdition"));
    else onWallet(wallet);
  };
  return (
    <section className="panel stack">
      <h2 style={{ fontSize: "1.05rem" }}>{t("none")}</h2>
      <p>{t.rich("howTo", { desk: (chunks) => <a href="/area/desk" rel="noreferrer">{chunks}</a> })}</p>
      <details>
        <summary>{t("haveFile")}</summary>
        <form onSubmit={load} className="stack" style={{ maxWidth: 420, marginTop: "0.75rem" }}>
          <FileInput label={t("file")} value={file} onChange={setFile} clearable clearButtonProps={{ "aria-label": t("clear") }} />
          <PasswordInput name="passphrase" label={t("passphrase")} autoComplete="off" error={error} visibilityToggleButtonProps={{ "aria-label": t("show") }} />
          <Button type="submit" loading={busy} disabled={!awake}>{t("load")}</Button>
        </form>
      </details>
    </section>
  );
}
