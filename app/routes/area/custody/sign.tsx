import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Custody, CustodianState } from "#app/queries/custody.server.ts";
import { sealing } from "#app/sealing/client.ts";
import type { Signed } from "#app/sealing/custodian.ts";
import { RefusalAlert } from "#app/ui/fields.tsx";
import { post } from "./post.ts";

type Props = { identity: string; base: string; editionId: string; custody: Custody; own: CustodianState; onDone: () => void };
type Subject = "MANIFEST" | "ROOT" | "RANKING";

/** The one thing to sign in this phase: manifest, root or ranking. */
export function Sign({ identity, base, editionId, custody, own, onDone }: Props) {
  const t = useTranslations("custody.sign");
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  const subject = subjectNow(custody, own);
  if (!subject) return null;
  const sign = async () => {
    setBusy(true);
    const isMine = await sealing.isInManifest(identity, own.position, custody.manifest ?? "");
    const isSound = subject !== "RANKING" || (await sealing.mayBeSigned(editionId, custody.closing?.root ?? "", custody.ranking?.json ?? "{}"));
    const answer = isMine && isSound ? await post(`${base}/signature`, { subject, ...(await signatureOn(subject, identity, editionId, custody)) }) : { refusal: { code: isMine ? ("not-consistent" as const) : ("key-unknown" as const) } };
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
      {subject === "RANKING" && <RankingToSign json={custody.ranking?.json ?? ""} commit={custody.ranking?.commit ?? ""} />}
      <RefusalAlert refusal={refusal} />
      <div><Button onClick={sign} loading={busy}>{t("sign")}</Button></div>
    </section>
  );
}

function subjectNow(custody: Custody, own: CustodianState): Subject | null {
  if (custody.phase === "preparation" && custody.manifest && !own.signedManifest) return "MANIFEST";
  if (custody.phase === "screening" && custody.closing && !own.signedRoot) return "ROOT";
  if ((custody.phase === "frozen" || custody.phase === "opening") && custody.ranking && !own.signedRanking) return "RANKING";
  return null;
}

function signatureOn(subject: Subject, identity: string, editionId: string, custody: Custody): Promise<Signed> {
  const manifest = custody.manifest ?? "";
  if (subject === "MANIFEST") return sealing.signManifest(identity, manifest);
  if (subject === "ROOT") return sealing.signRoot(identity, { editionId, manifest, ...custody.closing! });
  return sealing.signRanking(identity, editionId, custody.closing!.root, custody.ranking!.json);
}

/** The order and the awards, by number; the whole text below. */
function RankingToSign({ json, commit }: { json: string; commit: string }) {
  const t = useTranslations("custody.sign");
  const { openList = [] } = JSON.parse(json || "{}") as { openList?: { publicNo: number; ground: string }[] };
  return (
    <>
      <p>{t("RANKING.opens")}</p>
      <ul>{openList.map(({ publicNo, ground }) => <li key={publicNo}>n. {publicNo} <span className="soft">{ground}</span></li>)}</ul>
      <p className="mono">{commit}</p>
      <details><summary>{t("RANKING.whole")}</summary><pre className="mono scroll" tabIndex={0} style={{ maxHeight: 300, whiteSpace: "pre-wrap" }}>{json}</pre></details>
    </>
  );
}
