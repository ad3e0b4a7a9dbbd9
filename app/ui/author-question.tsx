import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { guesses } from "#app/domain/sheet.ts";
import { RefusalAlert } from "./fields.tsx";

/** 'Do you think you know the author?': kept as soon as it is chosen, and with a button where there is no script. */
export function AuthorQuestion({ action, guess, editable }: { action: string; guess: string | null; editable: boolean }) {
  const t = useTranslations("sheet.author");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method="post" action={action} className="stack" onChange={(event) => fetcher.submit(event.currentTarget)}>
      <fieldset className="criterion" disabled={!editable}>
        <legend>{t("question")}</legend>
        <p className="soft">{t("help")}</p>
        <div className="scale">
          {guesses.map((each) => (
            <label key={each}><input type="radio" name="guess" value={each} defaultChecked={guess === each} /> {t(each)}</label>
          ))}
        </div>
        <noscript><Button type="submit" size="compact-sm" variant="default">{t("save")}</Button></noscript>
      </fieldset>
      <RefusalAlert refusal={fetcher.data?.refusal} />
    </fetcher.Form>
  );
}
