import { Alert, Button, FileButton, Loader } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { fileLimits, fileName } from "#app/domain/proposal/attachment.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { type Attached, clean, isTooMuch } from "./attached.ts";
import { AttachedFile } from "./attached-file.tsx";
import { tried } from "./client.ts";
import type { Entitlement } from "./entitlement.ts";

type Change = (change: (now: Attached[]) => Attached[]) => void;
type Props = {
  files: Attached[];
  change: Change;
  /** for what takes a while: void once the files were emptied */ changeLater: () => Change;
  /** null: no pass here, so nothing can be cleaned yet */ entitlement: Entitlement | null;
};

/**
 * Choosing attachments: each is cleaned at once and shown as it is now, and can be moved and
 * removed.
 */
export function Attachments({ files, change, changeLater, entitlement }: Props) {
  const t = useTranslations("p.files");
  const [cleaning, setCleaning] = useState("");
  const [problems, setProblems] = useState<{ name: string; refusal: Refusal }[]>([]);
  const reset = useRef<() => void>(null);
  const add = async (chosen: File[]) => {
    if (!entitlement) return;
    setProblems([]);
    const append = changeLater();
    for (const file of chosen) {
      const refused = (refusal: Refusal) =>
        setProblems((now) => [...now, { name: file.name, refusal }]);
      setCleaning(file.name);
      await tried(refused, async () => {
        const cleaned = await clean(file, entitlement);
        append((now) => {
          const more = [...now, cleaned];
          if (!isTooMuch(more)) return more;
          refused({ code: "file-refused", reasons: [{ key: "file-total" }] });
          return now;
        });
      });
    }
    setCleaning("");
    reset.current?.(); // so that the same file can be chosen again
  };
  const swap = (one: Attached, other: Attached) =>
    change((now) => now.map((file) => (file === one ? other : file === other ? one : file)));
  return (
    <div className="stack narrow">
      <p>{t("explain")}</p>
      <Cleaning />
      <Alert color="yellow" title={t("identical.title")}>
        {t("identical.text")}
      </Alert>
      {!entitlement && <Alert color="blue">{t("noPass")}</Alert>}
      <ol className="files">
        {files.map((file, i) => (
          <li key={`${file.sha256} ${i}`} className="panel stack">
            <AttachedFile file={file} name={fileName(i + 1, file.kind)} entitlement={entitlement} />
            <div className="row">
              <Button
                size="compact-sm"
                variant="default"
                disabled={i === 0}
                onClick={() => swap(file, files[i - 1]!)}
                aria-label={t("upNamed", { position: i + 1 })}
              >
                {t("up")}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                disabled={i === files.length - 1}
                onClick={() => swap(file, files[i + 1]!)}
                aria-label={t("downNamed", { position: i + 1 })}
              >
                {t("down")}
              </Button>
              <Button
                size="compact-sm"
                variant="outline"
                color="red"
                onClick={() => change((now) => now.filter((each) => each !== file))}
                aria-label={t("removeNamed", { position: i + 1 })}
              >
                {t("remove")}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <div role="status">
        {cleaning && (
          <p className="row">
            <Loader size="sm" aria-hidden /> {t("cleaning", { name: cleaning })}
          </p>
        )}
      </div>
      {problems.map(({ name, refusal }, i) => (
        <div key={i}>
          <p>
            <strong>{name}</strong>
          </p>
          <RefusalAlert refusal={refusal} />
        </div>
      ))}
      <div>
        <FileButton
          multiple
          accept="application/pdf,image/png,image/jpeg"
          resetRef={reset}
          onChange={(chosen) => void add(chosen)}
          disabled={!entitlement || files.length >= fileLimits.count}
        >
          {(button) => (
            <Button
              {...button}
              variant="default"
              loading={cleaning !== ""}
              disabled={!entitlement || files.length >= fileLimits.count}
            >
              {t("choose")}
            </Button>
          )}
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
      <p>
        <strong>{t("removed.title")}</strong> {t("removed.text")}
      </p>
      <p>
        <strong>{t("stays.title")}</strong> {t("stays.text")}
      </p>
    </details>
  );
}
