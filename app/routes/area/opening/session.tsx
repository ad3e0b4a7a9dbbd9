import { phaseHas } from "#app/domain/phase.ts";
import "#app/ui/styles/session.css";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { atTheOpening, pageFor } from "#app/http/actor.server.ts";
import {
  openingSession,
  type SessionProposal,
} from "#app/queries/opening/opening-session.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";
import { Checks, EnvelopeState, MinutesWords } from "#app/ui/published/minutes.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { usePolling } from "#app/ui/time/use-polling.ts";

export const meta = titled("session.title");

export const loader = pageFor(atTheOpening, async ({ actor, edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  name: editionName(edition.texts, actor.locale) || edition.code,
  session: await openingSession(edition.id),
}));

/**
 * The opening for a room to follow: who is present, what was checked, one envelope after the other,
 * the minutes as they come.
 */
export default function SessionPage() {
  const { code, name, session } = useLoaderData<typeof loader>();
  const t = useTranslations("session");
  usePolling(3);
  const envelopes = session.proposals.flatMap((proposal) => proposal.envelopes);
  return (
    <div className="session stack">
      <h1>
        {t("title")} · {name}
      </h1>
      <p role="status">
        {t("progress", {
          opened: envelopes.filter(({ state }) => state !== "closed").length,
          count: envelopes.length,
          quorum: session.quorum,
          custodians: session.custodians.length,
        })}
      </p>
      <div className="session-columns">
        <div className="stack">
          <Present />
          {session.checks ? (
            <Checks checks={session.checks} />
          ) : (
            <p>{t(phaseHas(session.phase, "opens") ? "notChecked" : "notNow")}</p>
          )}
        </div>
        <div className="stack">
          <section aria-labelledby="envelopes">
            <h2 id="envelopes">{t("envelopes")}</h2>
            <ul className="envelopes">
              {session.proposals.flatMap((proposal) =>
                proposal.envelopes.map((envelope) => (
                  <Envelope
                    key={`${proposal.publicNo}.${envelope.slot}`}
                    proposal={proposal}
                    envelope={envelope}
                  />
                )),
              )}
            </ul>
          </section>
          <Waiting />
        </div>
      </div>
      <Latest />
      <p className="no-print">
        <Link to={`/area/manage/${code}/opening/minutes`}>{t("minutes")}</Link>
      </p>
    </div>
  );
}

function Present() {
  const { session } = useLoaderData<typeof loader>();
  const t = useTranslations("session");
  return (
    <section aria-labelledby="present">
      <h2 id="present">{t("present")}</h2>
      <ul className="plain-list">
        {session.custodians.map(({ position, title, present, lost }) => (
          <li key={position} className="present" data-present={present}>
            {position}. {title}{" "}
            <span className="soft">{t(lost ? "keyLost" : present ? "here" : "away")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Envelope({
  proposal: { publicNo, isReserve, names, envelopes },
  envelope,
}: {
  proposal: SessionProposal;
  envelope: SessionProposal["envelopes"][number];
}) {
  const { session } = useLoaderData<typeof loader>();
  const t = useTranslations("session");
  const { slot, shares, state } = envelope;
  const needed = Array.from({ length: session.quorum }, (_, at) => at);
  return (
    <li data-open={state === "valid" || state === "authentic"} data-void={state === "void"}>
      <strong>{t("number", { no: publicNo })}</strong>{" "}
      {envelopes.length > 1 && t("envelopeOf", { slot, count: envelopes.length })}{" "}
      {isReserve && <span className="tag">{t("reserve")}</span>}
      <div>
        <EnvelopeState {...envelope} />
      </div>
      {state === "closed" && (
        <div className="row">
          <span className="shares" aria-hidden="true">
            {needed.map((at) => (
              <i key={at} data-in={at < shares} />
            ))}
          </span>{" "}
          {t("shares", { shares, quorum: session.quorum })}
        </div>
      )}
      {slot === envelopes[0]?.slot && names && <div>{names.join(", ")}</div>}
    </li>
  );
}

function Waiting() {
  const { session } = useLoaderData<typeof loader>();
  const t = useTranslations("session");
  if (session.waiting.length === 0) return null;
  return (
    <ul>
      {session.waiting.map(({ reserve, voided, signed }) => (
        <li key={reserve}>{t("waiting", { reserve, voided, signed, quorum: session.quorum })}</li>
      ))}
    </ul>
  );
}

const latest = 6;

/** The last lines of the minutes, the newest first, read out as they come. */
function Latest() {
  const { session, timeZone } = useLoaderData<typeof loader>();
  const t = useTranslations("session");
  const lines = session.minutes.slice(-latest).reverse();
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{t("latest")}</h2>
      <ol className="plain-list" reversed aria-live="polite">
        {lines.map((line, at) => (
          <li key={session.minutes.length - at}>
            <MinutesWords line={line} timeZone={timeZone} today />
          </li>
        ))}
      </ol>
    </section>
  );
}
