import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { phaseHas } from "#app/domain/phase.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Custody, CustodianState } from "#app/queries/opening/custody.server.ts";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import type { Signed } from "#app/sealing/custodian.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { post } from "./post.ts";
import { SignRanking } from "./sign-ranking.tsx";

type Props = {
  identity: string;
  base: string;
  editionId: string;
  custody: Custody;
  own: CustodianState;
  onDone: () => void;
};
type Subject = "MANIFEST" | "ROOT";

/** The one thing to sign in this phase: manifest or root here, the ranking where it is checked. */
export function Sign({ identity, base, editionId, custody, own, onDone }: Props) {
  const t = useTranslations("custody.sign");
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  const subject = subjectNow(custody, own);
  if (custody.ranking && signsRanking(custody) && !own.signedRanking)
    return <SignRanking identity={identity} base={base} editionId={editionId} onDone={onDone} />;
  if (!subject) return null;
  const sign = async () => {
    setBusy(true);
    const isMine = await sealing.isInManifest(identity, own.position, custody.manifest ?? "");
    const answer = isMine
      ? await post(`${base}/signature`, {
          subject,
          ...(await signatureOn(subject, identity, editionId, custody)),
        })
      : { refusal: { code: "key-unknown" as const } };
    setBusy(false);
    setRefusal(answer.refusal);
    if (!answer.refusal) onDone();
  };
  return (
    <section className="panel stack">
      <h2>{t(`${subject}.title`)}</h2>
      <p>{t(`${subject}.text`, { count: custody.closing?.count ?? 0 })}</p>
      {subject === "MANIFEST" && <p className="mono">{custody.manifestFingerprint}</p>}
      {subject === "ROOT" && <p className="mono">{custody.closing?.root}</p>}
      <RefusalAlert refusal={refusal} />
      <div>
        <Button onClick={sign} loading={busy}>
          {t("sign")}
        </Button>
      </div>
    </section>
  );
}

function signsRanking({ phase }: Custody): boolean {
  return phaseHas(phase, "signsRanking");
}

function subjectNow(custody: Custody, own: CustodianState): Subject | null {
  if (phaseHas(custody.phase, "rulesEditable") && custody.manifest && !own.signedManifest)
    return "MANIFEST";
  if (phaseHas(custody.phase, "screens") && custody.closing && !own.signedRoot) return "ROOT";
  return null;
}

function signatureOn(
  subject: Subject,
  identity: string,
  editionId: string,
  custody: Custody,
): Promise<Signed> {
  const manifest = custody.manifest ?? "";
  if (subject === "MANIFEST") return sealing.signManifest(identity, manifest);
  return sealing.signRoot(identity, { editionId, manifest, ...custody.closing! });
}
