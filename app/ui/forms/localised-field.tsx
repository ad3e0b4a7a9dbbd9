import { useLocale, useTranslations } from "use-intl";
import { defaultLocale, type Locale, locales } from "#app/domain/locale.ts";
import { languageName } from "#app/i18n/language-name.ts";
import type { FieldMetadata } from "@conform-to/react";
import { TextAreaField, TextField } from "./fields.tsx";

type InEach = { [Each in Locale]?: string | undefined };

/**
 * A text in every language: one field each, named by label and language. `rows` for a long one;
 * `required` marks all of them, or the `first` alone where one language is enough. What is described
 * is described once.
 */
export function LocalisedField({
  field,
  label,
  description,
  required,
  rows,
}: {
  field: FieldMetadata<InEach | undefined>;
  label: string;
  description?: string;
  required?: "all" | "first";
  rows?: number;
}) {
  const nameIn = useNameInLanguage();
  const fields = field.getFieldset();
  return locales.map((locale) => {
    const own = {
      field: fields[locale],
      label: nameIn(label, locale),
      description: locale === defaultLocale ? description : undefined,
      required: required === "all" || (required === "first" && locale === defaultLocale),
    };
    return rows ? (
      <TextAreaField key={locale} {...own} rows={rows} />
    ) : (
      <TextField key={locale} {...own} />
    );
  });
}

/** What a field is called that is there once for each language. */
export function useNameInLanguage(): (label: string, language: Locale) => string {
  const t = useTranslations("form");
  const shownIn = useLocale();
  return (label, language) => t("inLanguage", { label, language: languageName(language, shownIn) });
}
