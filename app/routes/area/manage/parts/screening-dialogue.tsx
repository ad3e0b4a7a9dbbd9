import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { day } from "#app/i18n/when.ts";

type Message = {
  side: "ORGANISER" | "PROPOSER";
  kind: "QUESTION" | "ANSWER" | "CONTEST";
  text: string;
  day: string;
};

/** What organisers and whoever wrote the proposal said to each other, and a question to ask. */
export function ScreeningDialogue({
  messages,
  action,
  editable,
}: {
  messages: Message[];
  action: string;
  editable: boolean;
}) {
  const t = useTranslations("dialogue");
  const locale = useLocale();
  return (
    <section className="panel stack" aria-labelledby="dialogue">
      <h2 id="dialogue">{t("title")}</h2>
      <p className="soft">{t("text")}</p>
      {messages.length > 0 && (
        <ol className="thread">
          {messages.map(({ side, kind, text, day: date }, at) => (
            <li key={at} data-side={side}>
              <p className="soft">
                <strong>{t(`kind.${kind}`)}</strong> · {day(date, locale, "UTC")}
              </p>
              <p className="typed">{text}</p>
            </li>
          ))}
        </ol>
      )}
      {editable && <Question key={messages.length} action={action} />}
    </section>
  );
}

function Question({ action }: { action: string }) {
  const t = useTranslations("dialogue");
  const words = useInvalidWords();
  const fetcher = useFetcher<{
    refusal?: Refusal;
    result?: { error?: Record<string, string[] | null> | null };
  }>();
  const error = fetcher.data?.result?.error?.text?.[0];
  return (
    <fetcher.Form method="post" action={action} className="stack comment">
      <label>
        {t("ask")}
        <textarea
          name="text"
          rows={3}
          maxLength={4000}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "question-error" : undefined}
        />
      </label>
      {error && (
        <p id="question-error" className="bad" role="alert">
          {words(error)}
        </p>
      )}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
          {t("send")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
