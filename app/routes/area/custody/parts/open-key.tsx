import { Button, FileInput, PasswordInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import { useAwake } from "#app/ui/time/use-awake.ts";

/** Opens the key file for this visit; the key stays in this page's memory and is gone with it. */
export function OpenKey({ onOpened }: { onOpened: (identity: string) => void }) {
  const t = useTranslations("custody.openKey");
  const [file, setFile] = useState<File | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const awake = useAwake();
  const passphrase = useRef<HTMLInputElement>(null);
  const open = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!file) return setError(t("chooseFile"));
    setBusy(true);
    setError("");
    const identity = await sealing.decryptKeyFile(
      new Uint8Array(await file.arrayBuffer()),
      passphrase.current?.value ?? "",
    );
    setBusy(false);
    if (identity) onOpened(identity);
    else setError(t("wrong"));
  };
  return (
    <form className="panel stack" onSubmit={open}>
      <h2>{t("title")}</h2>
      <p>{t("text")}</p>
      <fieldset className="plain stack" disabled={!awake} style={{ maxWidth: 460 }}>
        <FileInput
          label={t("file")}
          placeholder={t("choose")}
          value={file}
          onChange={setFile}
          clearable
          clearButtonProps={{ "aria-label": t("clear") }}
        />
        {/* without a name, so that no form ever sends it */}
        <PasswordInput
          ref={passphrase}
          label={t("passphrase")}
          autoComplete="off"
          error={error || undefined}
          visibilityToggleButtonProps={{ "aria-label": t("show") }}
        />
        <div>
          <Button type="submit" loading={busy}>
            {t("open")}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
