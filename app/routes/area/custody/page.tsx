import { Alert } from "@mantine/core";
import { Link, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { isCaredFor } from "#app/domain/opening/key-care.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { custodian, pageFor } from "#app/http/actor.server.ts";
import { custodyOf } from "#app/queries/opening/custody.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";
import { warmUp } from "#app/sealing/workers/custody-client.ts";
import { CustodianTable } from "#app/ui/custodian-table.tsx";
import { later } from "#app/ui/frame/later.tsx";
import { usePresence } from "#app/routes/area/custody/parts/use-presence.ts";
import { awaits } from "./parts/awaited.ts";
import { Alone } from "./parts/alone.tsx";
import { Care } from "./parts/care.tsx";
import { OpenKey } from "./parts/open-key.tsx";

// one thing to do at a time: each is sent when it is there to be done
const Enrol = later(async () => (await import("./parts/enrol.tsx")).Enrol);
const Release = later(async () => (await import("./parts/release.tsx")).Release);
const Sign = later(async () => (await import("./parts/sign.tsx")).Sign);
const Statements = later(async () => (await import("./parts/statements.tsx")).Statements);
const Stay = later(async () => (await import("./parts/standby.tsx")).StandbyCard);

export const loader = pageFor(custodian, async ({ actor, edition }) => ({
  editionId: edition.id,
  code: edition.code,
  timeZone: edition.timeZone,
  name: editionName(edition.texts, actor.locale) || edition.code,
  custody: await custodyOf(edition.id, actor.id, true),
}));

/** A custodian's page: make keys, sign, open; one thing to do at a time. */
export default function CustodyPage() {
  const { editionId, code, name, timeZone, custody } = useLoaderData<typeof loader>();
  const t = useTranslations("custody.page");
  const tPin = useTranslations("custody.pin");
  const [identity, setIdentity] = useState<string | null>(null);
  const { revalidate } = useRevalidator();
  const [params] = useSearchParams();
  useEffect(warmUp, []);
  useEffect(
    () =>
      void import("./parts/heads.ts").then(({ rememberHeads }) =>
        rememberHeads(editionId, custody.head ? [custody.head] : []),
      ),
    [editionId, custody.head],
  );
  usePresence(`/area/custody/${code}/presence`, phaseHas(custody.phase, "signsRanking"));
  const own = custody.custodians.find(({ position }) => position === custody.own);
  if (!own) return null;
  const base = `/area/custody/${code}`;
  return (
    <div className="stack">
      <h1>{t("title", { name })}</h1>
      <p>
        {t("youAre", {
          position: own.position,
          title: own.title,
          quorum: custody.quorum,
          count: custody.count,
        })}
      </p>
      {phaseHas(custody.phase, "opens") && (
        <p>
          <Link to={`/area/manage/${code}/opening/session`}>{t("session")}</Link>
        </p>
      )}
      {custody.pinned === "differs" && (
        <Alert color="red" role="alert">
          {tPin("differs")}
        </Alert>
      )}
      {(custody.pinned === "no" || custody.pinned === "waived") && custody.manifest && (
        <Alert color="yellow">{tPin("no")}</Alert>
      )}
      {phaseHas(custody.phase, "rulesEditable") && !own.tested && (
        <Enrol
          base={base}
          code={code}
          position={own.position}
          onDone={(made) => {
            setIdentity(made);
            revalidate();
          }}
        />
      )}
      {own.tested && !identity && (needsKey(custody, own) || isCaredFor(custody.phase)) && (
        <OpenKey onOpened={setIdentity} />
      )}
      {own.tested && identity && (
        <Sign
          identity={identity}
          base={base}
          editionId={editionId}
          custody={custody}
          own={own}
          onDone={revalidate}
        />
      )}
      {phaseHas(custody.phase, "opens") && identity && (
        <Release identity={identity} base={base} custody={custody} own={own} onDone={revalidate} />
      )}
      {own.signedRanking && identity && phaseHas(custody.phase, "signsRanking") && (
        <Stay identity={identity} base={base} onDone={revalidate} />
      )}
      {custody.statements.length > 0 && (
        <Statements
          identity={identity}
          base={base}
          editionId={editionId}
          timeZone={timeZone}
          custody={custody}
          own={own}
          onDone={revalidate}
        />
      )}
      {own.tested && !needsKey(custody, own) && (
        <Alert color="green" role="status">
          {t("nothingToDo")}
        </Alert>
      )}
      <Care identity={identity} base={base} custody={custody} own={own} onDone={revalidate} />
      {(isCaredFor(custody.phase) || phaseHas(custody.phase, "opens")) && (
        <Alone
          base={base}
          answered={params.get("done") === "answered"}
          givesShares={phaseHas(custody.phase, "opens")}
        />
      )}
      <section>
        <h2>{t("everybody")}</h2>
        <CustodianTable custody={custody} />
      </section>
      {custody.manifestFingerprint && (
        <section className="panel">
          <h2>{t("fingerprint")}</h2>
          <p>{t("fingerprintText")}</p>
          <p className="mono" data-testid="manifest-fingerprint">
            {custody.manifestFingerprint}
          </p>
        </section>
      )}
    </div>
  );
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>["custody"];

/** Is there something that needs the private key now? */
function needsKey(custody: Loaded, own: Loaded["custodians"][number]): boolean {
  if (custody.statements.some((statement) => awaits(statement, custody, own))) return true;
  if (phaseHas(custody.phase, "rulesEditable"))
    return custody.manifest !== null && !own.signedManifest;
  if (phaseHas(custody.phase, "screens")) return !own.signedRoot;
  if (phaseHas(custody.phase, "signsRanking") && !phaseHas(custody.phase, "opens"))
    return !own.signedRanking;
  return phaseHas(custody.phase, "opens") && (own.released < custody.toOpen || !own.signedRanking);
}
