import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { administrator, pageFor } from "#app/http/actor.server.ts";
import { boxHealth } from "#app/queries/box/box-health.server.ts";
import { titled } from "#app/ui/frame/title.ts";
import { useWhen } from "#app/ui/time/use-when.ts";

export const meta = titled("ballotBox.title");

export const loader = pageFor(administrator, () => boxHealth());

/** How the ballot box does. */
export default function BallotBoxPage() {
  const { verdict, since, at, fault, waiting, rotationOverdue } = useLoaderData<typeof loader>();
  const t = useTranslations("ballotBox");
  const when = useWhen();
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <p>{t("explain")}</p>
      <p role="status" className={verdict === "ok" ? "panel" : "panel bad"}>
        {t(`verdict.${verdict}`)} {t("since", { since: when(new Date(since)) })}
      </p>
      {fault && (
        <p>
          <code>{fault}</code>
        </p>
      )}
      <dl className="pairs">
        <dt>{t("where")}</dt>
        <dd>{at ? t("elsewhere", { at }) : t("here")}</dd>
        {waiting !== null && (
          <>
            <dt>{t("waiting")}</dt>
            <dd>{waiting}</dd>
            <dt>{t("rotation")}</dt>
            <dd className={rotationOverdue ? "bad" : undefined}>
              {t(rotationOverdue ? "overdue" : "inTime")}
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
