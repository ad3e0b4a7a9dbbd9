import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { excerptOf, type Mark } from "#app/domain/self-identification-mark.ts";

/** A mark in one of several texts. */
export type FieldMark = Mark & { field: string };

type Props = { marks: FieldMark[]; texts: Record<string, string>; nameOf: (field: string) => string; lang?: string; heading?: "h3" | "h4"; perField?: (field: string) => ReactNode; perMark?: (mark: FieldMark) => ReactNode };

/** Passages that may say who wrote them: each in its context, with what it is and why it matters, by field. */
export function MarkedPassages({ marks, texts, nameOf, lang, heading: Heading = "h3", perField, perMark }: Props) {
  const t = useTranslations("guard");
  const fields = [...new Set(marks.map(({ field }) => field))];
  return (
    <div className="stack">
      {fields.map((field) => (
        <section key={field} aria-label={nameOf(field)}>
          <div className="row between"><Heading style={{ margin: 0 }}>{nameOf(field)}</Heading>{perField?.(field)}</div>
          <ul className="marked">
            {marks.filter((mark) => mark.field === field).map((mark) => (
              <li key={mark.start}>
                <Excerpt text={texts[field] ?? ""} mark={mark} lang={lang} />
                <p className="soft"><span className={`tag mark-${mark.kind}`}>{t(`kind.${mark.kind}`)}</span> {t(`why.${mark.kind}`)}</p>
                {perMark?.(mark)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Excerpt({ text, mark, lang }: { text: string; mark: Mark; lang?: string }) {
  const { before, words, after } = excerptOf(text, mark);
  return <p lang={lang} className="excerpt">{before}<mark>{words}</mark>{after}</p>;
}
