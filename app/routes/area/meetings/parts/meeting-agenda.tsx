import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { AgendaView } from "#app/queries/meetings/meeting.server.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";

type Answer = { refusal?: Refusal; result?: { error?: Record<string, string[] | null> | null } };
type Props = { base: string; editable: boolean };

/** What a meeting discusses, in order: who leaves the room for it, and a note. */
export function Agenda({ items, ...props }: Props & { items: AgendaView[] }) {
  const t = useTranslations("meetings");
  return (
    <section className="stack" aria-labelledby="agenda">
      <h2 id="agenda">{t("agenda")}</h2>
      {items.length === 0 && <p>{t("noAgenda")}</p>}
      <ol className="stack plain-agenda">
        {items.map((item) => (
          <Item key={item.no} item={item} {...props} />
        ))}
      </ol>
    </section>
  );
}

function Item({ item, base, editable }: Props & { item: AgendaView }) {
  const { no, title, locale, leave, discussed, current } = item;
  const t = useTranslations("meetings");
  const fetcher = useFetcher<Answer>();
  return (
    <li className="panel stack" aria-current={current ? "step" : undefined}>
      <div className="row between">
        <h3>
          {no}. <span lang={locale}>{title}</span>
        </h3>
        {(current || discussed) && (
          <span className={`tag sheet-${current ? "begun" : "delivered"}`}>
            {t(current ? "current" : "discussed")}
          </span>
        )}
      </div>
      {leave.length > 0 && (
        <p>
          <strong>{t(discussed ? "left" : "leave", { names: leave.join(", ") })}</strong>
        </p>
      )}
      {editable && !current && (
        <fetcher.Form method="post" action={`${base}/item`}>
          <input type="hidden" name="publicNo" value={no} />
          <Button
            type="submit"
            size="compact-sm"
            variant={discussed ? "default" : "filled"}
            loading={fetcher.state !== "idle"}
          >
            {t("call", { no })}
          </Button>
          <RefusalAlert refusal={fetcher.data?.refusal} />
        </fetcher.Form>
      )}
      {editable ? (
        <Note item={item} base={base} />
      ) : (
        item.note && <p className="typed">{item.note}</p>
      )}
    </li>
  );
}

/**
 * Follows what others write as long as nothing is typed here; what is typed stays, whatever the
 * others do.
 */
function useNote(stored: string) {
  const [text, setText] = useState(stored);
  const [before, setBefore] = useState(stored);
  if (stored !== before && (text === before || text.trim() === stored)) {
    if (text === before) setText(stored);
    setBefore(stored);
  }
  return { text, setText, before };
}

function Note({ item: { no, note }, base }: { item: AgendaView; base: string }) {
  const t = useTranslations("meetings");
  const words = useInvalidWords();
  const { text, setText, before } = useNote(note);
  const fetcher = useFetcher<Answer>();
  const error = fetcher.data?.result?.error?.note?.[0];
  return (
    <fetcher.Form method="post" action={`${base}/note`} className="stack comment">
      <input type="hidden" name="publicNo" value={no} />
      <input type="hidden" name="before" value={before} />
      <label>
        {t("note", { no })}
        <textarea
          name="note"
          rows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `note-${no}-error` : undefined}
        />
      </label>
      {error && (
        <p id={`note-${no}-error`} className="bad" role="alert">
          {words(error)}
        </p>
      )}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button
          type="submit"
          size="compact-sm"
          variant="default"
          loading={fetcher.state !== "idle"}
        >
          {t("saveNote")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
