import { Alert, Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sealing } from "#app/sealing/workers/client.ts";
import type { EnvelopeContent } from "#app/sealing/envelope.ts";
import type { Found } from "./found-proposal.ts";

/**
 * After publication: opens their own envelope here, to show that the proposal was one's own.
 * Nothing is sent.
 */
export function AuthorshipOffer({
  found: { receipt, edition, own },
  onOpened,
}: {
  found: Found;
  onOpened: (content: EnvelopeContent) => void;
}) {
  const t = useTranslations("p.return.authorship");
  const [failed, setFailed] = useState(false);
  if (!edition.resultsPublic || !own.envelope) return null;
  const open = async () =>
    sealing
      .readOwnEnvelope(receipt, edition.manifest, own.proposalId, own.envelope!)
      .then(onOpened, () => setFailed(true));
  return (
    <section className="panel stack" aria-labelledby="authorship">
      <h3 id="authorship">{t("offer")}</h3>
      <p>{t("offerText")}</p>
      {failed && (
        <Alert color="red" role="alert">
          {t("fails")}
        </Alert>
      )}
      <div>
        <Button variant="default" onClick={open}>
          {t("show")}
        </Button>
      </div>
    </section>
  );
}

/** The statement, to be printed: who, which proposal, and what anybody can check it with. */
export function Authorship({
  found: { edition, own },
  content: { cert, holderSignature },
  onLeave,
}: {
  found: Found;
  content: EnvelopeContent;
  onLeave: () => void;
}) {
  const t = useTranslations("p.return.authorship");
  const { name, surname, staffNumber, unit } = cert.certificate;
  const marks = {
    proposal: own.proposalId,
    envelope: own.envelope!.id,
    slot: String(own.envelope!.slot),
    content: own.contentHash,
    certificate: JSON.stringify(cert.certificate),
    signature: cert.signature,
    holder: holderSignature,
  };
  return (
    <div className="stack narrow">
      <div className="row no-print">
        <Button onClick={() => window.print()}>{t("print")}</Button>
        <Button variant="default" onClick={onLeave}>
          {t("back")}
        </Button>
      </div>
      <article className="print-alone stack">
        <h2>{t("title")}</h2>
        <p>
          {t("text", {
            name: `${name} ${surname}`,
            number: staffNumber,
            unit,
            edition: edition.title,
            no: own.publicNo ?? 0,
            title: own.content?.title ?? "",
          })}
        </p>
        <h3>{t("check")}</h3>
        <p>{t("checkText", { code: edition.code })}</p>
        <dl className="marks">
          {Object.entries(marks).map(([key, value]) => (
            <div key={key}>
              <dt>{t(`marks.${key as keyof typeof marks}`)}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      </article>
    </div>
  );
}
