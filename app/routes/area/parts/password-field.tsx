import { PasswordInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { type FieldProps, useField } from "#app/ui/forms/fields.tsx";

/** A password, which can be shown. */
export function PasswordField<T>({
  field,
  label,
  description,
  required,
  autoComplete,
}: FieldProps<T> & { autoComplete: string }) {
  const toggle = useTranslations("form")("showPassword");
  const { key, ...own } = useField(field);
  return (
    <PasswordInput
      key={key}
      {...own}
      label={label}
      description={description}
      withAsterisk={required === true}
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ "aria-label": toggle }}
    />
  );
}
