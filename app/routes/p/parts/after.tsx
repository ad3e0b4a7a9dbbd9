import { Alert, Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Feedback } from "#app/deposit/responses.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/client.ts";
import { download } from "#app/ui/download.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { keepTookPart } from "#app/ui/kept/took-part.ts";
import { send, tried } from "./client.ts";
import type { Found } from "./found-proposal.ts";
import { askedOf, isOwn } from "./kept/typed.ts";

/** What the receipt shows once the results are published; writing does not wait for its script. */
export function After({ found, locale }: { found: Found; locale: Locale }) {
  return (
    <>
      {found.own.feedback && <JuryFeedback feedback={found.own.feedback} locale={locale} />}
      {found.edition.tookPart && <TookPart found={found} issuerSpki={found.edition.tookPart} />}
    </>
  );
}

function JuryFeedback({
  feedback: { rank, ranked, score, comments },
  locale,
}: {
  feedback: Feedback;
  locale: Locale;
}) {
  const t = useTranslations("p.return.feedback");
  const points =
    score === null
      ? ""
      : new Intl.NumberFormat(locale, {
          minimumFractionDigits: 2,
          maximumFractionDigits: 2,
        }).format(score);
  return (
    <section className="panel stack" aria-labelledby="feedback">
      <h3 id="feedback">{t("title")}</h3>
      <p>{rank === null ? t("unranked") : t("place", { rank, ranked, points })}</p>
      {comments.length === 0 ? (
        <p className="soft">{t("none")}</p>
      ) : (
        <>
          <p>{t("written", { count: comments.length })}</p>
          <ul className="plain-list">
            {comments.map((comment, at) => (
              <li key={at} className="typed">
                {comment}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Gets the token of this receipt, out of this browser or from the server. */
async function obtain({ edition, accessKey }: Found, issuerSpki: string): Promise<string> {
  const kept = askedOf(accessKey);
  const state = kept.state().value?.state ?? (await sealing.askForTookPart(edition.id, issuerSpki));
  kept.set((now) => now ?? { state, token: "" });
  const { blindSignature } = kept.state().value?.token
    ? { blindSignature: "" }
    : await send({ op: "took-part", edition: edition.id, accessKey, blinded: state.blinded });
  const token = kept.state().value?.token || (await sealing.receiveTookPart(state, blindSignature));
  kept.set(() => ({ state, token }));
  if (isOwn()) keepTookPart(edition.id, token);
  return token;
}

/**
 * The one token with which one can say, later and signed in, that one took part, and nothing of
 * what with.
 */
function TookPart({ found, issuerSpki }: { found: Found; issuerSpki: string }) {
  const t = useTranslations("p.return.tookPart");
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const get = async () => {
    setBusy(true);
    setProblem(null);
    await tried(setProblem, async () => setToken(await obtain(found, issuerSpki)));
    setBusy(false);
  };
  return (
    <section className="panel stack" aria-labelledby="took-part">
      <h3 id="took-part">{t("title")}</h3>
      <p>{t("text")}</p>
      <Alert color="yellow" title={t("learns")}>
        {t("learnsText")}
      </Alert>
      <RefusalAlert refusal={problem ?? undefined} />
      {token ? (
        <div role="status" className="stack">
          <p>{t(isOwn() ? "have" : "haveInMemory")}</p>
          <div>
            <Button
              variant="default"
              onClick={() =>
                download(`took-part-${found.edition.code}.txt`, new TextEncoder().encode(token))
              }
            >
              {t("save")}
            </Button>
          </div>
        </div>
      ) : (
        <div>
          <Button onClick={get} loading={busy}>
            {t("get")}
          </Button>
        </div>
      )}
    </section>
  );
}
