import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useFormatter, useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type {
  FurtherPlan,
  GivenPair,
  RoundProposal,
  SecondRoundPage,
} from "#app/queries/assignment/second-round.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { type DecisionAnswer, ReasonEnd } from "#app/ui/forms/reason-end.tsx";
import { Unproved } from "#app/ui/unproved.tsx";

/** Which proposals get further jurors, in order of the ranking. */
export function ProposalChoice({
  proposals,
  chosen,
}: {
  proposals: readonly RoundProposal[];
  chosen: readonly string[];
}) {
  const t = useTranslations("secondRound");
  const format = useFormatter();
  const figure = (value: number) =>
    format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <fieldset className="panel">
      <legend>{t("choose")}</legend>
      <ul className="entries">
        {proposals.map(({ no, title, locale, rank, score, sheets, later, open }) => (
          <li key={no}>
            <label>
              <input
                type="checkbox"
                name="numbers"
                value={no}
                defaultChecked={chosen.includes(String(no))}
              />{" "}
              {no}. <span lang={locale}>{title}</span>
            </label>
            <span className="soft">
              {rank !== null && score !== null && t("place", { rank, score: figure(score) })}{" "}
              {t("sheets", { sheets, later })} {open && <span className="tag">{t("open")}</span>}
            </span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

type Assigned = Extract<FurtherPlan, { kind: "assigned" }>;

/** Who would judge what, and how much each then has. */
export function FurtherPreview({ plan, action }: { plan: Assigned; action: string }) {
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  const t = useTranslations("secondRound");
  if (plan.added.length === 0)
    return (
      <p className="panel" role="status">
        {t("nobodyMissing")}
      </p>
    );
  return (
    <section className="panel stack" aria-labelledby="further">
      <h2 id="further">{t("preview")}</h2>
      <Unproved goals={plan.unproved} />
      <ul>
        {plan.added.map(({ pair, no, name }) => (
          <li key={pair}>{t("gets", { no, name })}</li>
        ))}
      </ul>
      <table className="preview">
        <caption className="hidden-visually">{t("loads")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("juror")}</th>
            <th scope="col" className="number">
              {t("now")}
            </th>
            <th scope="col" className="number">
              {t("then")}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.loads.map(({ name, before, after, max }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{before}</td>
              <td className="number">{max === null ? after : t("ofMax", { after, max })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <fetcher.Form method="post" action={action} className="stack">
        <input type="hidden" name="basis" value={plan.basis} />
        {plan.numbers.map((no) => (
          <input key={no} type="hidden" name="numbers" value={no} />
        ))}
        {plan.added.map(({ pair }) => (
          <input key={pair} type="hidden" name="pair" value={pair} />
        ))}
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <div>
          <Button type="submit" loading={fetcher.state !== "idle"}>
            {t("give")}
          </Button>
        </div>
      </fetcher.Form>
    </section>
  );
}

type GivenProps = Pick<SecondRoundPage, "given" | "takenBack"> & {
  action: string;
  editable: boolean;
};

/** What was given so far, whom the jury still waits for, and who was not waited for. */
export function GivenList({ given, takenBack, action, editable }: GivenProps) {
  const t = useTranslations("secondRound");
  if (given.length === 0 && takenBack.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("given")}</h2>
      <ul className="entries">
        {given.map((pair) => (
          <li key={`${pair.no}:${pair.jurorId}`}>
            <div>
              {t("gets", { no: pair.no, name: pair.name })}{" "}
              <span className={pair.waiting ? "tag plain" : "tag"}>
                {t(pair.waiting ? "waiting" : "finished")}
              </span>
            </div>
            {editable && pair.waiting && <TakingBack pair={pair} action={action} />}
          </li>
        ))}
        {takenBack.map(({ no, name, reason }) => (
          <li key={`${no} ${name}`}>
            <div>
              {t("gets", { no, name })} <span className="tag plain">{t("takenBack")}</span>
              <p className="soft">{reason}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TakingBack({ pair: { no, jurorId, name }, action }: { pair: GivenPair; action: string }) {
  const fetcher = useFetcher<DecisionAnswer>();
  const t = useTranslations("secondRound");
  return (
    <details>
      <summary>{t("takeBack")}</summary>
      <fetcher.Form method="post" action={action} autoComplete="off" className="stack">
        <input type="hidden" name="publicNo" value={no} />
        <input type="hidden" name="jurorId" value={jurorId} />
        <ReasonEnd
          fetcher={fetcher}
          label={t("reasonFor", { no, name })}
          submit={t("takeBackNow")}
          small
        />
      </fetcher.Form>
    </details>
  );
}
