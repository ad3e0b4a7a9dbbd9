import { Button, Checkbox } from "@mantine/core";
import { redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { phaseOf } from "#app/domain/phase.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import type { EditionStep } from "#app/domain/edition/guards.ts";
import type { Moment } from "#app/domain/mailing/mailing.ts";
import { releasesOf } from "#app/domain/publication/list.ts";
import { takesPublicationDate } from "#app/domain/publication/date.ts";
import { type Reason, refuse } from "#app/domain/refusal.ts";
import { actFor, organiser, pageFor, requireConfirmed } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";
import { waitingMails } from "#app/queries/mailing/mailings.server.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { useReasonWords } from "#app/ui/forms/reason-words.tsx";
import { Releases } from "#app/routes/area/manage/parts/release-list.tsx";
import { later } from "#app/ui/frame/later.tsx";
import { dateTime } from "#app/i18n/when.ts";

const PublicationDate = later(
  async () => (await import("#app/routes/area/manage/parts/publication-date.tsx")).PublicationDate,
);
const PublicationPreview = later(
  async () =>
    (await import("#app/routes/area/manage/parts/publication-preview.tsx")).PublicationPreview,
);

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  readers: actor.locale,
  preview: await publicationPreview(edition.id),
  mails: await waitingMails(edition),
}));

/** Publishes everything at once. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const form = await formOf(request);
  if (!z.literal("on").safeParse(form.get("checked")).success)
    throw refuse("invalid", { field: "checked" });
  await requireConfirmed(actor, request);
  await enterPhase(actor.id, edition.id, phaseOf.publication);
  throw redirect(`/area/manage/${edition.code}/publication?done=published`);
});

export default function PublicationPage() {
  const { code, timeZone, readers: locale, preview, mails } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const t = useTranslations("publication");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "published"}>{t("done")}</Done>
      <Done when={search.get("done") === "scheduled"}>{t("date.done")}</Done>
      <Done when={search.get("done") === "unscheduled"}>{t("date.revoked")}</Done>
      {preview.at ? (
        <>
          <p>
            {t("publishedOn", { date: dateTime(preview.at, locale, timeZone) })}{" "}
            <a href={`/${locale}/editions/${code}/results`} rel="noreferrer">
              {t("see")}
            </a>
            {" · "}
            <Link to="errata">{t("correct")}</Link>
          </p>
          {mails.length > 0 && <WaitingMails code={code} mails={mails} />}
        </>
      ) : (
        <>
          <p>{t("intro")}</p>
          {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
          {preview.steps.length > 1 ? (
            <Steps code={code} steps={preview.steps} />
          ) : (
            <Missing code={code} blocked={preview.blocked} />
          )}
          {preview.blocked.length === 0 && <Publish />}
          {takesPublicationDate(preview.phase) && (
            <PublicationDate
              key={preview.scheduled?.at}
              code={code}
              timeZone={timeZone}
              locale={locale}
              scheduled={preview.scheduled}
            />
          )}
        </>
      )}
      {preview.published && !preview.at && (
        <Releases
          list={releasesOf(preview.published, preview.others)}
          code={code}
          locale={locale}
        />
      )}
      {preview.published ? (
        <PublicationPreview published={preview.published} locale={locale} />
      ) : (
        <p>{t("notFrozen")}</p>
      )}
    </div>
  );
}

/** The mails that wait for a release: none went with the publication. */
function WaitingMails({ code, mails }: { code: string; mails: Moment[] }) {
  const t = useTranslations("publication.mails");
  const moment = useTranslations("mailings.moment");
  return (
    <section className="panel" aria-labelledby="mails">
      <h2 id="mails">{t("title")}</h2>
      <p className="soft">{t("text")}</p>
      <ul>
        {mails.map((each) => (
          <li key={each}>
            <Link to={`/area/manage/${code}/mails/${each}`}>{moment(each)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/**
 * What is left until the results can be published, in order, each with the page where it is done.
 */
function Steps({ code, steps }: { code: string; steps: EditionStep[] }) {
  const t = useTranslations("publication.steps");
  const tPage = useTranslations("manage.page");
  const tPhase = useTranslations("phase");
  const reason = useReasonWords();
  const to = (where: string) => `/area/manage/${code}${where && `/${where}`}`;
  return (
    <section className="panel stack" aria-labelledby="steps">
      <h2 id="steps">{t("title")}</h2>
      <ol className="steps">
        {steps.map(({ phase, where, blocked }, at) => (
          <li key={phase} aria-current={at === 0 ? "step" : undefined}>
            <strong>{t(phase)}</strong>{" "}
            <Link to={to(where)}>{tPage((where || "overview") as "overview")}</Link>
            {at === 0 && blocked.length === 0 && (
              <p>
                {t("ready")} <Link to={to("")}>{t("enter", { phase: tPhase(phase) })}</Link>
              </p>
            )}
            {blocked.length > 0 && (
              <ul>
                {blocked.map((each) => (
                  <li key={each.key}>{reason(each)}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Missing({ code, blocked }: { code: string; blocked: Reason[] }) {
  const t = useTranslations("publication");
  const reason = useReasonWords();
  if (blocked.length === 0) return <p>{t("nothingMissing")}</p>;
  return (
    <section className="panel" aria-labelledby="missing">
      <h2 id="missing">{t("missing")}</h2>
      <ul>
        {blocked.map((each) => (
          <li key={each.key}>
            {reason(each)}{" "}
            {each.where !== undefined && (
              <Link to={`/area/manage/${code}/${each.where}`}>{t("mend")}</Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Publish() {
  const t = useTranslations("publication");
  return (
    <Form method="post" className="panel stack">
      <Checkbox name="checked" required label={t("confirm")} />
      <div>
        <Button type="submit">{t("publish")}</Button>
      </div>
    </Form>
  );
}
