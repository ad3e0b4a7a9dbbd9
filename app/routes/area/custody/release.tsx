import { Alert, Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Custody, CustodianState } from "#app/queries/custody.server.ts";
import { sealing } from "#app/sealing/client.ts";
import type { CeremonyFault } from "#app/sealing/custodian.ts";
import { RefusalAlert } from "#app/ui/fields.tsx";
import { post } from "./post.ts";

type Props = { identity: string; base: string; custody: Custody; own: CustodianState; onDone: () => void };

/** Checks everything, then releases this custodian's shares of the envelopes on the open list, and of no other. */
export function Release({ identity, base, custody, own, onDone }: Props) {
  const t = useTranslations("custody.release");
  const [faults, setFaults] = useState<CeremonyFault[]>([]);
  const [unreadable, setUnreadable] = useState(0);
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  if (!own.signedRanking || own.released >= custody.toOpen) return null;
  const release = async () => {
    setBusy(true);
    setRefusal(undefined);
    const response = await fetch(`${base}/ceremony`).catch(() => null);
    if (response?.ok) {
      const { faults: found, shares, unreadable: bad } = await sealing.checkAndUnwrap(identity, await response.json());
      setFaults(found);
      setUnreadable(bad);
      if (found.length === 0) {
        const answer = await post(`${base}/shares`, { shares });
        setRefusal(answer.refusal);
        if (!answer.refusal) onDone();
      }
    } else {
      setRefusal({ code: "busy" });
    }
    setBusy(false);
  };
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text", { count: custody.toOpen })}</p>
      {faults.length > 0 && (
        <Alert color="red" role="alert" title={t("refused")}><ul>{faults.map((fault) => <li key={fault}>{t(`faults.${fault}`)}</li>)}</ul></Alert>
      )}
      {unreadable > 0 && <Alert color="yellow" role="status">{t("unreadable", { count: unreadable })}</Alert>}
      <RefusalAlert refusal={refusal} />
      <div><Button onClick={release} loading={busy}>{t("act")}</Button></div>
    </section>
  );
}
