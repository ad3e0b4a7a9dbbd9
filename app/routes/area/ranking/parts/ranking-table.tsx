import { useFormatter, useLocale, useTranslations } from "use-intl";
import { groupedBy } from "#app/domain/grouped-by.ts";
import { inLocale } from "#app/domain/locale.ts";
import type { ResolvedTie } from "#app/domain/ranking/tie.ts";
import type {
  ProposalName,
  RankingPage,
  RankingView,
} from "#app/queries/ranking/ranking.server.ts";

type Props = { page: RankingPage; view: RankingView };

/** Every proposal with its rank, its total and what told it from its equals. */
export function RankingTable({ page: { criteria, proposals }, view }: Props) {
  const t = useTranslations("ranking");
  const locale = useLocale();
  const format = useFormatter();
  const figure = (value: number, digits = 2) =>
    format.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const adjusted = view.applied !== "mean";
  const edge =
    view.shortlist && view.shortlist.byRule < view.rows.length
      ? view.rows[view.shortlist.byRule - 1]?.publicNo
      : undefined;
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  const ties = { byId, ...tiesOf(view) };
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
      <table className="ranking">
        <thead>
          <tr>
            <th scope="col" className="number">
              {t("rank")}
            </th>
            <th scope="col">{t("proposal")}</th>
            <th scope="col" className="number">
              {t("score")}
            </th>
            <th scope="col" className="number">
              {t("interval")}
            </th>
            {adjusted && (
              <th scope="col" className="number">
                {t("mean")}
              </th>
            )}
            {criteria.map(({ key, name, maxScore }) => (
              <th key={key} scope="col" className="number">
                {inLocale(name, locale)}{" "}
                <span className="soft">{t("outOf", { max: maxScore })}</span>
              </th>
            ))}
            <th scope="col" className="number">
              {t("median")}
            </th>
            <th scope="col" className="number">
              {t("sheets")}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <tr key={row.proposalId} className={row.publicNo === edge ? "edge" : undefined}>
              <td className="number">
                <strong>{row.rank}</strong>
              </td>
              <th scope="row">
                {row.publicNo}.{" "}
                <span lang={byId.get(row.proposalId)?.locale}>
                  {byId.get(row.proposalId)?.title}
                </span>{" "}
                <TieNote row={row} criteria={criteria} ties={ties} />
                {row.listed !== null && (
                  <>
                    {" "}
                    <ListedTag
                      listed={row.listed}
                      decided={
                        view.shortlist?.decisions.some(({ no }) => no === row.publicNo) ?? false
                      }
                    />
                  </>
                )}
              </th>
              <td className="number">
                <strong>{figure(row.score)}</strong>
              </td>
              <td className="number soft">
                {row.interval ? `${row.interval.from}–${row.interval.to}` : "—"}
              </td>
              {adjusted && <td className="number">{figure(row.mean)}</td>}
              {row.perCriterion.map(({ key, mean }) => (
                <td key={key} className="number">
                  {figure(mean)}
                </td>
              ))}
              <td className="number">{figure(row.median)}</td>
              <td className="number">
                {row.sheets}
                {row.later > 0 && (
                  <span className="soft later">{t("ofLater", { count: row.later })}</span>
                )}
              </td>
            </tr>
          ))}
          {view.unranked.map(({ id, no, title, locale: language }) => (
            <tr key={id}>
              <td className="number">—</td>
              <th scope="row">
                {no}. <span lang={language}>{title}</span>
              </th>
              <td colSpan={criteria.length + (adjusted ? 5 : 4)} className="bad">
                {t("unranked")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** On the shortlist or not, and whether the jury decided so. */
function ListedTag({ listed, decided }: { listed: boolean; decided: boolean }) {
  const t = useTranslations("ranking.shortlist");
  if (!listed && !decided) return null;
  return (
    <span className={listed ? "tag" : "tag plain"}>
      {t(listed ? (decided ? "added" : "in") : "takenOff")}
    </span>
  );
}

type Ties = {
  byId: ReadonlyMap<string, ProposalName>;
  waiting: ReadonlySet<string>;
  resolved: ReadonlyMap<string, ResolvedTie[]>;
};

/** Which proposals wait for a vote, and by what each was told apart. */
function tiesOf({ openTies, resolvedTies }: RankingView): Omit<Ties, "byId"> {
  const each = resolvedTies.flatMap((tie) => tie.proposalIds.map((id) => ({ id, tie })));
  const resolved = [...groupedBy(each, ({ id }) => id)].map(
    ([id, of]) => [id, of.map(({ tie }) => tie)] as const,
  );
  return {
    waiting: new Set(openTies.flatMap(({ proposalIds }) => proposalIds)),
    resolved: new Map(resolved),
  };
}

type NoteProps = {
  row: RankingView["rows"][number];
  criteria: RankingPage["criteria"];
  ties: Ties;
};

/**
 * With whom a proposal ties, and by which rung it was told apart, or that it still waits or shares
 * its rank.
 */
function TieNote({ row, criteria, ties: { byId, waiting, resolved } }: NoteProps) {
  const t = useTranslations("ranking");
  const locale = useLocale();
  if (row.tiedWith.length === 0) return null;
  const numbers = row.tiedWith.flatMap((id) => byId.get(id)?.no ?? []).join(", ");
  const waits = waiting.has(row.proposalId);
  const rungs = (resolved.get(row.proposalId) ?? []).map(({ rung, criterionKey }) => {
    const criterion = criteria.find(({ key }) => key === criterionKey);
    return criterion
      ? t("rung.criterion", { name: inLocale(criterion.name, locale) })
      : t(`rung.${rung}`);
  });
  return (
    <span className={waits ? "tie bad" : "tie soft"}>
      {t("tiedWith", { numbers })}{" "}
      {waits ? t("waits") : rungs.length > 0 ? t("resolvedBy", { rungs: rungs.join(", ") }) : ""}{" "}
      {!waits && row.sharesWith.length > 0 && t("shares")}
    </span>
  );
}
