import { Alert } from "@mantine/core";
import { Link } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { keyState, type KeyView } from "#app/domain/opening/key-care.ts";

type Props = {
  count: number;
  quorum: number;
  keys: KeyView[];
  /** where an organiser amends the dates */ amendments?: string | undefined;
};

/** How the edition's keys stand, in words: nothing to say while all are there. */
export function KeyBadge({ count, quorum, keys, amendments }: Props) {
  const t = useTranslations("custody.keyState");
  const lost = keys.filter(({ lostAt }) => lostAt).length;
  const state = keyState({ count, quorum, lost });
  const faulty = keys.filter(({ checkFaults, lostAt }) => checkFaults > 0 && !lostAt);
  const foreign = keys.filter(({ checkForeign }) => checkForeign > 0);
  const positionsOf = (some: KeyView[]) => ({
    count: some.length,
    positions: some.map(({ position }) => position).join(", "),
  });
  return (
    <>
      {foreign.length > 0 && (
        <Alert color="red" role="alert">
          {t("foreign", positionsOf(foreign))}
        </Alert>
      )}
      {state !== "whole" && (
        <Alert
          color={state === "bearable" ? "yellow" : "red"}
          role={state === "bearable" ? "status" : "alert"}
          title={t("lost", { lost, count })}
        >
          {t(state, { quorum, bearable: count - quorum })}{" "}
          {state === "last" && amendments && <Link to={amendments}>{t("amend")}</Link>}
        </Alert>
      )}
      {faulty.length > 0 && (
        <Alert color="red" role="alert">
          {t("faulty", positionsOf(faulty))}
        </Alert>
      )}
    </>
  );
}
