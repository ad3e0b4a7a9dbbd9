import { useLocale, useTranslations } from "use-intl";
import { type FileEntry, fileName } from "#app/domain/proposal/attachment.ts";
import { number } from "#app/i18n/when.ts";

type Props = {
  files: FileEntry[];
  /** the address of the first is `base`/1 */ base: string;
  heading?: 2 | 3;
};

/** What is attached: pictures to look at, everything to download. Nothing when there is nothing. */
export function AttachmentList({ files, base, heading = 3 }: Props) {
  const t = useTranslations("attachments");
  const Heading = heading === 2 ? "h2" : "h3";
  const size = useFileSize();
  if (files.length === 0) return null;
  return (
    <section>
      <Heading>{t("title")}</Heading>
      <ul className="files">
        {files.map(({ position, kind, size: bytes }) => (
          <li key={position}>
            <a href={`${base}/${position}`} download={fileName(position, kind)}>
              {fileName(position, kind)}
            </a>{" "}
            <span className="soft">
              {t(`kind.${kind}`)}, {size(bytes)}
            </span>
            {kind !== "pdf" && (
              <img src={`${base}/${position}`} alt={t("picture", { position })} loading="lazy" />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A size in words: '120 kB', '1,4 MB'. */
export function useFileSize(): (bytes: number) => string {
  const locale = useLocale();
  return (bytes) =>
    bytes < 1_000_000
      ? `${Math.max(1, Math.round(bytes / 1000))} kB`
      : `${number(bytes / 1_000_000, locale, 1)} MB`;
}
