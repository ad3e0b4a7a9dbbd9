import "#app/ui/styles/judging.css";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { phaseHas } from "#app/domain/phase.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { divergence } from "#app/queries/ranking/jury-divergence.server.ts";
import { progressPage } from "#app/queries/scoring/progress.server.ts";
import { JuryDivergence } from "#app/routes/area/manage/parts/jury-divergence.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("progress.title");

const states = ["empty", "begun", "complete", "delivered", "recused"] as const;

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  begun: phaseHas(edition.phase, "judges"),
  scoring: phaseHas(edition.phase, "scores"),
  divergence: await divergence(actor.id, edition.id),
  ...(await progressPage(actor.id, edition)),
}));

/** How far the jury is: counts and distances, no scores. */
export default function ProgressPage() {
  const {
    code,
    begun,
    scoring,
    jurors,
    proposals,
    wanted,
    divergence: apart,
  } = useLoaderData<typeof loader>();
  const t = useTranslations("progress");
  const [done, of] = [
    sum(jurors.map(({ complete }) => complete)),
    sum(jurors.map(({ assigned }) => assigned)),
  ];
  const short = proposals.filter(({ assigned }) => assigned < wanted);
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      {!begun && (
        <p>
          {t("notYet")} <Link to={`/area/manage/${code}`}>{t("begins")}</Link>
        </p>
      )}
      <p>{t("total", { done, of })}</p>
      <Bar done={done} of={of} />
      {scoring && (
        <p>
          <Link to={`/area/manage/${code}/jury/reminders`}>{t("remind")}</Link>
        </p>
      )}
      {short.length > 0 && (
        <p className="panel">
          {t("short", { numbers: short.map(({ no }) => no).join(", ") })}{" "}
          {scoring && <Link to={`/area/manage/${code}/assignment`}>{t("topUp")}</Link>}
        </p>
      )}
      <h2>{t("jurors")}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("jurors")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("juror")}</th>
              <th scope="col">{t("complete")}</th>
              <th scope="col">{t("recused")}</th>
              <th scope="col">{t("state")}</th>
            </tr>
          </thead>
          <tbody>
            {jurors.map(({ id, name, kind, assigned, complete, recused, confirmed }) => (
              <tr key={id}>
                <th scope="row">
                  {name} <span className="soft">{t(`kind.${kind}`)}</span>
                </th>
                <td>
                  {t("ratio", { done: complete, of: assigned })}
                  <Bar done={complete} of={assigned} />
                </td>
                <td>{recused || "—"}</td>
                <td>
                  {!begun
                    ? "—"
                    : t(
                        confirmed
                          ? "confirmed"
                          : assigned > 0 && complete + recused >= assigned
                            ? "toConfirm"
                            : "open",
                      )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{t("proposals")}</h2>
      <ul className="cells">
        {proposals.map(({ no, assigned, complete }) => (
          <li key={no} data-short={assigned < wanted} data-done={complete >= wanted}>
            <strong>{no}</strong> <span>{t("ratio", { done: complete, of: wanted })}</span>
            {assigned < wanted && <span className="hidden-visually">{t("isShort")}</span>}
          </li>
        ))}
      </ul>
      {begun && <Coverage />}
      {begun && (
        <section className="stack">
          <h2>{t("divergence.title")}</h2>
          <JuryDivergence {...apart} />
        </section>
      )}
    </div>
  );
}

/** Who judges what and how far, as a matrix; letters say what colours show. */
function Coverage() {
  const { jurors, proposals } = useLoaderData<typeof loader>();
  const t = useTranslations("progress.matrix");
  return (
    <details className="panel">
      <summary>{t("title")}</summary>
      <p className="row">
        {states.map((state) => (
          <span key={state} className="soft">
            <span className={`tag sheet-${state}`} aria-hidden>
              {t(`letter.${state}`)}
            </span>{" "}
            {t(`state.${state}`)}
          </span>
        ))}
      </p>
      <div className="board" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("proposal")}</th>
              {jurors.map(({ id, name }) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {proposals.map(({ no, cells }) => (
              <tr key={no}>
                <th scope="row">{no}</th>
                {jurors.map(({ id }) => {
                  const state = cells[id];
                  return (
                    <td key={id}>
                      {state && (
                        <span className={`tag sheet-${state}`} title={t(`state.${state}`)}>
                          {t(`letter.${state}`)}
                          <span className="hidden-visually"> {t(`state.${state}`)}</span>
                        </span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** A bar beside the same in words. */
function Bar({ done, of }: { done: number; of: number }) {
  return <progress aria-hidden value={done} max={Math.max(1, of)} />;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
