import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import type { ChangeEvent } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { guesses } from "#app/domain/scoring/sheet.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";

// 'Do you think you know the author?' is asked within the sheet, above what saves it, and kept by
// itself: its fields belong to a form that stands beside the sheet's, since no form stands in
// another.

const formId = "author";
const useAnswer = (no: number) => useFetcher<{ refusal?: Refusal }>({ key: `author-${no}` });

/** The question: kept as soon as it is answered, and with a button where there is no script. */
export function AuthorQuestion({
  no,
  guess,
  editable,
}: {
  no: number;
  guess: string | null;
  editable: boolean;
}) {
  const t = useTranslations("sheet.author");
  const fetcher = useAnswer(no);
  const keep = ({ target }: ChangeEvent<HTMLInputElement>) => fetcher.submit(target.form);
  return (
    <fieldset id="author-question" className="criterion" disabled={!editable}>
      <legend>{t("question")}</legend>
      <p className="soft">{t("help")}</p>
      <div className="scale">
        {guesses.map((each) => (
          <label key={each}>
            <input
              form={formId}
              type="radio"
              name="guess"
              value={each}
              defaultChecked={guess === each}
              onChange={keep}
            />{" "}
            {t(each)}
          </label>
        ))}
      </div>
      <noscript>
        <Button form={formId} type="submit" size="compact-sm" variant="default">
          {t("save")}
        </Button>
      </noscript>
      <RefusalAlert refusal={fetcher.data?.refusal} />
    </fieldset>
  );
}

/** The form of its fields; nothing of it is seen. */
export function AuthorForm({ no, action }: { no: number; action: string }) {
  const { Form } = useAnswer(no);
  return <Form id={formId} method="post" action={action} />;
}
