import "#app/ui/styles/judging.css";
import { Button } from "@mantine/core";
import { redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { openMeeting } from "#app/commands/meetings/meeting.server.ts";
import { actFor, atTheMeetings, pageFor } from "#app/http/actor.server.ts";
import { meetingsPage } from "#app/queries/meetings/meeting.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { day } from "#app/i18n/when.ts";

export const meta = titled("meetings.title");

export const loader = pageFor(atTheMeetings, async ({ actor, edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  ...(await meetingsPage(actor.id, edition)),
}));

/** Opens the next meeting. */
export const action = actFor(atTheMeetings, async ({ actor, edition }) => {
  const number = await openMeeting(actor.id, edition.id);
  throw redirect(`/area/meetings/${edition.code}/${number}`);
});

/** The jury's meetings, for whoever holds them. */
export default function MeetingsPage() {
  const { code, timeZone, meetings, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("meetings");
  const locale = useLocale();
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      <RefusalAlert refusal={answer?.refusal} />
      {meetings.length === 0 && <p>{t("none")}</p>}
      <ul className="entries">
        {meetings.map(({ number, openedAt, closed, signedOff }) => (
          <li key={number}>
            <Link to={`/area/meetings/${code}/${number}`}>
              {t("number", { number, date: day(openedAt, locale, timeZone) })}
            </Link>
            <span className="row">
              {closed && (
                <>
                  <Link to={`/area/meetings/${code}/${number}/minutes`}>{t("minutes")}</Link>
                  <span className={`tag sheet-${signedOff ? "delivered" : "begun"}`}>
                    {t(signedOff ? "signedOff" : "unsigned")}
                  </span>
                </>
              )}
              <span className={`tag sheet-${closed ? "delivered" : "begun"}`}>
                {t(closed ? "closed" : "open")}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {editable && (
        <Form method="post">
          <Button type="submit">{t("openNow")}</Button>
        </Form>
      )}
    </div>
  );
}
