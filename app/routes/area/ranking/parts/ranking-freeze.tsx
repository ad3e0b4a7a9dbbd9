import { Button } from "@mantine/core";
import { Link, useFetcher } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { RankingPage, RankingView } from "#app/queries/ranking/ranking.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { useReasonWords } from "#app/ui/forms/reason-words.tsx";
import { dateTime } from "#app/i18n/when.ts";

type Props = {
  page: RankingPage & { editable: boolean; desk: string; timeZone: string };
  view: RankingView;
};

const capacities = ["CHAIR", "ORGANISER"] as const;

/**
 * The two confirmations of one and the same ranking; one for another content does not count and
 * says so.
 */
export function FreezePanel({ page, view }: Props) {
  const t = useTranslations("ranking");
  const reason = useReasonWords();
  const { editable, capacity, desk } = page;
  const own = view.confirmations.find((each) => each.capacity === capacity);
  const both = capacities.every((each) =>
    view.confirmations.some((one) => one.capacity === each && one.current),
  );
  return (
    <section className="panel stack" aria-labelledby="freeze">
      <h2 id="freeze">{t("freeze")}</h2>
      <p>{t("freezeText")}</p>
      <p>
        {t("hash")}{" "}
        <span className="mono">{view.hash.slice(0, 32).replace(/(.{4})(?=.)/g, "$1 ")}</span>
      </p>
      <ul>
        {capacities.map((each) => (
          <Confirmation key={each} capacity={each} page={page} view={view} />
        ))}
      </ul>
      {editable && view.questions.length > 0 && (
        <>
          <p>{t("before")}</p>
          <ul>
            {view.questions.map((each) => (
              <li key={each.key}>{reason(each)}</li>
            ))}
          </ul>
        </>
      )}
      {editable && !own?.current && (
        <ConfirmButton
          action={`${desk}/ranking/confirmation`}
          hash={view.hash}
          disabled={view.questions.length > 0}
        />
      )}
      {editable && both && (
        <p>
          {t("bothConfirmed")} {capacity === "ORGANISER" && <Link to={desk}>{t("toWay")}</Link>}
        </p>
      )}
    </section>
  );
}

function Confirmation({ capacity, page, view }: Props & { capacity: "CHAIR" | "ORGANISER" }) {
  const t = useTranslations("ranking");
  const locale = useLocale();
  const given = view.confirmations.find((each) => each.capacity === capacity);
  const at = given && dateTime(given.at.toISOString(), locale, page.timeZone);
  return (
    <li>
      {t(`capacity.${capacity}`)}: {!given && <span className="soft">{t("notConfirmed")}</span>}
      {given && given.current && (
        <strong className="good">{t("confirmedBy", { name: given.name, at: at ?? "" })}</strong>
      )}
      {given && !given.current && (
        <strong className="bad">{t("outdated", { name: given.name, at: at ?? "" })}</strong>
      )}
    </li>
  );
}

function ConfirmButton({
  action,
  hash,
  disabled,
}: {
  action: string;
  hash: string;
  disabled: boolean;
}) {
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  const t = useTranslations("ranking");
  return (
    <fetcher.Form method="post" action={action} className="stack">
      <input type="hidden" name="hash" value={hash} />
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" disabled={disabled} loading={fetcher.state !== "idle"}>
          {t("confirm")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
