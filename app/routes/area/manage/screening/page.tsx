import "#app/ui/styles/judging.css";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { phaseHas } from "#app/domain/phase.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { announcementState } from "#app/queries/screening/dialogue.server.ts";
import { screeningList } from "#app/queries/screening/screening.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("screening.title");

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  closed: phaseHas(edition.phase, "closed"),
  proposals: await screeningList(actor.id, edition),
  announcement: await announcementState(edition),
}));

/** The proposals by number, with what was decided on each. */
export default function ScreeningPage() {
  const { code, closed, proposals, announcement } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("screening");
  const tDialogue = useTranslations("dialogue");
  const left = proposals.filter(({ verdict }) => verdict === null);
  const [first] = left;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <Done when={params.get("done") === "screened"}>{t("allDone")}</Done>
      {!closed && <p>{t("notYet")}</p>}
      {closed && (
        <p>
          {t("left", { left: left.length, of: proposals.length })}{" "}
          {first && (
            <Link to={`/area/manage/${code}/screening/${first.no}`}>
              {t("begin", { no: first.no })}
            </Link>
          )}
        </p>
      )}
      <Done when={params.get("done") === "announced"}>{tDialogue("announced")}</Done>
      {announcement.unannounced > 0 && (
        <section className="panel stack">
          <p>
            <strong>{tDialogue("unannounced", { count: announcement.unannounced })}</strong>{" "}
            {tDialogue(announcement.may ? "announceText" : "tomorrow")}
          </p>
          {announcement.may && (
            <Act action={`/area/manage/${code}/screening/announcement`}>
              {tDialogue("announce")}
            </Act>
          )}
        </section>
      )}
      {proposals.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
          <table>
            <thead>
              <tr>
                <th scope="col" className="number">
                  {t("number")}
                </th>
                <th scope="col">{t("proposal")}</th>
                <th scope="col">{t("state")}</th>
              </tr>
            </thead>
            <tbody>
              {proposals.map(({ no, title, locale, verdict, reason, dialogue }) => (
                <tr key={no}>
                  <td className="number">{no}</td>
                  <td lang={locale}>
                    <Link to={`/area/manage/${code}/screening/${no}`}>{title}</Link>
                  </td>
                  <td>
                    <span className={`tag verdict-${verdict ?? "none"}`}>
                      {t(`verdict.${verdict ?? "none"}`)}
                    </span>
                    {reason && <p className="soft clamp">{reason}</p>}
                    {dialogue && (
                      <p className="soft">
                        {dialogue.contested && (
                          <span className="tag verdict-EXCLUDED">{tDialogue("contested")}</span>
                        )}{" "}
                        {dialogue.questions > 0 &&
                          tDialogue("counts", {
                            questions: dialogue.questions,
                            answers: dialogue.answers,
                          })}
                      </p>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
