import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { phaseHas } from "#app/domain/phase.ts";
import { sharesErased } from "#app/domain/opening/opening.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { custodyOf } from "#app/queries/opening/custody.server.ts";
import { openingOf, type OpeningRow } from "#app/queries/opening/opening.server.ts";
import { CustodianTable } from "#app/ui/custodian-table.tsx";
import { useWhen } from "#app/ui/time/use-when.ts";

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  begins: phaseHas(edition.phase, "frozen"),
  custody: await custodyOf(edition.id, actor.id, false),
  opening: await openingOf(edition.id),
}));

/** The opening as it goes: who signed, what is open, who answered. */
export default function OpeningPage() {
  const { code, begins, custody, opening } = useLoaderData<typeof loader>();
  const t = useTranslations("opening");
  const when = useWhen();
  if (!begins) {
    return (
      <div className="stack">
        <h1>{t("title")}</h1>
        <p>
          {t("notYet")} <Link to={`/area/manage/${code}/publication`}>{t("steps")}</Link>
        </p>
        <details className="panel">
          <summary>{t("custodians")}</summary>
          <CustodianTable custody={custody} />
        </details>
      </div>
    );
  }
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="row">
        <Link to={`/area/manage/${code}/opening/session`}>{t("session")}</Link>
        <Link to={`/area/manage/${code}/opening/minutes`}>{t("minutes")}</Link>
      </p>
      <p>
        {t("progress", {
          opened: opening.filter(({ result }) => result).length,
          count: opening.length,
        })}
      </p>
      <CustodianTable custody={custody} />
      <div className="scroll" tabIndex={0} role="region" aria-label={t("envelopes")}>
        <table>
          <thead>
            <tr>
              <th>{t("proposal")}</th>
              <th>{t("shares")}</th>
              <th>{t("result")}</th>
              <th>{t("holder")}</th>
              <th>{t("answer")}</th>
              <th>{t("until")}</th>
            </tr>
          </thead>
          <tbody>
            {opening.map((each) => (
              <tr key={each.envelopeId}>
                <td>
                  {t("envelopeOf", { no: each.publicNo, title: each.title, slot: each.slot })}
                </td>
                <td className="number">{sharesErased(custody.phase) ? "—" : each.shares}</td>
                <td>
                  <Result row={each} />
                  {each.badShares.length > 0 && (
                    <div>{t("badShares", { positions: each.badShares.join(", ") })}</div>
                  )}
                </td>
                <td>{each.holder ?? "—"}</td>
                <td>
                  <Claim row={each} />
                </td>
                <td>{each.answerUntil ? when(new Date(each.answerUntil)) : "—"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Result({ row: { result, reason, settled } }: { row: OpeningRow }) {
  const t = useTranslations("opening");
  if (result === null) return <>{t("closed")}</>;
  if (reason) return <>{t(`reasons.${reason}`)}</>;
  return <>{t(settled ? "named" : "later")}</>;
}

/**
 * What the person named answered, or how it stands without; the words of 'not mine' are for the
 * organisers.
 */
function Claim({ row: { claim, answer } }: { row: OpeningRow }) {
  const t = useTranslations("opening.claim");
  const reason = answer?.reason ? <div className="soft">«{answer.reason}»</div> : null;
  if (claim === "answered" && answer)
    return (
      <>
        {t("answered", {
          prize: answer.prizeAccepted ? "yes" : "no",
          named: answer.named ? "yes" : "no",
        })}
      </>
    );
  if (claim && claim !== "answered")
    return (
      <>
        {t(claim)}
        {reason}
      </>
    );
  return <>{answer ? reason : "—"}</>;
}
