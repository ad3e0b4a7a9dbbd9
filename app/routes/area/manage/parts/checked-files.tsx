import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { type FileEntry, fileName } from "#app/domain/proposal/attachment.ts";
import type { Excerpt } from "#app/domain/self-identification/mark.ts";
import { FilePassages } from "#app/ui/marked-passages.tsx";

/**
 * What in the attached documents may say who wrote them. Nothing can be hidden in a file: it is
 * admitted as it is, or not.
 */
export function CheckedFiles({ files, base }: { files: FileEntry[]; base: string }) {
  const t = useTranslations("hiding");
  const documents = files.filter(({ kind }) => kind === "pdf");
  if (documents.length === 0) return null;
  return (
    <section className="panel stack" aria-labelledby="checked-files">
      <h2 id="checked-files">{t("files.title")}</h2>
      <p className="soft">{t("files.text")}</p>
      {documents.map(({ position, kind }) => (
        <CheckedFile
          key={position}
          name={fileName(position, kind)}
          address={`${base}/${position}/passages`}
        />
      ))}
    </section>
  );
}

function CheckedFile({ name, address }: { name: string; address: string }) {
  const t = useTranslations("hiding");
  const fetcher = useFetcher<{ passages: Excerpt[] }>();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the fetcher is another object each time
  useEffect(() => fetcher.load(address), [address]);
  const passages = fetcher.data?.passages;
  if (!passages) return <p role="status">{t("files.reading", { name })}</p>;
  return passages.length === 0 ? (
    <p>{t("files.none", { name })}</p>
  ) : (
    <FilePassages excerpts={passages} name={name} />
  );
}
