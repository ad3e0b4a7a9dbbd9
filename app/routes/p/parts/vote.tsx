import { Alert, Button, NativeSelect, Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Candidates } from "#app/deposit/responses.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Content } from "#app/domain/proposal/content.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { fromBase64, hash, toHex } from "#app/sealing/bytes.ts";
import { votesHere } from "#app/ui/kept/kept-vote.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { dateTime, lastMinute } from "#app/i18n/when.ts";
import { send, tried } from "./client.ts";
import type { EditionChoice } from "./edition-choice.ts";
import { ProposalView } from "./later.tsx";

type Candidate = Candidates["proposals"][number];

/**
 * The employees' vote: reading the admitted proposals and choosing one, with a token that says
 * nothing of who chooses.
 */
export function Vote({ editions, locale }: { editions: EditionChoice[]; locale: Locale }) {
  const t = useTranslations("p.vote");
  const [chosen, setChosen] = useState(editions[0]?.id ?? "");
  const edition = editions.find(({ id }) => id === chosen);
  if (!edition) return null;
  return (
    <div className="stack narrow">
      {editions.length > 1 && (
        <NativeSelect
          label={t("edition")}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={editions.map(({ id, title }) => ({ value: id, label: title }))}
          maw={420}
        />
      )}
      <VoteIn key={edition.id} edition={edition} locale={locale} />
    </div>
  );
}

function VoteIn({ edition, locale }: { edition: EditionChoice; locale: Locale }) {
  const t = useTranslations("p.vote");
  const [here] = useState(() => votesHere(edition.id));
  const [token, setToken] = useState(here[0]?.token ?? "");
  if (here.some(({ manifest }) => manifest !== edition.manifest))
    return (
      <Alert color="red" role="alert">
        {t("manifestDiffers")}
      </Alert>
    );
  if (!token) return <Paste onToken={setToken} />;
  return (
    <div className="stack">
      {here.length > 1 && (
        <NativeSelect
          label={t("several")}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          data={here.map((each, at) => ({ value: each.token, label: t("nth", { n: at + 1 }) }))}
          maw={420}
        />
      )}
      <Ballot key={token} edition={edition} token={token} locale={locale} />
    </div>
  );
}

/** A token out of the file it was saved in. */
function Paste({ onToken }: { onToken: (token: string) => void }) {
  const t = useTranslations("p.vote");
  const tWords = useTranslations("refusal");
  const [error, setError] = useState("");
  const use = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("token") ?? "").replace(/\s/g, "");
    if (/^[A-Za-z0-9_-]{40,}$/.test(typed)) onToken(typed);
    else setError(tWords("token-invalid"));
  };
  return (
    <form onSubmit={use} className="panel stack">
      <p>
        {t.rich("howTo", {
          desk: (chunks) => (
            <a href="/area/desk" rel="noreferrer">
              {chunks}
            </a>
          ),
        })}
      </p>
      <Textarea
        name="token"
        label={t("token")}
        description={t("tokenHelp")}
        error={error || undefined}
        autosize
        minRows={2}
        maxRows={8}
        className="mono"
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <Button type="submit">{t("use")}</Button>
      </div>
    </form>
  );
}

/** The proposals in an order of this token's own, so that none profits from its place. */
function shuffledBy(token: string, proposals: readonly Candidate[]): Candidate[] {
  const lot = (no: number) =>
    toHex(hash("innova.to/vote/order/v1|", fromBase64(token), String(no)));
  return proposals
    .map((each) => ({ each, lot: lot(each.publicNo) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ each }) => each);
}

function Ballot({
  edition,
  token,
  locale,
}: {
  edition: EditionChoice;
  token: string;
  locale: Locale;
}) {
  const t = useTranslations("p.vote");
  const [found, setFound] = useState<Candidates | null>(null);
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const entitled = { edition: edition.id, token };
  useEffect(() => {
    void tried(setProblem, async () => {
      const { voted, proposals } = await send({ op: "candidates", ...entitled });
      setFound({ voted, proposals: shuffledBy(token, proposals) });
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the token is of one edition
  }, [token]);
  if (!found) return <RefusalAlert refusal={problem ?? undefined} />;
  const { voted, proposals } = found;
  const given = proposals.find(({ publicNo }) => publicNo === voted);
  if (given)
    return (
      <Alert color="green" role="status" title={t("done")}>
        {t("doneText", { no: given.publicNo, title: given.title })}
      </Alert>
    );
  if (chosen)
    return (
      <Confirm
        candidate={chosen}
        entitled={entitled}
        onBack={() => setChosen(null)}
        onVoted={(no) => setFound({ ...found, voted: no })}
      />
    );
  return (
    <div className="stack">
      <p>
        {t("intro")} {t("own")}{" "}
        {edition.vote &&
          t("until", {
            date: dateTime(
              lastMinute(edition.vote.endsAt, edition.timeZone),
              locale,
              edition.timeZone,
            ),
          })}
      </p>
      <p className="soft">{t("files")}</p>
      {proposals.length === 0 && <p>{t("none")}</p>}
      <ul className="files">
        {proposals.map((each) => (
          <li key={each.publicNo}>
            <CandidateCard
              candidate={each}
              entitled={entitled}
              edition={edition}
              locale={locale}
              onChoose={() => setChosen(each)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

type Entitled = { edition: string; token: string };

function CandidateCard({
  candidate: { publicNo, title, summary, locale: lang },
  entitled,
  edition,
  locale,
  onChoose,
}: {
  candidate: Candidate;
  entitled: Entitled;
  edition: EditionChoice;
  locale: Locale;
  onChoose: () => void;
}) {
  const t = useTranslations("p.vote");
  const [content, setContent] = useState<Content | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const read = () =>
    tried(setProblem, async () =>
      setContent((await send({ op: "candidate", ...entitled, publicNo })).content),
    );
  return (
    <article className="panel stack" aria-labelledby={`candidate-${publicNo}`}>
      <p className="soft">{t("number", { no: publicNo })}</p>
      {content ? (
        <div id={`candidate-${publicNo}`}>
          <ProposalView
            content={content}
            categories={edition.categories}
            locale={locale}
            heading={2}
          />
        </div>
      ) : (
        <>
          <h2 id={`candidate-${publicNo}`} lang={lang} style={{ fontSize: "1.1rem" }}>
            {title}
          </h2>
          <p lang={lang}>{summary}</p>
        </>
      )}
      <RefusalAlert refusal={problem ?? undefined} />
      <div className="row">
        {!content && (
          <Button variant="default" onClick={read} aria-label={t("readNamed", { no: publicNo })}>
            {t("read")}
          </Button>
        )}
        <Button onClick={onChoose} aria-label={t("chooseNamed", { no: publicNo })}>
          {t("choose")}
        </Button>
      </div>
    </article>
  );
}

function Confirm({
  candidate: { publicNo, title },
  entitled,
  onBack,
  onVoted,
}: {
  candidate: Candidate;
  entitled: Entitled;
  onBack: () => void;
  onVoted: (no: number) => void;
}) {
  const t = useTranslations("p.vote");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const cast = async () => {
    setBusy(true);
    await tried(setProblem, async () =>
      onVoted((await send({ op: "vote", ...entitled, publicNo })).voted),
    );
    setBusy(false);
  };
  return (
    <section className="panel stack" role="group" aria-label={t("cast")}>
      <p>
        <strong>{t("confirm", { no: publicNo, title })}</strong>
      </p>
      <RefusalAlert refusal={problem ?? undefined} />
      <div className="row">
        <Button onClick={cast} loading={busy}>
          {t("cast")}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t("back")}
        </Button>
      </div>
    </section>
  );
}
