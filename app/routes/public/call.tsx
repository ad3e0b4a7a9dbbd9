import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { callStructured } from "#app/domain/publication/structured.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { site, siteAddress } from "#app/http/site.server.ts";
import { type Call, callPage } from "#app/queries/edition/public-call.server.ts";
import { JuryExceptions } from "#app/ui/published/jury-exceptions.tsx";
import {
  EditionTabs,
  PhasePath,
  PhaseSentence,
  PhaseTag,
  Sponsors,
  TimeLeft,
} from "#app/routes/public/parts/edition-parts.tsx";
import { Markdown } from "#app/ui/published/markdown.tsx";
import { publicMeta } from "#app/ui/frame/public-meta.ts";
import { KeysDrawing } from "#app/routes/public/parts/two-envelopes.tsx";
import { useDuration } from "#app/ui/time/use-duration.ts";
import { dateTime, euro, exact, lastMinute } from "#app/i18n/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const call = await callPage(params.code ?? "", locale);
  return asDocument(request, {
    locale,
    call,
    structured: callStructured(call, { origin: siteAddress(), city: site().city, locale }),
  });
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: data.call.name,
        description: data.call.summary,
        structured: data.structured,
      })
    : [];

export default function CallPage() {
  const { locale, call } = useLoaderData<typeof loader>();
  const t = useTranslations("public");
  return (
    <div className="flow">
      <p className="row">
        <PhaseTag edition={call} />
        {call.invented && <span className="tag plain">{t("invented")}</span>}
      </p>
      <h1>{call.name}</h1>
      {call.summary && <p className="lead">{call.summary}</p>}
      <EditionTabs edition={call} locale={locale} at="call" />
      <p>
        <PhaseSentence edition={call} locale={locale} /> <TimeLeft edition={call} />
        {call.handedIn !== null && <> {t("handedIn", { count: call.handedIn })}</>}
      </p>
      {call.questions && (
        <p className="panel">
          {t("call.questions")}{" "}
          <a href={`/p/${locale}`} rel="noreferrer">
            {t("act.receipt")}
          </a>
        </p>
      )}
      {call.takesDeposits && (
        <p>
          <a className="cta" href={`/p/${locale}`} rel="noreferrer">
            {t("act.handIn")}
          </a>
        </p>
      )}
      <PhasePath edition={call} />
      <Dates call={call} locale={locale} />
      {call.rules && (
        <Part id="rules" title={t("call.rules")}>
          <div className="measure">
            <Markdown text={call.rules} below={2} />
          </div>
        </Part>
      )}
      <Who call={call} />
      <Categories call={call} />
      <Criteria call={call} />
      <Jury call={call} locale={locale} />
      <Vote call={call} locale={locale} />
      <Awards call={call} locale={locale} />
      <Keys call={call} locale={locale} />
    </div>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Dates({ call, locale }: { call: Call; locale: Locale }) {
  const t = useTranslations("public.call");
  const { opensAt, closesAt, timeZone } = call;
  const duration = useDuration();
  return (
    <Part id="dates" title={t("dates")}>
      <dl className="facts">
        {opensAt && (
          <div>
            <dt>{t("opens")}</dt>
            <dd>
              <time dateTime={opensAt}>{dateTime(opensAt, locale, timeZone)}</time>
            </dd>
          </div>
        )}
        {closesAt && (
          <div>
            <dt>{t("until")}</dt>
            <dd>
              <time dateTime={closesAt}>
                {dateTime(lastMinute(closesAt, timeZone), locale, timeZone)}
              </time>
            </dd>
          </div>
        )}
        {call.fingerprint && call.graceMinutes > 0 && (
          <div>
            <dt>{t("grace")}</dt>
            <dd>{duration(call.graceMinutes)}</dd>
          </div>
        )}
        {call.fingerprint && (
          <div>
            <dt>{t("objection")}</dt>
            <dd>{duration(call.objectionMinutes)}</dd>
          </div>
        )}
        {call.fingerprint && (
          <div>
            <dt>{t("contest")}</dt>
            <dd>{duration(call.contestMinutes)}</dd>
          </div>
        )}
        {call.fingerprint && (
          <div>
            <dt>{t("answer")}</dt>
            <dd>{duration(call.answerMinutes)}</dd>
          </div>
        )}
        <div>
          <dt>{t("timeZone")}</dt>
          <dd>{timeZone}</dd>
        </div>
      </dl>
      {call.amendments.map((amendment) => (
        <Amendment key={amendment.hash} amendment={amendment} call={call} locale={locale} />
      ))}
    </Part>
  );
}

/**
 * Dates that custodians changed after the announcement, with the reason and the hash they signed.
 */
function Amendment({
  amendment: { opensAt, closesAt, reason, hash, since },
  call: { timeZone },
  locale,
}: {
  amendment: Call["amendments"][number];
  call: Call;
  locale: Locale;
}) {
  const t = useTranslations("public.call.amendment");
  return (
    <div className="measure">
      <p>
        <strong>{t("since", { at: dateTime(since, locale, timeZone) })}</strong>{" "}
        {opensAt && t("opensAt", { at: dateTime(opensAt, locale, timeZone) })}{" "}
        {closesAt &&
          t("closesAt", { at: dateTime(lastMinute(closesAt, timeZone), locale, timeZone) })}{" "}
        {t("reason", { reason })}
      </p>
      <p className="mono hash">{hash}</p>
    </div>
  );
}

function Who({ call }: { call: Call }) {
  const t = useTranslations("public.call");
  return (
    <Part id="who" title={t("who")}>
      <ul className="measure plain-list">
        <li>{t("eligible")}</li>
        {call.fingerprint && <li>{t("passes", { count: call.passesPerPerson })}</li>}
        <li>{t("roles")}</li>
        {call.threshold && (
          <li>
            {call.threshold.activated > 0
              ? t("thresholdReached", call.threshold)
              : t("threshold", { floor: call.threshold.floor })}
          </li>
        )}
        {call.threshold?.reason && <li>{t("belowFloor", { reason: call.threshold.reason })}</li>}
      </ul>
    </Part>
  );
}

function Categories({ call }: { call: Call }) {
  const t = useTranslations("public.call");
  if (call.categories.length === 0) return null;
  return (
    <Part id="categories" title={t("categories")}>
      {call.fingerprint && (
        <p>{t("choose", { min: call.minCategories, max: call.maxCategories })}</p>
      )}
      <ul className="cards bare">
        {call.categories.map(({ key, name, description, colour }) => (
          <li key={key} className="panel">
            <h3>
              <span className="dot" style={{ background: colour }} aria-hidden="true" />
              {name}
            </h3>
            {description && <p>{description}</p>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Criteria({ call }: { call: Call }) {
  const t = useTranslations("public.call");
  if (call.criteria.length === 0) return null;
  return (
    <Part id="criteria" title={t("criteria")}>
      <p>{t("score")}</p>
      <ul className="cards wide bare">
        {call.criteria.map(({ key, name, description, weight, maxScore, anchors }) => (
          <li key={key} className="panel">
            <h3>
              {name} <span className="soft">· {t("weight", { weight })}</span>
            </h3>
            <span className="meter" aria-hidden="true">
              <span style={{ width: `${weight}%` }} />
            </span>
            {description && <p>{description}</p>}
            {anchors.length > 0 ? (
              <ul className="anchors">
                {anchors.map(({ score, label }) => (
                  <li key={score}>
                    <b>{score}</b>
                    {label}
                  </li>
                ))}
              </ul>
            ) : (
              <p className="soft">{t("scale", { max: maxScore })}</p>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Jury({ call, locale }: { call: Call; locale: Locale }) {
  const t = useTranslations("public.call");
  const tMethod = useTranslations("method");
  if (!call.fingerprint) return null;
  const { perProposal, internal, external } = call.jury;
  return (
    <Part id="jury" title={t("jury")}>
      <ul className="measure plain-list">
        <li>{t("jurors", { count: perProposal, internal, external })}</li>
        <li>{t("blind")}</li>
        {call.sealedConflicts && (
          <li>
            {t("sealedConflicts")}{" "}
            {call.sealedConflicts.until && (
              <strong>
                {t("sealedConflictsUntil", {
                  date: dateTime(call.sealedConflicts.until, locale, call.timeZone),
                })}
              </strong>
            )}
          </li>
        )}
        <li>
          {tMethod(`does.${call.method}`)}{" "}
          {call.method !== "mean" && tMethod(`least.${call.method}`)}
        </li>
        {call.shortlist && (
          <li>
            {t("shortlist", {
              least: call.shortlist.minimumScore,
              score: exact(call.shortlist.minimumScore, locale),
              atMost: call.shortlist.atMost,
            })}
          </li>
        )}
        {call.secondRoundJurors > 0 && (
          <li>{t("secondRound", { count: call.secondRoundJurors })}</li>
        )}
        {call.minimumScore > 0 && (
          <li>{t("minimum", { score: exact(call.minimumScore, locale) })}</li>
        )}
        <li>{t("published", { depth: call.publishedDepth })}</li>
      </ul>
      {call.ladder.length > 0 && (
        <>
          <h3>{t("ties")}</h3>
          <ol className="measure">
            {call.ladder.map((rung) => (
              <li key={rung}>{t(`ladder.${rung}`)}</li>
            ))}
          </ol>
        </>
      )}
      <JuryExceptions exceptions={call.juryExceptions} />
    </Part>
  );
}

/** Colleagues who vote, and so read what is handed in. */
function Vote({ call: { vote, timeZone }, locale }: { call: Call; locale: Locale }) {
  const t = useTranslations("public.call");
  if (!vote) return null;
  return (
    <Part id="vote" title={t("vote")}>
      <ul className="measure plain-list">
        <li>{t("voteText")}</li>
        {vote.startsAt && vote.endsAt && (
          <li>
            {t("voteWhen", {
              from: dateTime(vote.startsAt, locale, timeZone),
              until: dateTime(lastMinute(vote.endsAt, timeZone), locale, timeZone),
            })}
          </li>
        )}
        <li>{t("voteHow")}</li>
        <li>{t(`voteTie.${vote.tie}`)}</li>
      </ul>
    </Part>
  );
}

function Awards({ call, locale }: { call: Call; locale: Locale }) {
  const t = useTranslations("public");
  if (call.awards.length + call.sponsors.length === 0) return null;
  return (
    <Part id="awards" title={t("call.awards")}>
      {call.awards.length > 0 && (
        <ul className="measure plain-list">
          {call.awards.map(({ name, places, prize, sponsor }) => (
            <li key={name}>
              <strong>{name}</strong> · {t("call.places", { count: places })}
              {prize && (
                <>
                  {" "}
                  · {prize}
                  {sponsor && ` (${sponsor})`}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {call.awards.length > 0 && (
        <p className="measure">
          {t("call.awardTerms", {
            count: call.awardTerms.maxPrizes,
            leftovers: call.awardTerms.leftovers,
            unclaimed: call.awardTerms.unclaimed,
          })}
        </p>
      )}
      {call.budget && (
        <p className="measure">
          {t("call.budget", { amount: euro(call.budget.cents / 100, locale) })}{" "}
          {call.budget.publicCents === 0
            ? t("call.noPublicMoney")
            : t("call.publicMoney", { amount: euro(call.budget.publicCents / 100, locale) })}
        </p>
      )}
      <Sponsors sponsors={call.sponsors} locale={locale} />
    </Part>
  );
}

function Keys({ call, locale }: { call: Call; locale: Locale }) {
  const t = useTranslations("public.call");
  const { titles, quorum } = call.custodians;
  if (!call.fingerprint) return null;
  return (
    <Part id="keys" title={t("keys")}>
      <div className="figure">
        <div>
          <p>{t("quorum", { quorum, count: titles.length })}</p>
          <ol>
            {titles.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ol>
        </div>
        <KeysDrawing quorum={quorum} count={titles.length} />
      </div>
      <h3>{t("fingerprint")}</h3>
      <p className="measure">{t("fingerprintWhy")}</p>
      <p className="mono print-out">{call.fingerprint}</p>
      <p>
        <a href={`/${locale}/editions/${call.code}/verify`}>{t("verify")}</a>
      </p>
    </Part>
  );
}
