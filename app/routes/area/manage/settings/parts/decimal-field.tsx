import { useLocale } from "use-intl";
import { type FieldProps, NumberField } from "#app/ui/forms/fields.tsx";

/** A number with decimals, behind the mark of the reader's language; both marks are taken. */
export function DecimalField<T>({ field, ...props }: FieldProps<T>) {
  const mark = new Intl.NumberFormat(useLocale()).format(0.5).charAt(1);
  const stored = field.initialValue;
  const shown =
    typeof stored === "string"
      ? { defaultValue: stored.replace(/^(\d+)\.(\d+)$/, `$1${mark}$2`) }
      : {};
  return <NumberField {...props} field={field} {...shown} inputMode="decimal" />;
}
