import { useId } from "react";
import { useLocale, useTranslations } from "use-intl";
import { inLocale, type Localised } from "#app/domain/locale.ts";
import { commentLimit } from "#app/domain/scoring/scoring.ts";

export type Criterion = {
  key: string;
  weight: number;
  maxScore: number;
  name: Localised;
  description: Localised;
  anchors: Record<string, Localised>;
};

type CriterionProps = {
  criterion: Criterion;
  score: number | undefined;
  onScore?: (score: number) => void;
  error?: string | undefined;
};

/** One criterion as a group of radio buttons, each with the words of its score. */
export function CriterionField({ criterion, score, onScore, error }: CriterionProps) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const errorId = useId();
  const { key, weight, maxScore, name, description, anchors } = criterion;
  const hasWords = Object.values(anchors).some((anchor) => inLocale(anchor, locale));
  return (
    <fieldset
      id={`criterion-${key}`}
      className="criterion"
      data-criterion={key}
      aria-describedby={error ? errorId : undefined}
    >
      <legend>
        {inLocale(name, locale)} <span className="soft">{t("weight", { weight })}</span>
      </legend>
      {inLocale(description, locale) && <p className="soft">{inLocale(description, locale)}</p>}
      <div className={hasWords ? "scale with-words" : "scale"}>
        {Array.from({ length: maxScore + 1 }, (_, value) => (
          <label key={value}>
            <input
              type="radio"
              name={`scores.${key}`}
              value={value}
              {...(onScore
                ? { checked: score === value, onChange: () => onScore(value) }
                : { defaultChecked: score === value })}
            />
            <b>{value}</b> <span>{inLocale(anchors[value] ?? {}, locale)}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={errorId} className="bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type CommentProps = {
  name: "commentProposer" | "commentJury" | "reason";
  value: string;
  onText?: (text: string) => void;
  error?: string | undefined;
  required?: boolean;
};

/** A text of the sheet; nothing is cut off, what is too long is told. */
export function Comment({ name, value, onText, error, required }: CommentProps) {
  const t = useTranslations("sheet");
  const id = useId();
  const over = value.length - commentLimit;
  const problem = error ?? (over > 0 ? t("over", { count: over }) : "");
  return (
    <div className="comment">
      <label htmlFor={id}>
        {t(name)}
        {required && (
          <span aria-hidden className="bad">
            {" "}
            *
          </span>
        )}
      </label>
      <p id={`${id}-help`} className="soft">
        {t(`${name}Help`)}
      </p>
      <textarea
        id={id}
        name={name}
        rows={name === "reason" ? 2 : 4}
        required={required}
        aria-describedby={`${id}-help ${id}-error`}
        aria-invalid={problem !== "" || undefined}
        {...(onText
          ? { value, onChange: (event) => onText(event.currentTarget.value) }
          : { defaultValue: value })}
      />
      <p id={`${id}-error`} className="bad">
        {problem}
      </p>
    </div>
  );
}
