import "#app/ui/judging.css";
import { Button, Textarea, TextInput } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { z } from "zod";
import { appointJuror } from "#app/commands/jury.server.ts";
import { appointmentSchema, whyNotAppoint } from "#app/domain/jury.ts";
import { searchText } from "#app/domain/listing.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keeping } from "#app/http/keep.server.ts";
import { juryPage, type JurorRow } from "#app/queries/jury.server.ts";
import { Act } from "#app/ui/act.tsx";
import { Done, RefusalAlert } from "#app/ui/fields.tsx";
import { titled } from "#app/ui/title.ts";
import { dateTime } from "#app/ui/when.ts";

export const meta = titled("jury.title");

export const loader = pageFor(organiser, async ({ edition, request }) => {
  const search = searchText.parse(new URL(request.url).searchParams.get("search") ?? "");
  const { phase, timeZone, sealedConflicts, minInternal, minExternal, jurorsPerProposal } = edition;
  return { code: edition.code, timeZone, sealedConflicts, search, editable: whyNotAppoint(phase) === null, minInternal, minExternal, jurorsPerProposal, ...(await juryPage(edition.id, search)) };
});

const typedAppointment = z.object({ userId: z.string().default(""), chair: z.coerce.boolean().default(false), declaration: z.string().default("") }).catch({ userId: "", chair: false, declaration: "" });

/** Appoints an employee, on a declaration where the passes cannot be given back. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, appointmentSchema);
  if (!parsed.ok) return data({ refusal: { code: "invalid" as const, field: "userId" }, typed: typedAppointment.parse(parsed.reply.initialValue) }, 400);
  const refused = await keeping(typedAppointment.parse(parsed.value), () => appointJuror(actor.id, edition, parsed.value));
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/jury?done=appointed`);
});

/** Who judges. */
export default function JuryPage() {
  const { code, jurors, editable, sealedConflicts, jurorsPerProposal, minInternal, minExternal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("jury");
  const seated = jurors.filter(({ state }) => state !== "DECLINED");
  const of = (kind: string) => seated.filter((juror) => juror.kind === kind).length;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>{t("rule", { k: jurorsPerProposal, internal: minInternal, external: minExternal })}</p>
      {["appointed", "invited", "reminded", "removed", "chair"].map((done) => <Done key={done} when={params.get("done") === done}>{t(`done.${done as "invited"}`)}</Done>)}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {answer && "typed" in answer && (answer.refusal.code === "holds-pass" || answer.typed.declaration) && <Declaration typed={answer.typed} />}
      <p className="soft">{t("composition", { count: seated.length, internal: of("INTERNAL"), external: of("EXTERNAL") })}</p>
      {jurors.length > 0 && (
        <ul className="entries">{jurors.map((juror) => <JurorEntry key={juror.id} juror={juror} />)}</ul>
      )}
      {editable && <AppointForm />}
      {sealedConflicts && <p><Link to={`/area/manage/${code}/jury/conflicts`}>{t("sealedConflicts")}</Link></p>}
      {editable && <p><Link to={`/area/manage/${code}/jury/invitation`}>{t("inviteExternal")}</Link></p>}
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
          <span className={`tag state-${juror.state}`}>{t(`state.${juror.state}`)}</span>
          {juror.chair && <span className="tag">{t("chair")}</span>}
          {juror.state === "ACCEPTED" && <span className="soft">{!juror.declared ? t("undeclared") : juror.conflicts === null ? t("declaredSealed") : t("declared", { count: juror.conflicts })}</span>}
          {juror.maxLoad !== null && <span className="soft">{t("maxLoad", { max: juror.maxLoad })}</span>}
          {juror.assigned > 0 && <span className="soft">{t("assigned", { count: juror.assigned })}</span>}
        </p>
        {juror.noPart && <p className="soft">{t("declaredNoPart", { text: juror.noPart.text, by: juror.noPart.by, at: dateTime(juror.noPart.at, locale, timeZone) })}</p>}
        {juror.declineReason && <p className="soft">{t("because", { reason: juror.declineReason })}</p>}
      </div>
      {editable && (
        <div className="row" role="group" aria-label={juror.name}>
          {juror.state === "INVITED" && <Act action={act("reminder")} size="compact-sm" variant="default">{t("resend")}</Act>}
          {juror.state !== "DECLINED" && !juror.chair && <Act action={act("chair")} size="compact-sm" variant="default">{t("makeChair")}</Act>}
          {juror.assigned === 0 && <Act action={act("removal")} size="compact-sm" variant="outline" color="red">{t("remove")}</Act>}
        </div>
      )}
    </li>
  );
}

/** For somebody who may have proposed: appoint all the same, on a declaration of not having taken part. */
function Declaration({ typed }: { typed: { userId: string; chair: boolean; declaration: string } }) {
  const { matches } = useLoaderData<typeof loader>();
  const t = useTranslations("jury.declare");
  const name = matches?.find(({ id }) => id === typed.userId)?.name ?? "…";
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text", { name })}</p>
      <Form method="post" className="stack narrow">
        <input type="hidden" name="userId" value={typed.userId} />
        {typed.chair && <input type="hidden" name="chair" value="on" />}
        <Textarea name="declaration" label={t("label")} defaultValue={typed.declaration} required minLength={20} maxLength={2000} autosize minRows={3} />
        <div><Button type="submit" variant="default">{t("act")}</Button></div>
      </Form>
    </section>
  );
}

function AppointForm() {
  const { search, matches } = useLoaderData<typeof loader>();
  const t = useTranslations("jury");
  return (
    <section className="panel stack">
      <h2>{t("appoint")}</h2>
      <Form method="get" className="search" role="search">
        <TextInput name="search" label={t("search")} defaultValue={search} />
        <Button type="submit" variant="default">{t("find")}</Button>
      </Form>
      {matches && <p role="status" className="soft">{t("found", { count: matches.length })}</p>}
      {matches && matches.length > 0 && (
        <ul className="entries">
          {matches.map(({ id, name, unit, staffNumber }) => (
            <li key={id}>
              <div><strong>{name}</strong> <span className="soft">{staffNumber} · {unit}</span></div>
              <Form method="post" className="row">
                <input type="hidden" name="userId" value={id} />
                <label><input type="checkbox" name="chair" /> {t("asChair")}</label>
                <Button type="submit" size="compact-sm" aria-label={t("appointName", { name })}>{t("appointShort")}</Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
