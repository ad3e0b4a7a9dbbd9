import { useLocale, useTranslations } from "use-intl";
import { MessageForm } from "#app/ui/forms/message-form.tsx";
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
      {editable && (
        <MessageForm key={messages.length} action={action} label={t("ask")} send={t("send")} />
      )}
    </section>
  );
}
