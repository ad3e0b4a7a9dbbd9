import { useLocale, useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import type { Criterion } from "./rubric.tsx";

type Props = {
  criteria: Criterion[];
  scale: Record<string, number[]>;
  scores: Record<string, number>;
};

/**
 * How the juror used the scale on the other own proposals, by criterion, with the score given here
 * marked.
 */
export function OwnScale({ criteria, scale, scores }: Props) {
  const t = useTranslations("sheet.scale");
  const locale = useLocale();
  const rated = Object.values(scale).some((counts) => counts.some((count) => count > 0));
  if (!rated) return null;
  return (
    <details className="panel own-scale">
      <summary>{t("title")}</summary>
      <p className="soft">{t("text")}</p>
      {criteria.map(({ key, name }) => (
        <div key={key}>
          <h3>{inLocale(name, locale)}</h3>
          <ol>
            {(scale[key] ?? []).map((count, score, counts) => (
              <li
                key={score}
                aria-current={scores[key] === score || undefined}
                aria-label={t("bar", { score, count })}
              >
                <span
                  className="bar"
                  style={{ blockSize: `${(100 * count) / Math.max(1, ...counts)}%` }}
                />
                <b>{score}</b>
                <small>{count}</small>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </details>
  );
}
