import { useLocale, useTranslations } from "use-intl";
import { MessageForm } from "#app/ui/forms/message-form.tsx";
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
      {action && (
        <MessageForm
          key={messages.filter(({ own }) => own).length}
          action={action}
          label={t("write")}
          send={t("send")}
        />
      )}
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
