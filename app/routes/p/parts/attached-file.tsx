import { Alert, Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type FileKind, fileName, mediaType } from "#app/domain/proposal/attachment.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { fromBase64, fromHex, toBase64 } from "#app/sealing/bytes.ts";
import { useFileSize } from "#app/ui/published/attachment-list.tsx";
import { FilePassages } from "#app/ui/marked-passages.tsx";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import type { Attached } from "./attached.ts";
import { send, tried } from "./client.ts";
import type { Entitlement } from "./entitlement.ts";

/** With what files may be read: what one writes with, or the key of an invitation. */
type Reader = Entitlement | { edition: string; inviteKey: string };

type Props = { file: Attached; name: string; entitlement: Reader | null };

/** All of a proposal's, to look at. */
export function AttachedFiles({
  files,
  entitlement,
}: {
  files: Attached[];
  entitlement: Reader | null;
}) {
  const t = useTranslations("attachments");
  if (files.length === 0) return null;
  return (
    <section>
      <h3>{t("title")}</h3>
      <ol className="files">
        {files.map((file, i) => (
          <li key={`${file.sha256} ${i}`}>
            <AttachedFile file={file} name={fileName(i + 1, file.kind)} entitlement={entitlement} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/**
 * A cleaned file as it will be read: a picture at once, a document in a window of its own. One
 * already handed in is fetched when asked for.
 */
export function AttachedFile({ file, name, entitlement }: Props) {
  const t = useTranslations("p.files");
  const tGuard = useTranslations("p.guard");
  const size = useFileSize();
  const [fetched, setFetched] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const bytes = file.cleaned?.bytes ?? fetched;
  const url = useBlobUrl(bytes, file.kind);
  const fetchIt = () =>
    tried(setProblem, async () => {
      const wanted = { ...entitlement, sha256: toBase64(fromHex(file.sha256)) };
      setFetched(
        (
          await ("inviteKey" in wanted
            ? send({ op: "invited-file", ...wanted })
            : send({ op: "file", ...wanted }))
        ).bytes,
      );
    });
  return (
    <div>
      <p className="row">
        <strong>{name}</strong> <span className="soft">{size(file.size)}</span>
      </p>
      {url && file.kind === "pdf" && (
        <p className="row">
          <a href={url} target="_blank" rel="noreferrer">
            {t("look", { name })}
          </a>{" "}
          <a href={url} download={name}>
            {t("download")}
          </a>
        </p>
      )}
      {url && file.kind !== "pdf" && <img src={url} alt={t("picture", { name })} />}
      {!bytes && (
        <Button size="compact-sm" variant="default" onClick={fetchIt}>
          {t("show", { name })}
        </Button>
      )}
      <RefusalAlert refusal={problem ?? undefined} />
      {file.passages.length > 0 && (
        <Alert color="yellow" title={tGuard("found", { count: file.passages.length })}>
          <p>{tGuard("file")}</p>
          <FilePassages excerpts={file.passages} name={name} />
        </Alert>
      )}
    </div>
  );
}

/** An address in this tab for these bytes (base64url), as long as they are shown. */
function useBlobUrl(bytes: string, kind: FileKind): string {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!bytes) return;
    const made = URL.createObjectURL(
      new Blob([new Uint8Array(fromBase64(bytes))], { type: mediaType(kind) }),
    );
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, kind]);
  return url;
}
