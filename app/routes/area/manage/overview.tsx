import { Button, Textarea } from "@mantine/core";
import { Link, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { takesAmendments } from "#app/domain/edition/amendment.ts";
import { firstPhase, phaseOf, type Phase } from "#app/domain/phase.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { comingDates, recentEvents } from "#app/queries/publication/edition-news.server.ts";
import { type EditionOverview, editionOverview } from "#app/queries/edition/manage.server.ts";
import { tasksOfOrganiser } from "#app/queries/desk/tasks.server.ts";
import {
  ComingDates,
  PhaseLine,
  RecentEvents,
} from "#app/routes/area/manage/parts/edition-news.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { useReasonWords } from "#app/ui/forms/reason-words.tsx";
import { KeyBadge } from "#app/ui/key-state.tsx";
import { Tasks } from "#app/ui/tasks.tsx";

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  openBelowReason: edition.openBelowReason,
  overview: await editionOverview(edition.id),
  tasks: await tasksOfOrganiser(edition),
  dates: await comingDates(edition),
  events: await recentEvents(edition.id),
}));

/**
 * The organisers' desk of an edition: what waits for them, what keeps the next phase, what comes
 * and what was.
 */
export default function WayPage() {
  const { code, overview, tasks, dates, events, timeZone, openBelowReason } =
    useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const t = useTranslations("manage.overview");
  const tPhase = useTranslations("phase");
  const begun = useTranslations("manage.phase.begins");
  const { figures } = overview;
  // the others are said with the next phase
  const besides = tasks.filter(({ blocks, key }) => !blocks && key !== "phase-ready");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === overview.phase}>
        {t("begun", { phase: tPhase(overview.phase) })}{" "}
        {overview.phase !== firstPhase && begun(overview.phase)}
      </Done>
      {overview.keys && (
        <KeyBadge
          {...overview.keys}
          amendments={
            takesAmendments(overview.phase) ? `/area/manage/${code}/amendments` : undefined
          }
        />
      )}
      <div className="way-beside">
        <div className="stack">
          {overview.next && <NextPhase code={code} overview={overview} next={overview.next} />}
          {besides.length > 0 && (
            <section className="panel" aria-labelledby="todo">
              <h2 id="todo">{t("todo")}</h2>
              <Tasks tasks={besides} />
            </section>
          )}
          {openBelowReason && (
            <p className="soft">{t("belowFloorReason", { reason: openBelowReason })}</p>
          )}
          <dl className="facts">
            <div>
              <dt>{t("eligible")}</dt>
              <dd>{figures.eligible}</dd>
            </div>
            <div>
              <dt>{t("activated")}</dt>
              <dd>{t("ofFloor", { activated: figures.activated, floor: figures.floor })}</dd>
            </div>
            <div>
              <dt>{t("proposals")}</dt>
              <dd>{figures.proposals ?? t("afterMidnight")}</dd>
            </div>
          </dl>
          <RecentEvents events={events} timeZone={timeZone} />
        </div>
        <div className="stack">
          <ComingDates dates={dates} timeZone={timeZone} />
          <section className="panel" aria-labelledby="phases">
            <h2 id="phases">{t("phases")}</h2>
            <PhaseLine phase={overview.phase} passed={overview.passed} timeZone={timeZone} />
          </section>
        </div>
      </div>
    </div>
  );
}

/** The next phase, what keeps it, and the way to the page that asks before it begins. */
function NextPhase({
  code,
  overview,
  next,
}: {
  code: string;
  overview: EditionOverview;
  next: Phase;
}) {
  const t = useTranslations("manage.overview");
  const tPhase = useTranslations("phase");
  const reason = useReasonWords();
  return (
    <section className="panel stack" aria-labelledby="next">
      <h2 id="next">{t("next", { phase: tPhase(next) })}</h2>
      {overview.blocked.length === 0 && <p>{t("nothingBlocks")}</p>}
      {overview.blocked.length > 0 && (
        <>
          <p>{t("blocks")}</p>
          <ul>
            {overview.blocked.map((each) => (
              <li key={each.key}>
                {reason(each)}{" "}
                {each.where && each.where !== "phase" && (
                  <Link to={`/area/manage/${code}/${each.where}`}>{t("mend")}</Link>
                )}
              </li>
            ))}
          </ul>
          {overview.blocked.some(({ key }) => key === "floor") && <BelowFloor code={code} />}
          {overview.exceptable.length > 0 && (
            <p>
              {t("exceptable")} <Link to={`/area/manage/${code}/phase`}>{t("except")}</Link>
            </p>
          )}
        </>
      )}
      {overview.cautions.length > 0 && (
        <>
          <p>{t("cautions")}</p>
          <ul>
            {overview.cautions.map((each) => (
              <li key={each.key}>
                {reason(each)}{" "}
                {each.where ? (
                  <Link to={`/area/manage/${code}/${each.where}`}>{t("mend")}</Link>
                ) : (
                  <Link to={`/area/meetings/${code}`}>{t("meetings")}</Link>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {next === phaseOf.publication && (
        <div>
          <Button component={Link} to={`/area/manage/${code}/publication`}>
            {t("publish")}
          </Button>
        </div>
      )}
      {next !== phaseOf.publication && overview.blocked.length > 0 && (
        <div>
          <Button disabled>{t("enter", { phase: tPhase(next) })}</Button>
        </div>
      )}
      {next !== phaseOf.publication && overview.blocked.length === 0 && (
        <div>
          <Button component={Link} to={`/area/manage/${code}/phase`}>
            {t("enter", { phase: tPhase(next) })}
          </Button>
        </div>
      )}
    </section>
  );
}

function BelowFloor({ code }: { code: string }) {
  const t = useTranslations("manage.overview");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method="post" action={`/area/manage/${code}/floor`} className="stack">
      <Textarea
        name="reason"
        label={t("belowFloor")}
        required
        minLength={10}
        maxLength={500}
        rows={2}
      />
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
          {t("allowBelowFloor")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
