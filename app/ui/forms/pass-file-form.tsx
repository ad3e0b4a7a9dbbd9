import { Button, FileInput, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { sealing } from "#app/sealing/workers/client.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { useAwake } from "#app/ui/time/use-awake.ts";

type Props = {
  editionId: string;
  submit: string;
  variant?: "default" | "filled";
  onWallet: (wallet: Wallet) => void;
};

/**
 * Opens a file of passes with its phrase, in this browser; only those of this edition are taken.
 */
export function PassFileForm({ editionId, submit, variant = "filled", onWallet }: Props) {
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
    const wallet = await sealing
      .openPassFile(new Uint8Array(await file.arrayBuffer()), passphrase)
      .catch(() => null);
    setBusy(false);
    if (!wallet) return setError(t("wrongPassphrase"));
    if (wallet.editionId !== editionId) return setError(t("otherEdition"));
    setError("");
    setFile(null);
    onWallet(wallet);
  };
  return (
    <form onSubmit={load} className="stack" style={{ maxWidth: 420, marginTop: "0.75rem" }}>
      <FileInput
        label={t("file")}
        placeholder={t("choose")}
        value={file}
        onChange={setFile}
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
      />
      <PasswordInput
        name="passphrase"
        label={t("passphrase")}
        autoComplete="off"
        error={error || undefined}
        visibilityToggleButtonProps={{ "aria-label": t("show") }}
      />
      <div>
        <Button type="submit" variant={variant} loading={busy} disabled={!awake}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
