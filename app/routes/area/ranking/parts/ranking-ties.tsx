import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { RankingView } from "#app/queries/ranking/ranking.server.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";

type Answer = { refusal: Refusal } | { errors: Record<string, string[] | null> };

/**
 * Ties that the ladder leaves to the jury: its vote is recorded here, and may be recorded again.
 */
export function TieVotes({ view, action }: { view: RankingView; action: string }) {
  const t = useTranslations("ranking");
  if (view.votable.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("ties")}</h2>
      {view.votable.map((tie) =>
        tie.voted ? (
          <details key={keyOf(tie)} className="panel">
            <summary>{t("votedOn", { numbers: numbersOf(tie) })}</summary>
            <VoteForm tie={tie} action={action} />
          </details>
        ) : (
          <div key={keyOf(tie)} className="panel">
            <h3>{t("voteOn", { numbers: numbersOf(tie) })}</h3>
            <VoteForm tie={tie} action={action} />
          </div>
        ),
      )}
    </section>
  );
}

type Tie = RankingView["votable"][number];

const numbersOf = ({ proposals }: Tie) => proposals.map(({ no }) => no).join(", ");
const keyOf = ({ proposals, positions }: Tie) =>
  JSON.stringify([proposals.map(({ no }) => no), positions]);

function VoteForm({ tie, action }: { tie: Tie; action: string }) {
  const fetcher = useFetcher<Answer>();
  const t = useTranslations("ranking");
  const words = useInvalidWords();
  const errors = fetcher.data && "errors" in fetcher.data ? fetcher.data.errors : {};
  const [wrong] = Object.values(errors).flatMap((messages) => messages ?? []);
  return (
    <fetcher.Form method="post" action={action} autoComplete="off" className="stack">
      <p className="soft">{t("voteText")}</p>
      {tie.proposals.map(({ no, title, locale }) => (
        <label key={no} className="row">
          <input
            type="number"
            name={`position.${no}`}
            min={1}
            max={tie.proposals.length}
            required
            defaultValue={tie.positions[no] ?? ""}
            className="small-number"
          />{" "}
          <span>
            {no}. <span lang={locale}>{title}</span>
          </span>
        </label>
      ))}
      <label className="comment">
        <span>{t("voteReason")}</span>
        <textarea name="reason" rows={2} required defaultValue={tie.reason} />
      </label>
      {wrong && (
        <p className="bad" role="alert">
          {words(wrong)}
        </p>
      )}
      <RefusalAlert
        refusal={fetcher.data && "refusal" in fetcher.data ? fetcher.data.refusal : undefined}
      />
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {t("recordVote")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
