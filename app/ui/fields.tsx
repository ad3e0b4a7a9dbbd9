import type { FieldMetadata } from "@conform-to/react";
import { Alert, Checkbox, NativeSelect, NumberInput, PasswordInput, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";

// Conform's fields on Mantine's uncontrolled inputs: names, first values and errors go in, nothing else is shared.

type Props<T> = { field: FieldMetadata<T>; label: ReactNode; description?: ReactNode; required?: boolean };

export function TextField<T>({ field, label, description, required, ...input }: Props<T> & { type?: string; autoComplete?: string; placeholder?: string }) {
  const { key, ...own } = useField(field);
  return <TextInput key={key} {...own} {...input} label={label} description={description} withAsterisk={required} />;
}

export function PasswordField<T>({ field, label, description, required, autoComplete }: Props<T> & { autoComplete: string }) {
  const toggle = useTranslations("form")("showPassword");
  const { key, ...own } = useField(field);
  return (
    <PasswordInput key={key} {...own} label={label} description={description} withAsterisk={required} autoComplete={autoComplete}
      visibilityToggleButtonProps={{ "aria-label": toggle }} />
  );
}

export function TextAreaField<T>({ field, label, description, required, rows = 4 }: Props<T> & { rows?: number }) {
  const { key, ...own } = useField(field);
  return <Textarea key={key} {...own} label={label} description={description} withAsterisk={required} autosize minRows={rows} maxRows={24} />;
}

export function NumberField<T>({ field, label, description, required, min, max, decimals = 0 }: Props<T> & { min?: number; max?: number; decimals?: number }) {
  const { key, ...own } = useField(field);
  return (
    <NumberInput key={key} {...own} label={label} description={description} withAsterisk={required} min={min} max={max}
      decimalScale={decimals} thousandSeparator="" hideControls />
  );
}

export function SelectField<T>({ field, label, description, required, options }: Props<T> & { options: { value: string; label: string }[] }) {
  const { key, ...own } = useField(field);
  return <NativeSelect key={key} {...own} label={label} description={description} withAsterisk={required} data={options} />;
}

export function CheckField<T>({ field, label, description }: Props<T>) {
  const { key, name, error, defaultValue } = useField(field);
  return <Checkbox key={key} name={name} error={error} defaultChecked={defaultValue === "on" || defaultValue === "true"} label={label} description={description} />;
}

/** A field's name, first value and error in words. */
export function useField<T>(field: FieldMetadata<T>) {
  const words = useInvalidWords();
  return {
    key: field.key,
    name: field.name,
    id: field.id,
    defaultValue: typeof field.initialValue === "string" ? field.initialValue : undefined,
    error: field.errors?.[0] ? words(field.errors[0]) : undefined,
  };
}

/** Turns `key?param=value` (see form-messages) into words. */
export function useInvalidWords(): (message: string) => string {
  const t = useTranslations("invalid");
  return (message) => {
    const [key = "", query] = message.split("?", 2);
    const values = Object.fromEntries(new URLSearchParams(query));
    return t.has(key as "required") ? t(key as "required", values) : t("invalid");
  };
}

/** A refusal in words, announced to screen readers. */
export function RefusalAlert({ refusal }: { refusal: Refusal | undefined }) {
  const t = useTranslations("refusal");
  const reason = useReasonWords();
  if (!refusal) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={t(refusal.code, refusal.params)}>
      {refusal.reasons && <ul>{refusal.reasons.map((each) => <li key={JSON.stringify(each)}>{reason(each)}</li>)}</ul>}
    </Alert>
  );
}

/** A reason (something that blocks) in words. */
export function useReasonWords(): (reason: { key: string; params?: Record<string, string | number> }) => string {
  const t = useTranslations("reason");
  return ({ key, params }) => (t.has(key as never) ? t(key as never, params as never) : key);
}

/** Tells that an act was done; announced politely. */
export function Done({ when, children }: { when: boolean; children: ReactNode }) {
  return (
    <div role="status">
      {when && <Alert color="green" variant="light">{children}</Alert>}
    </div>
  );
}
