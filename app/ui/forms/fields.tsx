import type { FieldMetadata } from "@conform-to/react";
import { Alert, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { RefusalAlert, useInvalidWords } from "./refusal-alert.tsx";

export { RefusalAlert, useInvalidWords };

// Conform's fields on Mantine's uncontrolled inputs: names, first values and errors go in, nothing
// else is shared.

/** What every field is given. */
export type FieldProps<T> = {
  field: FieldMetadata<T>;
  label: ReactNode;
  description?: ReactNode;
  required?: boolean;
};

export function TextField<T>({
  field,
  label,
  description,
  required,
  ...input
}: FieldProps<T> & {
  type?: string;
  inputMode?: "numeric" | "decimal";
  autoComplete?: string;
  placeholder?: string;
  defaultValue?: string;
}) {
  const { key, ...own } = useField(field);
  return (
    <TextInput
      key={key}
      {...own}
      {...input}
      label={label}
      description={description}
      withAsterisk={required === true}
    />
  );
}

export function TextAreaField<T>({
  field,
  label,
  description,
  required,
  rows = 4,
}: FieldProps<T> & { rows?: number }) {
  const { key, ...own } = useField(field);
  return (
    <Textarea
      key={key}
      {...own}
      label={label}
      description={description}
      withAsterisk={required === true}
      autosize
      minRows={rows}
      maxRows={24}
    />
  );
}

/** A number as text: anything else stays as it was typed, and is answered at the field. */
export function NumberField<T>({
  inputMode = "numeric",
  ...props
}: FieldProps<T> & { inputMode?: "numeric" | "decimal"; defaultValue?: string }) {
  return <TextField {...props} inputMode={inputMode} autoComplete="off" />;
}

export function SelectField<T>({
  field,
  label,
  description,
  required,
  options,
}: FieldProps<T> & { options: { value: string; label: string }[] }) {
  const { key, ...own } = useField(field);
  return (
    <NativeSelect
      key={key}
      {...own}
      label={label}
      description={description}
      withAsterisk={required === true}
      data={options}
    />
  );
}

export function CheckField<T>({ field, label, description }: FieldProps<T>) {
  const { key, name, error, defaultValue } = useField(field);
  return (
    <Checkbox
      key={key}
      name={name}
      error={error}
      defaultChecked={defaultValue === "on" || defaultValue === "true"}
      label={label}
      description={description}
    />
  );
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

/** Tells that an act was done; announced politely. */
export function Done({ when, children }: { when: boolean; children: ReactNode }) {
  return (
    <div role="status">
      {when && (
        <Alert color="green" variant="light">
          {children}
        </Alert>
      )}
    </div>
  );
}
