import { Alert, Button, FileButton, Loader } from "@mantine/core";
import { type Dispatch, type SetStateAction, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { fileLimits, fileName } from "#app/domain/attachment.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "#app/ui/refusal-alert.tsx";
import { type Attached, clean, isTooMuch } from "./attached.ts";
import { AttachedFile } from "./attached-file.tsx";
import { tried } from "./client.ts";
import type { Entitlement } from "./guard.tsx";

type Props = { files: Attached[]; setFiles: Dispatch<SetStateAction<Attached[]>>; /** null: no pass here, so nothing can be cleaned yet */ entitlement: Entitlement | null };

/** Choosing attachments: each is cleaned at once and shown as it is now, and can be moved and removed. */
export function Attachments({ files, setFiles, entitlement }: Props) {
  const t = useTranslations("p.files");
  const [cleaning, setCleaning] = useState("");
  const [problem, setProblem] = useState<{ name: string; refusal: Refusal } | null>(null);
  const reset = useRef<() => void>(null);
  const add = async (chosen: File[]) => {
    if (!entitlement) return;
    setProblem(null);
    let all = files;
    for (const file of chosen) {
      setCleaning(file.name);
      await tried((refusal) => setProblem({ name: file.name, refusal }), async () => {
        const more = [...all, await clean(file, entitlement)];
        if (isTooMuch(more)) return setProblem({ name: file.name, refusal: { code: "file-refused", reasons: [{ key: "file-total" }] } });
        setFiles((all = more));
      });
    }
    setCleaning("");
    reset.current?.(); // so that the same file can be chosen again
  };
  const move = (from: number, to: number) => setFiles(files.map((file, i) => (i === from ? files[to]! : i === to ? files[from]! : file)));
  return (
    <div className="stack narrow">
      <p>{t("explain")}</p>
      <Cleaning />
      <Alert color="yellow" title={t("identical.title")}>{t("identical.text")}</Alert>
      {!entitlement && <Alert color="blue">{t("noPass")}</Alert>}
      <ol className="files">
        {files.map((file, i) => (
          <li key={`${file.sha256} ${i}`} className="panel stack">
            <AttachedFile file={file} name={fileName(i + 1, file.kind)} entitlement={entitlement} />
            <div className="row">
              <Button size="compact-sm" variant="default" disabled={i === 0} onClick={() => move(i, i - 1)} aria-label={t("upNamed", { position: i + 1 })}>{t("up")}</Button>
              <Button size="compact-sm" variant="default" disabled={i === files.length - 1} onClick={() => move(i, i + 1)} aria-label={t("downNamed", { position: i + 1 })}>{t("down")}</Button>
              <Button size="compact-sm" variant="outline" color="red" onClick={() => setFiles(files.filter((_, at) => at !== i))} aria-label={t("removeNamed", { position: i + 1 })}>{t("remove")}</Button>
            </div>
          </li>
        ))}
      </ol>
      <div role="status">{cleaning && <p className="row"><Loader size="sm" aria-hidden /> {t("cleaning", { name: cleaning })}</p>}</div>
      {problem && <div><p><strong>{problem.name}</strong></p><RefusalAlert refusal={problem.refusal} /></div>}
      <div>
        <FileButton multiple accept="application/pdf,image/png,image/jpeg" resetRef={reset} onChange={(chosen) => void add(chosen)} disabled={!entitlement || files.length >= fileLimits.count}>
          {(button) => <Button {...button} variant="default" loading={cleaning !== ""} disabled={!entitlement || files.length >= fileLimits.count}>{t("choose")}</Button>}
        </FileButton>
      </div>
    </div>
  );
}

/** What is taken away and what stays. */
function Cleaning() {
  const t = useTranslations("p.files");
  return (
    <details>
      <summary>{t("what")}</summary>
      <p><strong>{t("removed.title")}</strong> {t("removed.text")}</p>
      <p><strong>{t("stays.title")}</strong> {t("stays.text")}</p>
    </details>
  );
}
