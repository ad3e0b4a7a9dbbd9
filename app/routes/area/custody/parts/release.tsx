import { Alert, Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Custody, CustodianState } from "#app/queries/opening/custody.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { type Released, releaseShares } from "./release-shares.ts";

type Props = {
  identity: string;
  base: string;
  custody: Custody;
  own: CustodianState;
  onDone: () => void;
};

/**
 * Checks everything, then releases this custodian's shares of the envelopes on the open list, and
 * of no other.
 */
export function Release({ identity, base, custody, own, onDone }: Props) {
  const t = useTranslations("custody.release");
  const [released, setReleased] = useState<Released>({ faults: [], unreadable: 0, foreign: 0 });
  const [busy, setBusy] = useState(false);
  if (!own.signedRanking || own.released >= custody.toOpen) return null;
  const release = async () => {
    setBusy(true);
    const result = await releaseShares(identity, base);
    setReleased(result);
    setBusy(false);
    if (result.faults.length === 0 && !result.refusal) onDone();
  };
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text", { count: custody.toOpen })}</p>
      <ReleaseFaults {...released} />
      <RefusalAlert refusal={released.refusal} />
      <div>
        <Button onClick={release} loading={busy}>
          {t("act")}
        </Button>
      </div>
    </section>
  );
}

/** Why nothing was released, and which own wraps could not be read. */
export function ReleaseFaults({ faults, unreadable, foreign }: Omit<Released, "refusal">) {
  const t = useTranslations("custody.release");
  return (
    <>
      {faults.length > 0 && (
        <Alert color="red" role="alert" title={t("refused")}>
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{t(`faults.${fault}`)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {foreign > 0 && (
        <Alert color="red" role="alert">
          {t("foreign", { count: foreign })}
        </Alert>
      )}
      {unreadable > 0 && (
        <Alert color="yellow" role="status">
          {t("unreadable", { count: unreadable })}
        </Alert>
      )}
    </>
  );
}
