import { Button, Checkbox, Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import {
  type Draft,
  goalNumbers,
  horizons,
  markdownFields,
  type FormStep,
  steps,
  type TextField,
  textFields,
} from "#app/domain/proposal/proposal.ts";
import { countWords } from "#app/domain/proposal/words.ts";
import { useInvalidWords } from "#app/ui/forms/refusal-alert.tsx";
import { Markdown } from "./later.tsx";
import type { EditionChoice, FieldErrors } from "./edition-choice.ts";
import { fieldId, type ProposalForm } from "./field-id.ts";

type Props = {
  form: ProposalForm;
  step: FormStep;
  draft: Draft;
  onChange: (draft: Draft) => void;
  errors: FieldErrors;
  edition: EditionChoice;
  locale: Locale;
};

/** The fields of one step. */
export function ProposalFields({ form, step, draft, onChange, errors, edition, locale }: Props) {
  const words = useInvalidWords();
  const error = (field: string) => (errors[field] ? words(errors[field]) : undefined);
  return (
    <div className="stack narrow">
      {steps[step].map((field) => {
        if (field === "horizon")
          return (
            <HorizonField
              key={field}
              id={fieldId(form, field)}
              value={draft.horizon}
              error={error(field)}
              onChange={(horizon) => onChange({ ...draft, horizon })}
            />
          );
        if (field === "categories")
          return (
            <CategoryField
              key={field}
              id={fieldId(form, field)}
              value={draft.categories ?? []}
              error={error(field)}
              edition={edition}
              locale={locale}
              onChange={(categories) => onChange({ ...draft, categories })}
            />
          );
        if (field === "goals")
          return (
            <GoalsField
              key={field}
              value={draft.goals ?? []}
              onChange={(goals) => onChange({ ...draft, goals })}
            />
          );
        return (
          <WordField
            key={field}
            id={fieldId(form, field)}
            field={field}
            value={draft[field] ?? ""}
            error={error(field)}
            onChange={(text) => onChange({ ...draft, [field]: text })}
          />
        );
      })}
    </div>
  );
}

/** A text with its count of words; Markdown ones can be previewed. */
function WordField({
  id,
  field,
  value,
  error,
  onChange,
}: {
  id: string;
  field: TextField;
  value: string;
  error?: string | undefined;
  onChange: (text: string) => void;
}) {
  const t = useTranslations("proposal");
  const [preview, setPreview] = useState(false);
  const { soft, hard, required } = textFields[field];
  const count = countWords(value);
  const takesMarkdown = markdownFields.includes(field);
  return (
    <div>
      {preview ? (
        <div className="panel" role="group" aria-label={t(`fields.${field}.label`)}>
          <Markdown text={value} />
        </div>
      ) : (
        <Textarea
          id={id}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
          withAsterisk={required}
          label={t(`fields.${field}.label`)}
          description={t(`fields.${field}.help`)}
          autosize
          minRows={field === "title" ? 1 : 3}
          maxRows={22}
          spellCheck
          autoComplete="off" /* what browsers restore of a form they write to disk */
        />
      )}
      <div className="row" style={{ justifyContent: "space-between", fontSize: "0.88rem" }}>
        <span
          className={count > hard ? "over" : "soft"}
          style={
            count > hard ? { color: "var(--mantine-color-red-8)", fontWeight: 600 } : undefined
          }
        >
          {t("count", { count, soft, hard })}
        </span>
        {takesMarkdown && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setPreview(!preview)}
            aria-pressed={preview}
          >
            {t(preview ? "edit" : "preview")}
          </Button>
        )}
      </div>
    </div>
  );
}

function HorizonField({
  id,
  value,
  error,
  onChange,
}: {
  id: string;
  value?: string | undefined;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useTranslations("proposal");
  return (
    <Radio.Group
      name={id}
      label={t("fields.horizon.label")}
      withAsterisk
      value={value ?? ""}
      onChange={onChange}
      error={error}
    >
      {horizons.map((each, i) => (
        <Radio
          key={each}
          id={i === 0 ? id : undefined}
          value={each}
          label={t(`horizon.${each}`)}
          mt="xs"
        />
      ))}
    </Radio.Group>
  );
}

function CategoryField({
  id,
  value,
  error,
  edition,
  locale,
  onChange,
}: {
  id: string;
  value: string[];
  error?: string | undefined;
  edition: EditionChoice;
  locale: Locale;
  onChange: (value: string[]) => void;
}) {
  const t = useTranslations("proposal");
  const { minCategories: min, maxCategories: max } = edition;
  return (
    <Checkbox.Group
      label={t("fields.categories.label")}
      description={t("fields.categories.help", { min, max })}
      withAsterisk
      value={value}
      onChange={onChange}
      error={error}
    >
      {edition.categories.map(({ key, name, description }, i) => (
        <Checkbox
          key={key}
          {...(i === 0 && { id })}
          value={key}
          label={inLocale(name, locale)}
          description={inLocale(description, locale)}
          mt="xs"
        />
      ))}
    </Checkbox.Group>
  );
}

function GoalsField({ value, onChange }: { value: number[]; onChange: (value: number[]) => void }) {
  const t = useTranslations("proposal");
  return (
    <Checkbox.Group
      label={t("fields.goals.label")}
      description={t("fields.goals.help")}
      value={value.map(String)}
      onChange={(goals) => onChange(goals.map(Number).sort((a, b) => a - b))}
    >
      <div
        style={{
          display: "grid",
          gridTemplateColumns: "repeat(auto-fill, minmax(15rem, 1fr))",
          gap: "0.4rem",
          marginTop: "0.5rem",
        }}
      >
        {goalNumbers.map((goal) => (
          <Checkbox key={goal} value={String(goal)} label={`${goal}. ${t(`goals.${goal as 1}`)}`} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
