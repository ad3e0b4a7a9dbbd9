import { phaseHas } from "#app/domain/phase.ts";
import "#app/ui/styles/judging.css";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { atTheMeetings, pageFor } from "#app/http/actor.server.ts";
import { meetingOf } from "#app/http/params.server.ts";
import { meetingPage } from "#app/queries/meetings/meeting.server.ts";
import { Done } from "#app/ui/forms/fields.tsx";
import { Agenda } from "#app/routes/area/meetings/parts/meeting-agenda.tsx";
import { AgendaForm, Closing, Presence } from "#app/routes/area/meetings/parts/meeting-forms.tsx";
import { VoteFields, Votes } from "#app/routes/area/meetings/parts/meeting-votes.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { usePolling } from "#app/ui/time/use-polling.ts";
import { day } from "#app/i18n/when.ts";

export const meta = titled("meetings.one");

export const loader = pageFor(atTheMeetings, async ({ actor, edition, params }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  ...(await meetingPage(actor.id, edition, meetingOf(params))),
}));

/** A meeting of the jury as it goes: who is present, what is discussed, who leaves the room. */
export default function MeetingPage() {
  const page = useLoaderData<typeof loader>();
  const { code, timeZone, number, openedAt, closed, phase, sealed, elsewhere } = page;
  const [params] = useSearchParams();
  const t = useTranslations("meetings");
  const locale = useLocale();
  usePolling(5);
  const base = `/area/meetings/${code}/${number}`;
  const editable = !closed && phaseHas(phase, "deliberates");
  return (
    <div className="stack">
      <p>
        <Link to={`/area/meetings/${code}`}>{t("back")}</Link>
      </p>
      <h1>{t("number", { number, date: day(openedAt, locale, timeZone) })}</h1>
      {["presence", "agenda", "item", "note", "vote", "closing"].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "note"}`)}
        </Done>
      ))}
      {closed && (
        <p className="panel">
          {t("isClosed")} <Link to={`${base}/minutes`}>{t("minutes")}</Link>
        </p>
      )}
      {elsewhere && (
        <p className="panel" role="status">
          {t("elsewhere")}
        </p>
      )}
      {sealed && <p className="soft">{t("sealed")}</p>}
      <Agenda items={page.items} base={base} editable={editable} />
      <Votes votes={page.votes} />
      {editable && (
        <VoteFields key={page.votes.length} voting={page.voting} votes={page.votes} base={base} />
      )}
      <Presence key={`p${editable}`} members={page.members} base={base} editable={editable} />
      {editable && (
        <AgendaForm key={page.items.map(({ no }) => no).join()} page={page} base={base} />
      )}
      {!closed && <Closing base={base} />}
    </div>
  );
}
