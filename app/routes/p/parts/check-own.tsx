import { Alert, Button, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/client.ts";
import type { KeptEvidence } from "#app/sealing/deposit-evidence.ts";
import type { InclusionCheck } from "#app/sealing/inclusion.ts";
import { evidenceHere } from "#app/ui/kept/kept-evidence.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { send, tried } from "./client.ts";
import type { Found } from "./found-proposal.ts";

type Result = InclusionCheck & {
  /** what this browser kept of the deposit says the same */ kept: KeptVerdict;
};

/** How a deposit stands to the one this browser keeps the server's word on. */
type KeptVerdict = "none" | "same" | "corrected" | "other";

/**
 * 'Check my proposal', by itself once there is a root: finds the proposal, as it is read here, in
 * the root that the custodians signed, and compares it with the server's word that this browser
 * keeps. All is computed in this browser.
 */
export function CheckOwn({ found, locale }: { found: Found; locale: Locale }) {
  const { own, receipt, accessKey, edition } = found;
  const t = useTranslations("p.return.check");
  const [check, setCheck] = useState<Result | null>(null);
  const [noted, setNoted] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    await tried(setProblem, async () => {
      const given = await send({ op: "inclusion", edition: edition.id, accessKey });
      const hash = await sealing.hashOfContent(own.content!, own.files);
      const checked = await sealing.checkInclusion(edition.manifest, hash, given);
      setCheck({ ...checked, kept: verdictOn(checked, await evidenceHere(edition.id, receipt)) });
    });
    setBusy(false);
  };
  const isClosed = own.publicNo !== null && own.content !== null;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each proposal
  useEffect(() => void (isClosed && run()), [isClosed, accessKey]);
  if (!isClosed) return null;
  return (
    <section className="panel stack" aria-labelledby="check-own">
      <h3 id="check-own">{t("title")}</h3>
      <p>{t("text")}</p>
      <RefusalAlert refusal={problem ?? undefined} />
      {!check && (
        <div>
          <Button variant="default" onClick={run} loading={busy}>
            {t("act")}
          </Button>
        </div>
      )}
      <div role="status">
        {check && (
          <>
            <ul className="plain-list">
              <Finding ok={check.inRoot}>
                {t(check.inRoot ? "inRoot" : "notInRoot", { no: own.publicNo ?? 0 })}
              </Finding>
              <Finding ok={check.ownEnvelope}>
                {t(check.ownEnvelope ? "envelope" : "noEnvelope")}
              </Finding>
              <Finding ok={check.sealedUnder}>
                {t(check.sealedUnder ? "sealedUnder" : "sealedElsewhere")}
              </Finding>
              {check.kept !== "none" && (
                <Finding ok={check.kept !== "other"}>{t(`kept.${check.kept}`)}</Finding>
              )}
              <Finding ok={check.signed >= check.quorum}>
                {t("signed", { signed: check.signed, quorum: check.quorum })}
              </Finding>
            </ul>
            {!(
              check.inRoot &&
              check.ownEnvelope &&
              check.sealedUnder &&
              check.kept !== "other"
            ) && (
              <Alert color="red" role="alert">
                {t("wrong")}
              </Alert>
            )}
            <p>
              {t.rich("compare", {
                verify: (words) => (
                  <a
                    href={`/${locale}/editions/${edition.code}/verify`}
                    rel="noreferrer"
                    target="_blank"
                  >
                    {words}
                  </a>
                ),
              })}
            </p>
            <p className="mono" data-testid="root">
              {check.root}
            </p>
            {check.kept === "none" && (
              <TextInput
                label={t("noted")}
                description={t("notedHelp")}
                value={noted}
                onChange={(event) => setNoted(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
                className="mono"
              />
            )}
            {noted.trim() !== "" && (
              <Finding ok={noted.trim() === check.depositHash}>
                {t(noted.trim() === check.depositHash ? "same" : "other")}
              </Finding>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function verdictOn(check: InclusionCheck, kept: KeptEvidence | null): KeptVerdict {
  if (!kept) return "none";
  if (kept.depositHash === check.depositHash) return "same";
  // the text can be corrected with the receipt from another device; the envelope never changes
  return kept.envelopeHash === check.envelopeHash ? "corrected" : "other";
}

function Finding({ ok, children }: { ok: boolean; children: React.ReactNode }) {
  return (
    <li>
      <span aria-hidden="true">{ok ? "✓" : "✗"}</span> {children}
    </li>
  );
}
