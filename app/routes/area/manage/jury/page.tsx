import "#app/ui/styles/judging.css";
import { Alert, Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { z } from "zod";
import { appointJuror } from "#app/commands/jury/jury.server.ts";
import { appointSecretary } from "#app/commands/jury/jury-secretary.server.ts";
import { appointmentSchema, whyNotAppoint } from "#app/domain/jury/jury.ts";
import { searchText } from "#app/domain/listing.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { juryPage, type JurorRow } from "#app/queries/jury/jury.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { AppointForm, Declaration } from "#app/routes/area/manage/parts/jury-appointment.tsx";
import { JuryComposition } from "#app/routes/area/manage/parts/jury-composition.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { dateTime, day } from "#app/i18n/when.ts";

export const meta = titled("jury.title");

export const loader = pageFor(organiser, async ({ edition, request }) => {
  const search = searchText.parse(new URL(request.url).searchParams.get("search") ?? "");
  const {
    phase,
    timeZone,
    sealedConflicts,
    juryAfterClosing,
    minInternal,
    minExternal,
    jurorsPerProposal,
  } = edition;
  const why = whyNotAppoint(phase, { juryAfterClosing });
  return {
    code: edition.code,
    timeZone,
    sealedConflicts,
    search,
    tooEarly: why === "too-early",
    editable: why === null,
    minInternal,
    minExternal,
    jurorsPerProposal,
    ...(await juryPage(edition, search)),
  };
});

const typedAppointment = z
  .object({
    userId: z.string().default(""),
    as: z.string().default("juror"),
    declaration: z.string().default(""),
  })
  .catch({ userId: "", as: "juror", declaration: "" });

/** Appoints an employee, on a declaration where the passes cannot be given back. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, appointmentSchema);
  if (!parsed.ok)
    return data(
      {
        refusal: { code: "invalid" as const, field: "userId" },
        typed: typedAppointment.parse(parsed.reply.initialValue),
      },
      400,
    );
  const { as, ...person } = parsed.value;
  const refused = await keepInput(typedAppointment.parse(parsed.value), () =>
    as === "secretary"
      ? appointSecretary(actor.id, edition, person)
      : appointJuror(actor.id, edition, { ...person, chair: as === "chair" }),
  );
  if (refused) return refused;
  throw redirect(
    `/area/manage/${edition.code}/jury?done=${as === "secretary" ? "secretary" : "appointed"}`,
  );
});

/** Who judges. */
export default function JuryPage() {
  const {
    code,
    jurors,
    matches,
    search,
    editable,
    tooEarly,
    sealedConflicts,
    lacks,
    secretary,
    jurorsPerProposal,
    minInternal,
    minExternal,
  } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("jury");
  const seated = jurors.filter(({ state }) => state !== "DECLINED");
  const of = (kind: string) => seated.filter((juror) => juror.kind === kind).length;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>{t("rule", { k: jurorsPerProposal, internal: minInternal, external: minExternal })}</p>
      {[
        "appointed",
        "invited",
        "reminded",
        "removed",
        "chair",
        "secretary",
        "secretaryRemoved",
        "left",
      ].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "invited"}`)}
        </Done>
      ))}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {answer &&
        "typed" in answer &&
        (answer.refusal.code === "holds-pass" || answer.typed.declaration) && (
          <Declaration
            typed={answer.typed}
            name={matches?.find(({ id }) => id === answer.typed.userId)?.name ?? "…"}
          />
        )}
      <p className="soft">
        {t("composition", {
          count: seated.length,
          internal: of("INTERNAL"),
          external: of("EXTERNAL"),
        })}
      </p>
      <p className="row">
        {editable && <Link to={`/area/manage/${code}/jury/invitation`}>{t("inviteExternal")}</Link>}
        <Link to={`/area/manage/${code}/jury/reminders`}>{t("reminders")}</Link>
        <Link to={`/area/manage/${code}/jury/separations`}>{t("apart")}</Link>
        {sealedConflicts && (
          <Link to={`/area/manage/${code}/jury/conflicts`}>{t("sealedConflicts")}</Link>
        )}
      </p>
      {tooEarly ? (
        <Alert color="blue">{t("afterClosing")}</Alert>
      ) : (
        <JuryComposition
          lacks={lacks}
          accepted={jurors.filter(({ state }) => state === "ACCEPTED").length}
          secretary={secretary}
          code={code}
          editable={editable}
        />
      )}
      {jurors.length > 0 && (
        <ul className="entries">
          {jurors.map((juror) => (
            <JurorEntry key={juror.id} juror={juror} />
          ))}
        </ul>
      )}
      {editable && <AppointForm search={search} matches={matches} />}
    </div>
  );
}

function JurorEntry({ juror }: { juror: JurorRow }) {
  const { code, editable, timeZone } = useLoaderData<typeof loader>();
  const t = useTranslations("jury");
  const locale = useLocale();
  const act = (noun: string) => `/area/manage/${code}/jury/${juror.id}/${noun}`;
  return (
    <li>
      <div>
        <strong>{juror.name}</strong> <span className="soft">{juror.email}</span>
        <p className="row">
          <span className="tag plain">{t(`kind.${juror.kind}`)}</span>
          <span className={`tag state-${juror.state}`}>
            {juror.leftAt
              ? t("left", { date: day(juror.leftAt, locale, timeZone) })
              : t(`state.${juror.state}`)}
          </span>
          {juror.state === "INVITED" && juror.answerBy && (
            <span className={juror.late ? "bad" : "soft"}>
              {t("answerBy", { date: day(juror.answerBy, locale, timeZone) })}
              {juror.late && ` (${t("late")})`}
            </span>
          )}
          {juror.chair && <span className="tag">{t("chair")}</span>}
          {juror.state === "ACCEPTED" && (
            <span className="soft">
              {!juror.declared
                ? t("undeclared")
                : juror.conflicts === null
                  ? t("declaredSealed")
                  : t("declared", { count: juror.conflicts })}
            </span>
          )}
          {juror.maxLoad !== null && (
            <span className="soft">{t("maxLoad", { max: juror.maxLoad })}</span>
          )}
          {juror.assigned > 0 && (
            <span className="soft">{t("assigned", { count: juror.assigned })}</span>
          )}
        </p>
        {juror.noPart && (
          <p className="soft">
            {t("declaredNoPart", {
              text: juror.noPart.text,
              by: juror.noPart.by,
              at: dateTime(juror.noPart.at, locale, timeZone),
            })}
          </p>
        )}
        {juror.declineReason && (
          <p className="soft">{t("because", { reason: juror.declineReason })}</p>
        )}
      </div>
      {editable && (
        <div className="row" role="group" aria-label={juror.name}>
          {juror.state === "INVITED" && (
            <Act action={act("reminder")} size="compact-sm" variant="default">
              {t("resend")}
            </Act>
          )}
          {juror.state !== "DECLINED" && !juror.chair && (
            <Act action={act("chair")} size="compact-sm" variant="default">
              {t("makeChair")}
            </Act>
          )}
          {juror.state === "ACCEPTED" && juror.assigned > 0 && (
            <Button
              component={Link}
              to={act("replacement")}
              size="compact-sm"
              variant="outline"
              color="red"
            >
              {t("replace")}
            </Button>
          )}
          {juror.assigned === 0 && !juror.leftAt && (
            <Act action={act("removal")} size="compact-sm" variant="outline" color="red">
              {t("remove")}
            </Act>
          )}
        </div>
      )}
    </li>
  );
}
