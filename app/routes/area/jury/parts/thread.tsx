import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { day as dayOf } from "#app/i18n/when.ts";

type Message = { letter: string; own: boolean; text: string; day: string };

/**
 * What the jurors of a proposal write to each other under their letters, and, while `action` is
 * given, a message to add.
 */
export function Thread({ messages, action }: { messages: Message[]; action: string | null }) {
  const t = useTranslations("thread");
  return (
    <section id="thread" className="panel stack" aria-labelledby="thread-title" tabIndex={-1}>
      <h2 id="thread-title">{t("title")}</h2>
      <p className="soft">{t("text")}</p>
      {messages.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <ol className="thread" aria-live="polite">
          {messages.map((message, at) => (
            <Line key={at} {...message} />
          ))}
        </ol>
      )}
      {action && <Writing key={messages.filter(({ own }) => own).length} action={action} />}
    </section>
  );
}

function Line({ letter, own, text, day }: Message) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  return (
    <li>
      <p className="soft">
        <strong>{t(own ? "pseudonymOwn" : "pseudonym", { letter })}</strong> ·{" "}
        {dayOf(day, locale, "UTC")}
      </p>
      <p className="typed">{text}</p>
    </li>
  );
}

function Writing({ action }: { action: string }) {
  const t = useTranslations("thread");
  const words = useInvalidWords();
  const fetcher = useFetcher<{
    refusal?: Refusal;
    result?: { error?: Record<string, string[] | null> | null };
  }>();
  const error = fetcher.data?.result?.error?.text?.[0];
  return (
    <fetcher.Form method="post" action={action} className="stack comment">
      <label>
        {t("write")}
        <textarea
          name="text"
          rows={3}
          maxLength={4000}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "message-error" : undefined}
        />
      </label>
      {error && (
        <p id="message-error" className="bad" role="alert">
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
