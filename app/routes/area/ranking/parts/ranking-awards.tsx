import { useFetcher } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import type { RankingPage, RankingView } from "#app/queries/ranking/ranking.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { type DecisionAnswer, ReasonEnd } from "#app/ui/forms/reason-end.tsx";

type Props = { page: RankingPage & { editable: boolean }; view: RankingView; action: string };

/** Who gets what by the rules and by decision, what could not be given, and what is left. */
export function AwardsPreview({ page, view, action }: Props) {
  const t = useTranslations("ranking");
  const locale = useLocale();
  const { rules, proposals, editable } = page;
  const proposalAt = (no: number) => proposals.find((proposal) => proposal.no === no);
  const left = view.leftovers.filter(({ quantity }) => quantity > 0);
  return (
    <section className="stack">
      <h2>{t("awards")}</h2>
      {rules.length === 0 && <p>{t("noRules")}</p>}
      {rules.map((rule) => (
        <div key={rule.id} className="panel">
          <h3>{inLocale(rule.name, locale)}</h3>
          <p className="soft">
            {t(`kind.${rule.kind}`, {
              category: inLocale(
                page.categories.find(({ key }) => key === rule.categoryKey)?.name ?? {},
                locale,
              ),
              places: rule.places,
            })}
            {rule.prize && (
              <>
                {" "}
                · {inLocale(rule.prize.name, locale)} ({rule.prize.sponsor})
              </>
            )}
          </p>
          <ul className="entries">
            {view.awards
              .filter(({ ruleId }) => ruleId === rule.id)
              .map(({ no, ground, quantity, reason, overrideId }) => (
                <li key={no}>
                  <div>
                    <strong>{no}.</strong>{" "}
                    <span lang={proposalAt(no)?.locale}>{proposalAt(no)?.title}</span>
                    {quantity > 1 && <span className="soft"> · {t("ofEach", { quantity })}</span>}
                    {ground === "leftover" && <p className="soft">{t("byLeftover")}</p>}
                    {ground === "override" && <p className="soft">{t("byDecision", { reason })}</p>}
                  </div>
                  {editable && overrideId && (
                    <Act
                      action={`${action}/${overrideId}/removal`}
                      size="compact-sm"
                      variant="default"
                    >
                      {t("withdraw")}
                    </Act>
                  )}
                </li>
              ))}
          </ul>
          {rule.kind === "CHOICE" && <p className="soft">{t("choiceLater")}</p>}
          <Shortages rule={rule} view={view} proposals={proposals} />
        </div>
      ))}
      {left.length > 0 && (
        <p className="soft">
          {t("leftovers")}{" "}
          {left
            .map(({ name, quantity, of }) =>
              t("leftover", { prize: inLocale(name, locale), quantity, of }),
            )
            .join(" · ")}
        </p>
      )}
      {editable && rules.some(({ kind }) => kind !== "CHOICE") && (
        <OverrideForm page={page} action={action} />
      )}
    </section>
  );
}

function Shortages({
  rule,
  view,
  proposals,
}: {
  rule: RankingPage["rules"][number];
  view: RankingView;
  proposals: RankingPage["proposals"];
}) {
  const t = useTranslations("ranking");
  const no = (id: string) => proposals.find((proposal) => proposal.id === id)?.no ?? 0;
  const own = view.shortages.filter(({ ruleId }) => ruleId === rule.id);
  return (
    <>
      {own.map((shortage) => {
        const key = JSON.stringify(shortage);
        if (shortage.kind === "tie")
          return (
            <p key={key} className="bad">
              {t("shortage.tie", {
                numbers: shortage.proposalIds.map(no).join(", "),
                places: shortage.places,
              })}
            </p>
          );
        if (shortage.kind === "stock" || shortage.kind === "candidates")
          return (
            <p key={key} className="soft">
              {t(`shortage.${shortage.kind}`, { count: shortage.missing })}
            </p>
          );
        if (shortage.kind === "team")
          return (
            <p key={key} className="bad">
              {t("shortage.team", { no: no(shortage.proposalId), count: shortage.missing })}
            </p>
          );
        return (
          <p key={key} className="bad">
            {t(`shortage.${shortage.kind}`, { no: no(shortage.proposalId) })}
          </p>
        );
      })}
    </>
  );
}

/**
 * Gives a place of a rule to a proposal by decision, with its reason; the way a mention is given.
 */
function OverrideForm({ page: { rules, proposals }, action }: Pick<Props, "page" | "action">) {
  const fetcher = useFetcher<DecisionAnswer>();
  const t = useTranslations("ranking");
  const locale = useLocale();
  return (
    <details className="panel">
      <summary>{t("override")}</summary>
      <fetcher.Form method="post" action={action} autoComplete="off" className="stack">
        <p className="soft">{t("overrideText")}</p>
        <label className="comment">
          <span>{t("award")}</span>
          <select name="ruleId" required defaultValue="">
            <option value="">—</option>
            {rules
              .filter(({ kind }) => kind !== "CHOICE")
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {inLocale(name, locale)}
                </option>
              ))}
          </select>
        </label>
        <label className="comment">
          <span>{t("proposal")}</span>
          <select name="publicNo" required defaultValue="">
            <option value="">—</option>
            {proposals.map(({ no, title, locale: language }) => (
              <option key={no} value={no} lang={language}>
                {no}. {title}
              </option>
            ))}
          </select>
        </label>
        <ReasonEnd fetcher={fetcher} label={t("overrideReason")} submit={t("overrideNow")} />
      </fetcher.Form>
    </details>
  );
}
