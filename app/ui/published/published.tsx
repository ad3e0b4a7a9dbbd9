import "#app/ui/styles/published.css";
import { useTranslations } from "use-intl";
import { inLocale, type Locale, locales } from "#app/domain/locale.ts";
import type {
  Published,
  PublishedAward,
  PublishedWinner,
} from "#app/domain/publication/publication.ts";
import { euro, number } from "#app/i18n/when.ts";

// The published document, as the public reads it; the organisers' preview shows the same parts.
// `base` is the edition's address, null where its pages do not exist yet.

type Props = { published: Published; locale: Locale; base: string | null };

/** Who won what; a name stands only where all who are behind a proposal agreed. */
export function Winners({ published, locale, base }: Props) {
  const t = useTranslations("public.results");
  if (published.winners.length === 0) return <p>{t("noWinners")}</p>;
  return (
    <ul className="cards wide bare">
      {published.winners.map((winner) => {
        const { publicNo } = winner;
        const title = textOf(winner, "title", locale);
        return (
          <li key={publicNo ?? title.text} className="panel winner">
            <p className="row">
              {winner.rank !== null && (
                <span className="tag">{t("place", { rank: winner.rank })}</span>
              )}
              {winner.mean !== null && (
                <span className="soft">
                  {t("points", { mean: number(winner.score ?? winner.mean, locale, 2) })}
                </span>
              )}
            </p>
            <h3 lang={title.lang}>
              {base && publicNo !== null ? (
                <a href={`${base}/proposals/${publicNo}`}>{title.text}</a>
              ) : (
                title.text
              )}
            </h3>
            {published.seal && (
              <p>
                <Names winner={winner} />
              </p>
            )}
            <p lang={textOf(winner, "summary", locale).lang}>
              {textOf(winner, "summary", locale).text}
            </p>
            <AwardList
              awards={published.awards.filter(
                (award) => publicNo !== null && award.publicNo === publicNo,
              )}
              locale={locale}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** The names, or that they were not given. */
export function Names({ winner }: { winner: PublishedWinner }) {
  const t = useTranslations("public.results");
  return winner.names ? (
    <strong>{winner.names.join(", ")}</strong>
  ) : (
    <span className="soft">{t("unnamed")}</span>
  );
}

export function AwardList({ awards, locale }: { awards: PublishedAward[]; locale: Locale }) {
  const t = useTranslations("public.results");
  if (awards.length === 0) return null;
  return (
    <ul className="plain-list">
      {awards.map((award, at) => (
        <li key={at}>
          <strong>{inLocale(award.name, locale)}</strong>
          {award.prize && (
            <>
              {" "}
              ·{" "}
              {t(award.declined ? "prizeDeclined" : "prize", {
                prize: itemsOf(award, locale),
                sponsor: award.prize.sponsor,
              })}
            </>
          )}
          {award.ground === "override" && award.reason && (
            <span className="soft"> · {t("override", { reason: award.reason })}</span>
          )}
          {award.ground === "leftover" && <span className="soft"> · {t("leftover")}</span>}
          {award.ground === "reserve" && <span className="soft"> · {t("reserve")}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The prize of an award, with how many where it is not one. */
function itemsOf({ prize, quantity }: PublishedAward, locale: Locale): string {
  const name = prize ? inLocale(prize.name, locale) : "";
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

/**
 * A proposal by its number; one that won by its title too, which leads to its page: of no other is
 * a title public.
 */
function ProposalName({ publicNo, published, locale, base }: Props & { publicNo: number }) {
  const t = useTranslations("public.results");
  const winner = published.winners.find((each) => each.publicNo === publicNo);
  const number = t("number", { number: publicNo });
  if (!winner) return number;
  const { text, lang } = textOf(winner, "title", locale);
  const title = <span lang={lang}>{text}</span>;
  return (
    <>
      {number} {base ? <a href={`${base}/proposals/${publicNo}`}>{title}</a> : title}
    </>
  );
}

/** The ranking to the depth the rules gave. */
export function PublishedRankingTable({ published, locale, base }: Props) {
  const t = useTranslations("public.results");
  const names = new Map(published.categories.map(({ key, name }) => [key, inLocale(name, locale)]));
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t("ranking")}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t("rank")}
            </th>
            <th scope="col">{t("proposal")}</th>
            <th scope="col">{t("category")}</th>
            <th scope="col" className="number">
              {t("score")}
            </th>
          </tr>
        </thead>
        <tbody>
          {published.ranking.map((row) => (
            <tr key={row.publicNo}>
              <td className="number">{row.rank}</td>
              <th scope="row" className={row.void ? "void" : undefined}>
                <ProposalName
                  publicNo={row.publicNo}
                  published={published}
                  locale={locale}
                  base={base}
                />
                {row.void && <span className="hidden-visually"> ({t("void")})</span>}
              </th>
              <td>{row.categories.map((key) => names.get(key) ?? key).join(", ")}</td>
              <td className="number">{number(row.score ?? row.mean, locale, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The employees' votes, a list of its own; proposals with few votes are not in it. */
export function VoteTable({
  published,
  vote: { issued, cast, votes },
  locale,
  base,
}: Props & { vote: NonNullable<Published["vote"]> }) {
  const t = useTranslations("public.results");
  return (
    <>
      <p className="measure">
        {t("voteText", { cast: cast ?? -1, issued })} {t("voteFew")}
      </p>
      {votes.length === 0 ? (
        <p>{t("voteNone")}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t("vote")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("proposal")}</th>
                <th scope="col" className="number">
                  {t("votes")}
                </th>
              </tr>
            </thead>
            <tbody>
              {votes.map(({ publicNo, count }) => (
                <tr key={publicNo}>
                  <th scope="row">
                    <ProposalName
                      publicNo={publicNo}
                      published={published}
                      locale={locale}
                      base={base}
                    />
                  </th>
                  <td className="number">{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** Every award by its rule, also those that could not be given. */
export function AwardTable({ published, locale, base }: Props) {
  const t = useTranslations("public.results");
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t("awards")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("award")}</th>
            <th scope="col">{t("proposal")}</th>
            <th scope="col">{t("prizeTitle")}</th>
            <th scope="col">{t("sponsor")}</th>
            <th scope="col" className="number">
              {t("value")}
            </th>
          </tr>
        </thead>
        <tbody>
          {published.awards.map((award, at) => (
            <tr key={at}>
              <th scope="row">{inLocale(award.name, locale)}</th>
              <td>
                {award.publicNo === null ? (
                  t("notGiven")
                ) : (
                  <ProposalName
                    publicNo={award.publicNo}
                    published={published}
                    locale={locale}
                    base={base}
                  />
                )}
              </td>
              <td>
                {award.prize ? itemsOf(award, locale) : t("title")}
                {award.declined && ` (${t("declined")})`}
              </td>
              <td>{award.prize?.sponsor}</td>
              <td className="number">
                {award.prize?.valueCents ? euro(award.prize.valueCents / 100, locale) : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who judged. */
export function Jury({ published }: { published: Pick<Published, "jury"> }) {
  const t = useTranslations("public.results");
  return (
    <ul className="cards bare">
      {published.jury.map(({ name, kind, chair }, at) => (
        <li key={at}>
          <strong>{name}</strong>
          {chair && <> · {t("chair")}</>}
          <br />
          <span className="soft">{t(`jurorKind.${kind}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/**
 * A text of a winner in the page's language, or in the one it was written in, which is then named.
 */
export function textOf(
  winner: PublishedWinner,
  field: string,
  locale: Locale,
): { text: string; lang: Locale | undefined } {
  const own = winner.texts[locale]?.[field];
  if (own !== undefined) return { text: own, lang: undefined };
  const other = locales.find((each) => winner.texts[each]?.[field]);
  return { text: other ? (winner.texts[other]?.[field] ?? "") : "", lang: other };
}
