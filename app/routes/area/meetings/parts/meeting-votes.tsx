import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { choices } from "#app/domain/meetings/vote.ts";
import type { MeetingVotes } from "#app/queries/meetings/meeting.server.ts";
import type { VoteView } from "#app/queries/meetings/meeting-votes.server.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";

type Answer = { refusal?: Refusal; result?: { error?: Record<string, string[] | null> | null } };

/** What the jury voted on in a meeting, and how. */
export function Votes({ votes }: { votes: VoteView[] }) {
  const t = useTranslations("votes");
  return (
    <section className="stack" aria-labelledby="votes">
      <h2 id="votes">{t("title")}</h2>
      {votes.length === 0 && <p>{t("none")}</p>}
      <ol className="stack plain-agenda">
        {votes.map((vote) => (
          <Vote key={vote.number} vote={vote} />
        ))}
      </ol>
    </section>
  );
}

function Vote({
  vote: { number, no, matter, adopted, replaced, replaces, reason, byName, ...counts },
}: {
  vote: VoteView;
}) {
  const t = useTranslations("votes");
  return (
    <li className="panel stack">
      <div className="row between">
        <h3>
          {t("number", { number })}
          {no !== null && ` · ${t("onProposal", { no })}`}
        </h3>
        <span
          className={`tag ${replaced ? "plain" : adopted ? "verdict-CLEARED" : "verdict-EXCLUDED"}`}
        >
          {t(replaced ? "replaced" : adopted ? "adopted" : "rejected")}
        </span>
      </div>
      <p className="typed">{matter}</p>
      <p>
        {t("result", {
          inFavour: counts.inFavour,
          against: counts.against,
          abstained: counts.abstained,
        })}
      </p>
      {byName.length > 0 && (
        <p className="soft">
          {byName.map(({ name, choice }) => `${name}: ${t(`choice.${choice}`)}`).join(" · ")}
        </p>
      )}
      {replaces !== null && (
        <p className="soft">{t("replacesVote", { number: replaces, reason })}</p>
      )}
    </li>
  );
}

/**
 * Records a vote: on a called proposal or a matter in words, by name or counted; or one that
 * replaces another.
 */
export function VoteFields({
  voting,
  votes,
  base,
}: {
  voting: MeetingVotes;
  votes: VoteView[];
  base: string;
}) {
  const t = useTranslations("votes");
  const fetcher = useFetcher<Answer>();
  const [subject, setSubject] = useState("");
  const secret = subject === "" ? voting.secret : voting.secretOnProposal;
  const errors = fetcher.data?.result?.error ?? {};
  const left = voting.proposals.find(({ no }) => String(no) === subject)?.away ?? [];
  const replaceable = votes.filter(
    ({ no, replaced }) => !replaced && (no === null ? "" : String(no)) === subject,
  );
  return (
    <fetcher.Form method="post" action={`${base}/vote`} className="panel stack" autoComplete="off">
      <h2>{t("record")}</h2>
      <p className="soft">
        {t("quorum", { present: voting.present, of: voting.of })}{" "}
        {voting.quorate ? t("rule") : t("noQuorum")}
      </p>
      <div className="comment">
        <label>
          {t("on")}
          <select
            name="publicNo"
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
          >
            <option value="">{t("onMatter")}</option>
            {voting.proposals.map(({ no }) => (
              <option key={no} value={no}>
                {t("onProposal", { no })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Line name="matter" label={t("matter")} error={errors.matter?.[0]} max={500} />
      {secret ? (
        <Counts onProposal={subject !== "" && !voting.secret} />
      ) : (
        <Ballots room={voting.room.filter(({ id }) => !left.includes(id))} />
      )}
      {replaceable.length > 0 && (
        <Replacing key={subject} votes={replaceable} error={errors.reason?.[0]} />
      )}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" disabled={!voting.quorate} loading={fetcher.state !== "idle"}>
          {t("save")}
        </Button>
      </div>
    </fetcher.Form>
  );
}

function Line({
  name,
  label,
  error,
  max,
}: {
  name: string;
  label: string;
  error: string | undefined;
  max: number;
}) {
  const words = useInvalidWords();
  return (
    <div className="comment">
      <label>
        {label}
        <textarea
          name={name}
          rows={2}
          maxLength={max}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `vote-${name}-error` : undefined}
        />
      </label>
      {error && (
        <p id={`vote-${name}-error`} className="bad" role="alert">
          {words(error)}
        </p>
      )}
    </div>
  );
}

function Ballots({ room }: { room: { id: string; name: string }[] }) {
  const t = useTranslations("votes");
  return (
    <fieldset className="choices">
      <legend>{t("ballots")}</legend>
      {room.map(({ id, name }) => (
        <div key={id} className="ballot" role="radiogroup" aria-label={name}>
          <span aria-hidden="true">{name}</span>
          {(["", ...choices] as const).map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name={`choice.${id}`}
                value={choice}
                defaultChecked={choice === ""}
              />{" "}
              {choice === "" ? t("notVoting") : t(`choice.${choice}`)}
            </label>
          ))}
        </div>
      ))}
    </fieldset>
  );
}

function Counts({ onProposal }: { onProposal: boolean }) {
  const t = useTranslations("votes");
  const fields = [
    ["inFavour", "favour"],
    ["against", "against"],
    ["abstained", "abstained"],
  ] as const;
  return (
    <>
      <p className="soft">{t(onProposal ? "secretOnProposal" : "secret")}</p>
      <div className="row">
        {fields.map(([name, choice]) => (
          <label key={name}>
            {t(`count.${choice}`)}{" "}
            <input
              type="number"
              name={name}
              min={0}
              step={1}
              defaultValue={0}
              className="small-number"
            />
          </label>
        ))}
      </div>
    </>
  );
}

function Replacing({ votes, error }: { votes: VoteView[]; error: string | undefined }) {
  const t = useTranslations("votes");
  return (
    <details>
      <summary>{t("correct")}</summary>
      <div className="stack">
        <div className="comment">
          <label>
            {t("replaces")}
            <select name="replaces" defaultValue="">
              <option value="">{t("replacesNone")}</option>
              {votes.map(({ number }) => (
                <option key={number} value={number}>
                  {t("number", { number })}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Line name="reason" label={t("reason")} error={error} max={1000} />
      </div>
    </details>
  );
}
