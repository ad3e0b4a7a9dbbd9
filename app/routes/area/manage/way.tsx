import { Button, Textarea } from "@mantine/core";
import { redirect } from "@remix-run/node";
import { Form, Link, useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useFormatter, useTranslations } from "use-intl";
import { z } from "zod";
import { enterPhase } from "#app/commands/phase.server.ts";
import { takesAmendments } from "#app/domain/amendment.ts";
import { phases } from "#app/domain/edition.ts";
import { type Refusal, refuse } from "#app/domain/refusal.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { editionWay } from "#app/queries/manage.server.ts";
import { RefusalAlert, useReasonWords } from "#app/ui/fields.tsx";
import { KeyState } from "#app/ui/key-state.tsx";

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  opensAt: edition.opensAt?.toISOString() ?? null,
  closesAt: edition.closesAt?.toISOString() ?? null,
  openBelowReason: edition.openBelowReason,
  way: await editionWay(edition.id),
}));

/** Enters the next phase. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = z.enum(phases).safeParse((await request.formData()).get("phase"));
  if (!parsed.success) throw refuse("invalid", { field: "phase" });
  await enterPhase(actor.id, edition.id, parsed.data);
  throw redirect(`/area/manage/${edition.code}`);
});

/** The way of the edition: what is behind, what blocks, and where to mend it. */
export default function WayPage() {
  const { code, way, timeZone, opensAt, closesAt, openBelowReason } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.way");
  const tPhase = useTranslations("phase");
  const format = useFormatter();
  const reason = useReasonWords();
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone });
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <ol className="way" data-phase={way.phase}>
        {phases.map((phase) => {
          const passed = way.passed.find((change) => change.phase === phase);
          return (
            <li key={phase} aria-current={phase === way.phase ? "step" : undefined} data-passed={Boolean(passed)}>
              <strong>{tPhase(phase)}</strong>
              {passed && <span className="soft"> {moment(passed.at)}{passed.by ? ` · ${passed.by}` : ""}</span>}
            </li>
          );
        })}
      </ol>
      <dl className="facts">
        <div><dt>{t("opensAt")}</dt><dd>{opensAt ? moment(opensAt) : "—"}</dd></div>
        <div><dt>{t("closesAt")}</dt><dd>{closesAt ? moment(closesAt) : "—"}</dd></div>
        <div><dt>{t("eligible")}</dt><dd>{way.figures.eligible}</dd></div>
        <div><dt>{t("activated")}</dt><dd>{t("ofFloor", { activated: way.figures.activated, floor: way.figures.floor })}</dd></div>
        <div><dt>{t("proposals")}</dt><dd>{way.figures.proposals ?? t("afterMidnight")}</dd></div>
      </dl>
      {way.keys && <KeyState {...way.keys} amendments={takesAmendments(way.phase) ? `/area/manage/${code}/amendments` : undefined} />}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {way.next && (
        <section className="panel stack">
          <h2>{t("next", { phase: tPhase(way.next) })}</h2>
          {way.blocked.length > 0 ? (
            <>
              <p>{t("blocks")}</p>
              <ul>
                {way.blocked.map((each) => (
                  <li key={each.key}>
                    {reason(each)} {each.where && each.where !== "phase" && <Link to={`/area/manage/${code}/${each.where}`}>{t("mend")}</Link>}
                  </li>
                ))}
              </ul>
              {way.blocked.some(({ key }) => key === "floor") && <BelowFloor code={code} />}
            </>
          ) : (
            <p>{t("nothingBlocks")}</p>
          )}
          {way.cautions.length > 0 && (
            <>
              <p>{t("cautions")}</p>
              <ul>{way.cautions.map((each) => <li key={each.key}>{reason(each)} {each.where ? <Link to={`/area/manage/${code}/${each.where}`}>{t("mend")}</Link> : <Link to={`/area/meetings/${code}`}>{t("meetings")}</Link>}</li>)}</ul>
            </>
          )}
          <Form method="post">
            <input type="hidden" name="phase" value={way.next} />
            <Button type="submit" disabled={way.blocked.length > 0}>{t("enter", { phase: tPhase(way.next) })}</Button>
          </Form>
        </section>
      )}
      {openBelowReason && <p className="soft">{t("belowFloorReason", { reason: openBelowReason })}</p>}
    </div>
  );
}

function BelowFloor({ code }: { code: string }) {
  const t = useTranslations("manage.way");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method="post" action={`/area/manage/${code}/floor`} className="stack">
      <Textarea name="reason" label={t("belowFloor")} required minLength={10} maxLength={500} rows={2} />
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div><Button type="submit" variant="default" loading={fetcher.state !== "idle"}>{t("allowBelowFloor")}</Button></div>
    </fetcher.Form>
  );
}
