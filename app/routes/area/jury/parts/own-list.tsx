import { Alert } from "@mantine/core";
import { Link } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type Phase, phaseHas } from "#app/domain/phase.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { useCopies } from "./use-copies.ts";

type State = "empty" | "begun" | "complete" | "delivered" | "recused";
type Own = { no: number; title: string; locale: string; state: State; missing: number };
type Desk = {
  code: string;
  phase: Phase;
  writable: boolean;
  confirmedAt: Date | null;
  own: Own[];
};

/** Their own proposals in this juror's order, how far they are, and the way to close. */
export function OwnList({ desk: { code, phase, writable, confirmedAt, own } }: { desk: Desk }) {
  const t = useTranslations("juror");
  const live = own.filter(({ state }) => state !== "recused");
  const done = live.filter(({ state }) => state === "complete" || state === "delivered").length;
  const { unsaved, stay } = useUnsaved(code, own, writable);
  const next = live.find(({ state }) => state === "empty" || state === "begun");
  return (
    <section className="stack">
      <h2>{t("own")}</h2>
      <p className="row">
        <progress aria-hidden value={done} max={Math.max(1, live.length)} />{" "}
        {t("progress", { done, of: live.length })}
        {writable && next && (
          <Link to={`/area/jury/${code}/${next.no}`}>{t("goOn", { no: next.no })}</Link>
        )}
      </p>
      {phaseHas(phase, "deliberates") && writable && <p className="panel">{t("secondRound")}</p>}
      {unsaved.length > 0 && (
        <Alert color="yellow" title={t(stay ? "unsaved" : "unsavedWindow")}>
          <p className="row">
            {unsaved.map((no) => (
              <Link key={no} to={`/area/jury/${code}/${no}`}>
                {t("proposalNo", { no })}
              </Link>
            ))}
          </p>
        </Alert>
      )}
      <ul className="entries">
        {own.map(({ no, title, locale, state, missing }) => (
          <li key={no}>
            {state === "recused" ? (
              <div className="soft">{t("proposalNo", { no })}</div>
            ) : (
              <div>
                <Link to={`/area/jury/${code}/${no}`}>
                  {no}. <span lang={locale}>{title}</span>
                </Link>
              </div>
            )}
            <span className={`tag sheet-${state}`}>
              {state === "begun" && missing > 0
                ? t("begunMissing", { count: missing })
                : t(`sheet.${state}`)}
            </span>
          </li>
        ))}
      </ul>
      <p className="row">
        <Link to={`/area/jury/${code}/print`}>{t("print")}</Link>
        {writable && <Link to={`/area/jury/${code}/offline`}>{t("offline")}</Link>}
      </p>
      {writable && (
        <div className="panel stack">
          <p>
            {done < live.length
              ? t("confirmLater")
              : t(phaseHas(phase, "scores") ? "confirmText" : "confirmSecond")}
          </p>
          <Act
            action={`/area/jury/${code}/confirmation`}
            disabled={done < live.length || unsaved.length > 0}
          >
            {t("confirm")}
          </Act>
        </div>
      )}
      {confirmedAt && !writable && <p className="soft">{t("confirmed")}</p>}
    </section>
  );
}

/** Proposals whose last changes are here only; once nothing can be written, such copies go. */
function useUnsaved(code: string, own: Own[], writable: boolean) {
  const copies = useCopies(code);
  const [unsaved, setUnsaved] = useState<number[]>([]);
  useEffect(() => {
    const found = own.map(({ no }) => no).filter((no) => copies.find(no));
    if (writable) return setUnsaved(found.sort((a, b) => a - b));
    for (const no of found) copies.drop(no);
  }, [copies, own, writable]);
  return { unsaved, stay: copies.stay };
}
