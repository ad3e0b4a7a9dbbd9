import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { RankingView } from "#app/queries/ranking/ranking.server.ts";
import { type DecisionAnswer, ReasonEnd } from "#app/ui/forms/reason-end.tsx";

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
  const fetcher = useFetcher<DecisionAnswer>();
  const t = useTranslations("ranking");
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
      <ReasonEnd
        fetcher={fetcher}
        label={t("voteReason")}
        submit={t("recordVote")}
        defaultValue={tie.reason}
      />
    </fetcher.Form>
  );
}
