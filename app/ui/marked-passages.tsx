import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type Excerpt, excerptOf, type Mark } from "#app/domain/self-identification/mark.ts";

/** A mark in one of several texts. */
export type FieldMark = Mark & { field: string };

type Props = {
  marks: FieldMark[];
  texts: Record<string, string>;
  nameOf: (field: string) => string;
  lang?: string;
  perField?: (field: string) => ReactNode;
  perMark?: (mark: FieldMark) => ReactNode;
};

/**
 * Passages that may say who wrote them: each in its context, with what it is and why it matters, by
 * field.
 */
export function MarkedPassages({ marks, texts, nameOf, lang, perField, perMark }: Props) {
  const fields = [...new Set(marks.map(({ field }) => field))];
  return (
    <div className="stack">
      {fields.map((field) => (
        <section key={field} aria-label={nameOf(field)}>
          <div className="row between">
            <h3 style={{ margin: 0 }}>{nameOf(field)}</h3>
            {perField?.(field)}
          </div>
          <ul className="marked">
            {marks
              .filter((mark) => mark.field === field)
              .map((mark) => (
                <li key={mark.start}>
                  <Passage
                    excerpt={{ kind: mark.kind, ...excerptOf(texts[field] ?? "", mark) }}
                    lang={lang}
                  />
                  {perMark?.(mark)}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The same of a file: `excerpts` are what was found in its text. */
export function FilePassages({ excerpts, name }: { excerpts: Excerpt[]; name: string }) {
  return (
    <section aria-label={name}>
      <h3 style={{ margin: 0 }}>{name}</h3>
      <ul className="marked">
        {excerpts.map((excerpt, at) => (
          <li key={at}>
            <Passage excerpt={excerpt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Passage({
  excerpt: { kind, before, words, after },
  lang,
}: {
  excerpt: Excerpt;
  lang?: string | undefined;
}) {
  const t = useTranslations("guard");
  return (
    <>
      <p lang={lang} className="excerpt">
        {before}
        <mark>{words}</mark>
        {after}
      </p>
      <p className="soft">
        <span className={`tag mark-${kind}`}>{t(`kind.${kind}`)}</span> {t(`why.${kind}`)}
      </p>
    </>
  );
}
