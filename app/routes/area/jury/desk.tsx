import "#app/ui/styles/judging.css";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { acceptMembership } from "#app/commands/jury/juror-membership.server.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { acceptanceSchema } from "#app/domain/jury/jury.ts";
import { inLocale } from "#app/domain/locale.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { jurorDesk } from "#app/queries/jury/juror-desk.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";
import { AcceptanceForm } from "#app/routes/area/jury/parts/acceptance-form.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { OwnList } from "#app/routes/area/jury/parts/own-list.tsx";
import { dateTime, lastMinute } from "#app/i18n/when.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("juror.title");

export const loader = pageFor(juror, async ({ actor, edition }) => ({
  code: edition.code,
  name: editionName(edition.texts, actor.locale) || edition.code,
  timeZone: edition.timeZone,
  ...(await jurorDesk(actor.id, edition)),
}));

/** Says yes to judging, or changes load and expertise. */
export const action = actFor(juror, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, acceptanceSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await acceptMembership(actor.id, edition.id, parsed.value);
  throw redirect(`/area/jury/${edition.code}?done=accepted`);
});

/** Where a juror comes in: the answer to the invitation, conflicts, then the assigned proposals. */
export default function JurorDeskPage() {
  const desk = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("juror");
  const tPhase = useTranslations("phase");
  const locale = useLocale();
  const { code, name, phase, state, chair, mayAnswer, seesRanking } = desk;
  const result = answer && "result" in answer ? answer.result : undefined;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="row">
        <strong>{name}</strong>
        <span className="tag">{tPhase(phase)}</span>
        {chair && <span className="tag">{t("chair")}</span>}
      </p>
      {["accepted", "declared", "saved", "recused", "confirmed"].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "saved"}`)}
        </Done>
      ))}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {state === "INVITED" && mayAnswer && <Invitation result={result} />}
      {state === "ACCEPTED" && <NextStep />}
      {chair && state === "ACCEPTED" && (
        <p>
          <Link to={`/area/jury/${code}/presiding`}>{t("presiding")}</Link>
        </p>
      )}
      {seesRanking && (
        <p>
          <Link to={`/area/jury/${code}/ranking`}>{t("ranking")}</Link>
        </p>
      )}
      {desk.own.length > 0 && desk.state === "ACCEPTED" && desk.due && (
        <p>
          {t("scoreBy", {
            date: dateTime(lastMinute(desk.due, desk.timeZone), locale, desk.timeZone),
          })}
        </p>
      )}
      {desk.own.length > 0 && <OwnList desk={desk} />}
      {state === "ACCEPTED" && mayAnswer && (
        <details className="panel">
          <summary>{t("change")}</summary>
          <AcceptanceForm {...desk} result={result} />
        </details>
      )}
    </div>
  );
}

type Result = Parameters<typeof AcceptanceForm>[0]["result"];

function Invitation({ result }: { result: Result }) {
  const desk = useLoaderData<typeof loader>();
  const t = useTranslations("juror");
  const locale = useLocale();
  return (
    <section className="panel stack narrow">
      <h2>{t("invited")}</h2>
      <p>{t("invitedText")}</p>
      {desk.due && (
        <p>
          {t("answerBy", {
            date: dateTime(lastMinute(desk.due, desk.timeZone), locale, desk.timeZone),
          })}
        </p>
      )}
      <AcceptanceForm {...desk} result={result} />
      <p>
        <Link to={`/area/jury/${desk.code}/declination`}>{t("decline")}</Link>
      </p>
    </section>
  );
}

/** What there is to do now, in a sentence. */
function NextStep() {
  const { code, phase, mayDeclare, mayPrefer, declared, own, expertise, categories } =
    useLoaderData<typeof loader>();
  const t = useTranslations("juror");
  const locale = useLocale();
  if (mayDeclare && !declared)
    return (
      <p className="panel">
        <Link to={`/area/jury/${code}/conflicts`}>{t("declare")}</Link>
      </p>
    );
  if (mayDeclare)
    return (
      <p>
        {t("waitAssignment")}{" "}
        <Link to={`/area/jury/${code}/conflicts`}>{t("changeConflicts")}</Link>
        {mayPrefer && (
          <>
            {" "}
            · <Link to={`/area/jury/${code}/preferences`}>{t("preferences")}</Link>
          </>
        )}
      </p>
    );
  if (own.length > 0) return null;
  const known = categories
    .filter(({ key }) => expertise[key] === 2)
    .map(({ name }) => inLocale(name, locale));
  return (
    <p>
      {phaseHas(phase, "judges") ? t("noneAssigned") : t("waitClosing")}{" "}
      {known.length > 0 && (
        <span className="soft">{t("expertIn", { categories: known.join(", ") })}</span>
      )}
    </p>
  );
}
