import { useFetcher } from "@remix-run/react";
import { useFormatter, useTranslations } from "use-intl";
import type { RankingPage, RankingView } from "#app/queries/ranking/ranking.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { type DecisionAnswer, ReasonEnd } from "#app/ui/forms/reason-end.tsx";

type Props = { page: RankingPage & { editable: boolean }; view: RankingView; action: string };

/** Who is still in the race for awards: by the rule, and by the jury's decisions against it. */
export function ShortlistPanel({ page, view, action }: Props) {
  const t = useTranslations("ranking.shortlist");
  const format = useFormatter();
  const { shortlist } = view;
  if (!shortlist) return null;
  const listed = view.rows.filter(({ listed: on }) => on).length;
  const proposalAt = (no: number) => page.proposals.find((proposal) => proposal.no === no);
  return (
    <section className="panel stack" aria-labelledby="shortlist">
      <h2 id="shortlist">{t("title")}</h2>
      <p>
        {t("rule", {
          least: shortlist.minimumScore,
          score: format.number(shortlist.minimumScore, { maximumFractionDigits: 20 }),
          atMost: shortlist.atMost,
        })}{" "}
        {t("count", { count: listed })}
      </p>
      {shortlist.decisions.length > 0 && (
        <ul className="entries">
          {shortlist.decisions.map(({ no, listed: on, reason }) => (
            <li key={no}>
              <div>
                <strong>{no}.</strong>{" "}
                <span lang={proposalAt(no)?.locale}>{proposalAt(no)?.title}</span>{" "}
                <span className={on ? "tag" : "tag plain"}>{t(on ? "added" : "takenOff")}</span>
                <p className="soft">{reason}</p>
              </div>
              {page.editable && (
                <Act
                  action={`${action}/${no}/removal`}
                  size="compact-sm"
                  variant="default"
                  aria-label={t("withdrawOne", { no })}
                >
                  {t("withdraw")}
                </Act>
              )}
            </li>
          ))}
        </ul>
      )}
      {page.editable && <DecisionForm page={page} view={view} action={action} />}
    </section>
  );
}

function DecisionForm({ page, view, action }: Props) {
  const fetcher = useFetcher<DecisionAnswer>();
  const t = useTranslations("ranking.shortlist");
  const titleOf = (no: number) => page.proposals.find((proposal) => proposal.no === no);
  return (
    <details key={JSON.stringify(view.shortlist?.decisions)}>
      <summary>{t("decide")}</summary>
      <fetcher.Form method="post" action={action} autoComplete="off" className="stack">
        <label className="comment">
          <span>{t("proposal")}</span>
          <select name="publicNo" required defaultValue="">
            <option value="">—</option>
            {view.rows.map(({ publicNo, listed }) => (
              <option key={publicNo} value={publicNo} lang={titleOf(publicNo)?.locale}>
                {publicNo}. {titleOf(publicNo)?.title}
                {listed ? ` (${t("in")})` : ""}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="plain row">
          <legend className="hidden-visually">{t("title")}</legend>
          <label>
            <input type="radio" name="listed" value="yes" required /> {t("add")}
          </label>
          <label>
            <input type="radio" name="listed" value="no" /> {t("takeOff")}
          </label>
        </fieldset>
        <ReasonEnd fetcher={fetcher} label={t("reason")} submit={t("record")} />
      </fetcher.Form>
    </details>
  );
}
