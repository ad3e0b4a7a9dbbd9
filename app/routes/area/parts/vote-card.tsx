import { Alert, Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { z } from "zod";
import type { VoteOffer } from "#app/queries/vote/employees-vote.server.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { sealing, warmUp } from "#app/sealing/workers/client.ts";
import { useComputer } from "./computer.tsx";
import { download } from "#app/ui/download.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { walletHere } from "#app/ui/kept/kept-passes.ts";
import { type KeptVote, keepVote, keptVote, voteKeyOf } from "#app/ui/kept/kept-vote.ts";
import { dateTime, lastMinute } from "#app/i18n/when.ts";

type State =
  | { kind: "unknown" | "none" | "getting" }
  | { kind: "kept"; token: string }
  | { kind: "refused"; refusal: Refusal };

/**
 * An employee's one vote token: received by itself in a private browser, so that asking says
 * nothing, on request on a shared computer.
 */
export function VoteCard({ offer }: { offer: VoteOffer }) {
  const t = useTranslations("employeesVote");
  const locale = useLocale();
  const computer = useComputer();
  const [state, setState] = useState<State>({ kind: "unknown" });
  const begun = useRef(false);
  const inMemory = useRef<KeptVote | null>(null);
  const get = async () => {
    setState({ kind: "getting" });
    const keep = (kept: KeptVote) => {
      if (computer === "private") keepVote(voteKeyOf(offer), kept);
      else inMemory.current = kept; // others use this browser: nothing of it is written to its disk
    };
    setState(await obtain(offer, keptVote(voteKeyOf(offer)) ?? inMemory.current, keep));
  };
  useEffect(() => {
    if (offer.why || begun.current) return;
    const kept = keptVote(voteKeyOf(offer));
    warmUp();
    if (kept?.token) return setState({ kind: "kept", token: kept.token });
    if (computer !== "private") return setState({ kind: "none" });
    begun.current = true;
    void get();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- decided again only when the person says whose computer this is
  }, [computer]);
  return (
    <section className="panel stack" aria-labelledby={`vote-${offer.code}`}>
      <h2 id={`vote-${offer.code}`} style={{ fontSize: "1.15rem" }}>
        {t("title", { edition: offer.name })}
      </h2>
      {offer.why ? (
        <>
          <RefusalAlert refusal={{ code: offer.why }} />
          {offer.why === "holds-role" && <p className="soft">{t("roles")}</p>}
        </>
      ) : (
        <>
          <p>
            {t("until", {
              date: dateTime(lastMinute(offer.endsAt, offer.timeZone), locale, offer.timeZone),
            })}{" "}
            {t("how")}
          </p>
          {computer !== "private" && <Alert color="yellow">{t("shared")}</Alert>}
          <Token state={state} code={offer.code} onGet={get} />
          <div className="row">
            <Button component="a" href={`/p/${locale}`} rel="noreferrer" variant="light">
              {t("go")}
            </Button>{" "}
            <span className="soft">{t("later")}</span>
          </div>
        </>
      )}
    </section>
  );
}

function Token({ state, code, onGet }: { state: State; code: string; onGet: () => void }) {
  const t = useTranslations("employeesVote");
  if (state.kind === "kept") {
    return (
      <div role="status" className="stack">
        <p>
          <strong>{t("kept")}</strong> {t("once")}
        </p>
        <div>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => download(`vote-${code}.txt`, new TextEncoder().encode(state.token))}
          >
            {t("save")}
          </Button>
        </div>
      </div>
    );
  }
  if (state.kind === "none")
    return (
      <div>
        <Button onClick={onGet}>{t("get")}</Button>
      </div>
    );
  if (state.kind === "getting") return <p role="status">{t("getting")}</p>;
  if (state.kind === "refused")
    return state.refusal.code === "token-spent" ? (
      <Alert color="blue" role="status">
        {t("elsewhere")}
      </Alert>
    ) : (
      <>
        <RefusalAlert refusal={state.refusal} />
        <div>
          <Button variant="default" onClick={onGet}>
            {t("get")}
          </Button>
        </div>
      </>
    );
  return null;
}

const answerSchema = z.object({ blindSignature: z.string() });

/**
 * Asks for the token with what was asked before, if something was, so that a lost answer loses
 * nothing.
 */
async function obtain(
  offer: VoteOffer,
  before: KeptVote | null,
  keep: (kept: KeptVote) => void,
): Promise<State> {
  const wallet = walletHere(offer);
  // another manifest than the passes came with could name a key for this person alone
  if (wallet && wallet.manifest !== offer.manifest)
    return { kind: "refused", refusal: { code: "manifest-differs" } };
  try {
    const asked =
      before?.state ??
      (await sealing.askForVote({
        manifest: offer.manifest,
        manifestSignatures: offer.manifestSignatures,
      }));
    keep({ state: asked, token: "" });
    const response = await fetch("/area/vote-token", {
      method: "POST",
      body: JSON.stringify({ edition: offer.editionId, blinded: asked.blinded }),
      headers: { "Content-Type": "application/json" },
    });
    const answer: unknown = await response.json();
    if (!response.ok) return { kind: "refused", refusal: refusalIn(answer) };
    const token = await sealing.receiveVote(asked, answerSchema.parse(answer).blindSignature);
    keep({ state: asked, token });
    return { kind: "kept", token };
  } catch {
    return { kind: "refused", refusal: { code: "busy" } };
  }
}
