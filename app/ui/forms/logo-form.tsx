import { Button, TextInput } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { defaultLocale, inLocale, locales, type Localised } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "./fields.tsx";
import { useNameInLanguage } from "./localised-field.tsx";
import { useReasonWords } from "./reason-words.tsx";

type Props = {
  logo: { src: string; width: number; height: number } | null;
  action: string;
  /** what the picture says; absent where the words stand beside it on every page */
  alt?: Localised;
};

/** A logo: the one that is kept, another file, and the words for who does not see it. */
export function LogoForm({ logo, action, alt }: Props) {
  const fetcher = useFetcher<{ refusal: Refusal }>();
  const t = useTranslations("sponsors.logo");
  const reason = useReasonWords();
  const nameIn = useNameInLanguage();
  const locale = useLocale();
  const refusal = fetcher.data?.refusal;
  const wrong = refusal?.field === "logo" ? refusal.reasons?.map(reason).join(" ") : undefined;
  return (
    <fetcher.Form method="post" action={action} encType="multipart/form-data" className="stack">
      {logo && (
        <p>
          <img
            className="logo"
            src={logo.src}
            alt={alt ? inLocale(alt, locale) : ""}
            width={logo.width / 2}
            height={logo.height / 2}
          />
        </p>
      )}
      <div className="comment">
        <label htmlFor="logo">{t("file")}</label>
        <p className="soft" id="logo-help">
          {t("fileHelp")}
        </p>
        <input
          type="file"
          id="logo"
          name="logo"
          accept="image/png,image/jpeg"
          aria-describedby="logo-help logo-wrong"
          aria-invalid={Boolean(wrong)}
        />
        <p id="logo-wrong" className="bad" role="alert">
          {wrong}
        </p>
      </div>
      {alt &&
        locales.map((each) => (
          <TextInput
            key={each}
            name={`alt.${each}`}
            label={nameIn(t("alt"), each)}
            description={each === defaultLocale ? t("altHelp") : undefined}
            defaultValue={alt[each]}
            maxLength={300}
          />
        ))}
      {!wrong && <RefusalAlert refusal={refusal} />}
      <div className="row">
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {t("save")}
        </Button>
        {logo && (
          <Button
            type="submit"
            variant="outline"
            color="red"
            formAction={`${action}/removal`}
            formNoValidate
          >
            {t("remove")}
          </Button>
        )}
      </div>
    </fetcher.Form>
  );
}
