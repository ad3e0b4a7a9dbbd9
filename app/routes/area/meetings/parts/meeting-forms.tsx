import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useFormatter, useTranslations } from "use-intl";
import { agendaOrders } from "#app/domain/meetings/meeting.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";

type Answer = { refusal?: Refusal; result?: { error?: Record<string, string[] | null> | null } };
type Row = {
  no: number;
  title: string;
  locale: string;
  rank: number | null;
  score: number | null;
  listed: boolean;
};

/** Who of the jury is present. */
export function Presence({
  members,
  base,
  editable,
}: {
  members: { id: string; name: string; present: boolean }[];
  base: string;
  editable: boolean;
}) {
  const t = useTranslations("meetings");
  const fetcher = useFetcher<Answer>();
  const count = members.filter(({ present }) => present).length;
  return (
    <section className="panel stack" aria-labelledby="presence">
      <h2 id="presence">{t("present", { count, of: members.length })}</h2>
      <fetcher.Form method="post" action={`${base}/presence`} className="stack">
        <fieldset className="choices" disabled={!editable}>
          <legend className="hidden-visually">{t("whoPresent")}</legend>
          {members.map(({ id, name, present }) => (
            <label key={id}>
              <input type="checkbox" name="present" value={id} defaultChecked={present} /> {name}
            </label>
          ))}
        </fieldset>
        <RefusalAlert refusal={fetcher.data?.refusal} />
        {editable && (
          <div>
            <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
              {t("savePresence")}
            </Button>
          </div>
        )}
      </fetcher.Form>
    </section>
  );
}

/**
 * Which proposals are discussed, and in which order; how often somebody leaves the room under each.
 */
export function AgendaForm({
  page,
  base,
}: {
  page: { proposals: Row[]; exits: Record<"rank" | "exits", number> };
  base: string;
}) {
  const t = useTranslations("meetings");
  const words = useInvalidWords();
  const fetcher = useFetcher<Answer>();
  const [error] = Object.values(fetcher.data?.result?.error ?? {}).flatMap(
    (messages) => messages ?? [],
  );
  return (
    <fetcher.Form
      method="post"
      action={`${base}/agenda`}
      className="panel stack"
      autoComplete="off"
    >
      <h2>{t("setAgenda")}</h2>
      <fieldset className="choices">
        <legend>{t("which")}</legend>
        <label>
          <input type="radio" name="choice" value="threshold" /> {t("threshold")}{" "}
          <input
            type="number"
            name="threshold"
            min={0}
            max={100}
            step={1}
            defaultValue={60}
            aria-label={t("score")}
            className="small-number"
          />
        </label>
        <label>
          <input type="radio" name="choice" value="hand" defaultChecked /> {t("hand")}
        </label>
      </fieldset>
      <details>
        <summary>{t("choose", { count: page.proposals.length })}</summary>
        <fieldset className="choices">
          <legend className="hidden-visually">{t("hand")}</legend>
          {page.proposals.map((row) => (
            <Choice key={row.no} row={row} />
          ))}
        </fieldset>
      </details>
      <fieldset className="choices">
        <legend>{t("order")}</legend>
        {agendaOrders.map((order) => (
          <label key={order}>
            <input type="radio" name="order" value={order} defaultChecked={order === "rank"} />{" "}
            {t(`orders.${order}`)}{" "}
            <span className="soft">{t("exits", { count: page.exits[order] })}</span>
          </label>
        ))}
      </fieldset>
      <p className="soft">{t("exitsText")}</p>
      {error && (
        <p className="bad" role="alert">
          {words(error)}
        </p>
      )}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {t("saveAgenda")}
        </Button>
      </div>
    </fetcher.Form>
  );
}

function Choice({ row: { no, title, locale, rank, score, listed } }: { row: Row }) {
  const t = useTranslations("meetings");
  const format = useFormatter();
  return (
    <label>
      <input type="checkbox" name="numbers" value={no} defaultChecked={listed} /> {no}.{" "}
      <span lang={locale}>{title}</span>{" "}
      {rank !== null && score !== null && (
        <span className="soft">
          {t("ranked", { rank, score: format.number(score, { maximumFractionDigits: 1 }) })}
        </span>
      )}
    </label>
  );
}

/** Ends the meeting: nothing of it changes afterwards. */
export function Closing({ base }: { base: string }) {
  const t = useTranslations("meetings");
  const fetcher = useFetcher<Answer>();
  return (
    <fetcher.Form method="post" action={`${base}/closing`} className="panel stack">
      <p>{t("closeText")}</p>
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
          {t("closeNow")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
