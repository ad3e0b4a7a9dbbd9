import { Button } from "@mantine/core";
import { Form, useFetcher } from "@remix-run/react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { textFieldNames, type TextField } from "#app/domain/proposal/proposal.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { excerptOf, markKinds } from "#app/domain/self-identification/mark.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { type FieldMark, MarkedPassages } from "#app/ui/marked-passages.tsx";

export type HiddenPassageView = {
  id: string;
  field: string;
  start: number;
  end: number;
  reason: string;
};
type Words = Record<TextField, string> & { locale: string };
type Props = {
  words: Words;
  marks: FieldMark[];
  hidden: HiddenPassageView[];
  /** where the acts are sent */ action: string;
  editable: boolean;
};

/** What may say who wrote the proposal, what is hidden from jurors, and how to hide more. */
export function Hiding({ words, marks, hidden, action, editable }: Props) {
  const t = useTranslations("hiding");
  const nameOf = useFieldName();
  const isHidden = ({ field, start, end }: FieldMark) =>
    hidden.some((each) => each.field === field && each.start <= start && each.end >= end);
  const open = marks.filter((mark) => !isHidden(mark));
  return (
    <section className="panel stack" aria-labelledby="hiding">
      <h2 id="hiding">{t("title")}</h2>
      <p className="soft">
        {open.length === 0 ? t("noneMarked") : t("marked", { count: open.length })}
      </p>
      <MarkedPassages
        marks={open}
        texts={words}
        nameOf={nameOf}
        lang={words.locale}
        perMark={(mark) =>
          editable && (
            <Act
              action={action}
              values={{ field: mark.field, start: mark.start, end: mark.end, reason: mark.kind }}
              size="compact-sm"
              variant="default"
              aria-label={`${t("hide")}: ${words[mark.field as TextField].slice(mark.start, mark.end)}`}
            >
              {t("hide")}
            </Act>
          )
        }
      />
      {hidden.length > 0 && (
        <HiddenList words={words} hidden={hidden} action={action} editable={editable} />
      )}
      {editable && <HideSelection words={words} action={action} />}
    </section>
  );
}

function useFieldName(): (field: string) => string {
  const t = useTranslations("proposal.fields");
  return (name) => {
    const field = textFieldNames.find((each) => each === name);
    return field ? t(`${field}.label`) : name;
  };
}

function HiddenList({ words, hidden, action, editable }: Omit<Props, "marks">) {
  const t = useTranslations("hiding");
  const kind = useTranslations("guard.kind");
  const nameOf = useFieldName();
  const reasonOf = (reason: string) => {
    const known = markKinds.find((each) => each === reason);
    return known ? kind(known) : reason;
  };
  return (
    <div>
      <h3>{t("hidden", { count: hidden.length })}</h3>
      <ul className="marked">
        {hidden.map(({ id, field, start, end, reason }) => {
          const {
            before,
            words: passage,
            after,
          } = excerptOf(words[field as TextField] ?? "", { start, end });
          return (
            <li key={id}>
              <p lang={words.locale} className="excerpt">
                {before}
                <del>{passage}</del>
                {after}
              </p>
              <p className="soft">
                {nameOf(field)} · {reasonOf(reason)}
              </p>
              {editable && (
                <Act
                  action={`${action}/${id}/removal`}
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t("show")}: ${passage}`}
                >
                  {t("show")}
                </Act>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Any passage: select it in the text as it was written, with mouse or keyboard, and press. */
function HideSelection({ words, action }: { words: Words; action: string }) {
  const t = useTranslations("hiding");
  const nameOf = useFieldName();
  const invalid = useInvalidWords();
  const fetcher = useFetcher<{
    refusal?: Refusal;
    result?: { error?: Record<string, string[] | null> | null };
  }>();
  const text = useRef<HTMLTextAreaElement>(null);
  const [field, setField] = useState<TextField>("problem");
  const [selected, setSelected] = useState({ start: 0, end: 0 });
  const filled = textFieldNames.filter((each) => words[each]);
  const error = fetcher.data?.result?.error;
  const select = () =>
    setSelected({ start: text.current?.selectionStart ?? 0, end: text.current?.selectionEnd ?? 0 });
  return (
    <details>
      <summary>{t("more")}</summary>
      <Form
        method="post"
        action={action}
        className="stack comment"
        onSubmit={(event) => {
          event.preventDefault();
          void fetcher.submit(event.currentTarget);
        }}
      >
        <label>
          {t("field")}
          <select
            name="field"
            value={field}
            onChange={(event) => {
              setField(filled.find((each) => each === event.currentTarget.value) ?? "problem");
              setSelected({ start: 0, end: 0 });
            }}
          >
            {filled.map((each) => (
              <option key={each} value={each}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("select")}
          {/* not `readOnly`: Chromium would select with the mouse only; what is typed is dropped instead */}
          <textarea
            key={field}
            ref={text}
            aria-readonly
            rows={7}
            lang={words.locale}
            value={words[field]}
            onChange={() => {}}
            onBeforeInput={(event) => event.preventDefault()}
            onSelect={select}
            onKeyUp={select}
            onMouseUp={select}
          />
        </label>
        <input type="hidden" name="start" value={selected.start} />
        <input type="hidden" name="end" value={selected.end} />
        <p className="excerpt" aria-live="polite">
          {selected.end > selected.start
            ? t("selected", { words: words[field].slice(selected.start, selected.end) })
            : t("nothing")}
        </p>
        {error?.end?.[0] && (
          <p className="bad" role="alert">
            {invalid(error.end[0])}
          </p>
        )}
        <label>
          {t("reason")}
          <textarea name="reason" rows={2} maxLength={500} required />
        </label>
        {error?.reason?.[0] && (
          <p className="bad" role="alert">
            {invalid(error.reason[0])}
          </p>
        )}
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <div>
          <Button
            type="submit"
            variant="default"
            loading={fetcher.state !== "idle"}
            disabled={selected.end <= selected.start}
          >
            {t("hideSelected")}
          </Button>
        </div>
      </Form>
    </details>
  );
}
