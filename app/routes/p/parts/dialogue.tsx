import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Dialogue } from "#app/deposit/responses.ts";
import { messageText, type ProposerKind } from "#app/domain/screening/dialogue.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { dateTime } from "#app/i18n/when.ts";
import { send, tried } from "./client.ts";
import type { Found } from "./found-proposal.ts";
import { useGuardBeforeSending } from "./guard.tsx";
import { InMemory } from "./kept/in-memory.tsx";
import { useKept } from "./kept/kept.ts";
import { messageOf, sayOwn } from "./kept/typed.ts";

type Props = { found: Found; locale: Locale; onChanged: (dialogue: Dialogue) => void };

/** The organisers' questions and their own answers; neither side learns who the other is. */
export function DialoguePanel({ found, locale, onChanged }: Props) {
  const t = useTranslations("p.dialogue");
  const { messages, mayAnswer, contestUntil } = found.own.dialogue;
  const isLead = found.own.role === "lead";
  if (messages.length === 0 && !contestUntil) return null;
  return (
    <section className="panel stack" aria-labelledby="dialogue">
      <h3 id="dialogue">{t("title")}</h3>
      {messages.length > 0 && (
        <ol className="thread">
          {messages.map(({ side, kind, text, waits }, at) => (
            <li key={at} data-side={side}>
              <p className="soft">
                <strong>{t(`kind.${kind}`)}</strong>
                {waits && ` · ${t("waits")}`}
              </p>
              <p className="typed">{text}</p>
            </li>
          ))}
        </ol>
      )}
      {!isLead && (mayAnswer || contestUntil) && <p className="soft">{t("leadOnly")}</p>}
      {isLead && mayAnswer && (
        <Compose
          key={`answer ${messages.length}`}
          kind="ANSWER"
          found={found}
          onChanged={onChanged}
        />
      )}
      {isLead && contestUntil && (
        <>
          <p>
            {t("contestUntil", { until: dateTime(contestUntil, locale, found.edition.timeZone) })}
          </p>
          <Compose
            key={`contest ${messages.length}`}
            kind="CONTEST"
            found={found}
            onChanged={onChanged}
          />
        </>
      )}
    </section>
  );
}

/** Something to write; what may say who writes is shown once before it is sent. */
function Compose({
  kind,
  found: { edition, accessKey },
  onChanged,
}: Omit<Props, "locale"> & { kind: ProposerKind }) {
  const t = useTranslations("p.dialogue");
  const words = useInvalidWords();
  const typed = messageOf(kind, accessKey);
  const { value: text, isHere } = useKept(typed);
  const [error, setError] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const guard = useGuardBeforeSending({ edition: edition.id, accessKey });
  const write = async () => {
    const parsed = messageText.safeParse(text);
    setError(parsed.success ? "" : (parsed.error.issues[0]?.message ?? "invalid"));
    if (!parsed.success) return;
    setBusy(true);
    setProblem(null);
    if (!(await guard.holdsBack({ message: parsed.data }))) {
      await tried(setProblem, async () => {
        const answer = await send({
          op: "write",
          edition: edition.id,
          accessKey,
          kind,
          text: parsed.data,
        });
        typed.forget();
        onChanged(answer);
      });
    }
    setBusy(false);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void write();
      }}
    >
      <Textarea
        label={t(`write.${kind}`)}
        description={t("help")}
        value={text}
        onChange={({ currentTarget: { value } }) => typed.set(() => value)}
        error={error ? words(error) : undefined}
        autosize
        minRows={3}
        maxRows={14}
        autoComplete="off"
      />
      {guard.notice}
      {text && !isHere && (
        <InMemory
          onKeepHere={() => {
            sayOwn();
            typed.keepHere();
          }}
        />
      )}
      <RefusalAlert refusal={problem ?? undefined} />
      <div>
        <Button type="submit" loading={busy}>
          {t(guard.notice ? "sendAsItIs" : "send")}
        </Button>
      </div>
    </form>
  );
}
