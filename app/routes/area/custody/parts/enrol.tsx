import { Alert, Button, FileInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import type { CustodianKeys } from "#app/sealing/custodian.ts";
import { download } from "#app/ui/download.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { QrCode } from "./qr-code.tsx";
import { post } from "./post.ts";

type Props = { base: string; code: string; position: number; onDone: (identity: string) => void };
type Made = { keys: CustodianKeys; passphrase: string; file: Uint8Array; test: string };

/**
 * Makes the keys here, saves them in a file, and proves that the file opens before the server
 * counts them.
 */
export function Enrol({ base, code, position, onDone }: Props) {
  const t = useTranslations("custody.enrol");
  const [made, setMade] = useState<Made | null>(null);
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const fileName = `innova-${code}-c${position}.age`;

  const make = async () => {
    setBusy(true);
    setRefusal(undefined);
    const keys = await sealing.newCustodianKeys();
    const passphrase = await sealing.newPassphrase();
    const file = await sealing.encryptKeyFile(keys.identity, passphrase);
    const answer = await post(`${base}/keys`, {
      recipient: keys.recipient,
      signPublicKey: keys.signPublicKey,
    });
    setBusy(false);
    if (answer.refusal) setRefusal(answer.refusal);
    else
      setMade({
        keys,
        passphrase,
        file,
        test: z.object({ test: z.string() }).parse(answer.value).test,
      });
  };

  if (!made) {
    return (
      <section className="panel stack">
        <h2>{t("title")}</h2>
        <p>{t("text")}</p>
        <RefusalAlert refusal={refusal} />
        <div>
          <Button onClick={make} loading={busy}>
            {t("make")}
          </Button>
        </div>
        <p role="status" className="soft">
          {busy && t("making")}
        </p>
      </section>
    );
  }
  return (
    <section className="panel stack">
      <h2>{t("keep")}</h2>
      <ol>
        <li>
          {t("step1")}
          <p
            className="mono"
            data-testid="passphrase"
            style={{ fontSize: "1.2rem", fontWeight: 600 }}
          >
            {made.passphrase}
          </p>
        </li>
        <li>
          {t("step2")}{" "}
          <Button
            size="compact-sm"
            onClick={() => {
              download(fileName, made.file, "application/octet-stream");
              setSaved(true);
            }}
          >
            {t("save", { fileName })}
          </Button>
        </li>
        <li>
          <details>
            <summary>{t("paper")}</summary>
            <p className="mono">{made.keys.identity}</p>
            <QrCode text={made.keys.identity} label={t("qr")} />
          </details>
        </li>
      </ol>
      <Proof made={made} base={base} ready={saved} onDone={onDone} />
    </section>
  );
}

/** The test decryption, with the file as it was saved. */
function Proof({
  made,
  base,
  ready,
  onDone,
}: {
  made: Made;
  base: string;
  ready: boolean;
  onDone: (identity: string) => void;
}) {
  const t = useTranslations("custody.enrol");
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState("");
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  const prove = async () => {
    if (!file) return setProblem(t("chooseFile"));
    setBusy(true);
    setProblem("");
    const identity = await sealing.decryptKeyFile(
      new Uint8Array(await file.arrayBuffer()),
      made.passphrase,
    );
    if (identity !== made.keys.identity) {
      setBusy(false);
      return setProblem(t("notThisFile"));
    }
    const answer = await post(`${base}/proof`, {
      value: await sealing.readTest(identity, made.test),
    });
    setBusy(false);
    if (answer.refusal) setRefusal(answer.refusal);
    else onDone(identity);
  };
  return (
    <div className="stack" style={{ maxWidth: 460 }}>
      <h3>{t("proof")}</h3>
      <p>{t("proofText")}</p>
      <FileInput
        label={t("file")}
        placeholder={t("choose")}
        value={file}
        onChange={setFile}
        disabled={!ready}
        error={problem || undefined}
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
      />
      <RefusalAlert refusal={refusal} />
      <div>
        <Button onClick={prove} loading={busy} disabled={!ready}>
          {t("prove")}
        </Button>
      </div>
      {!ready && <Alert color="blue">{t("saveFirst")}</Alert>}
    </div>
  );
}
