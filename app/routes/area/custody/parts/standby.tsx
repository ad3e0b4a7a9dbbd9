import { Alert, Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { ReleaseFaults } from "./release.tsx";
import { useStandby } from "./use-standby.ts";

type Props = { identity: string; base: string; onDone: () => void };

/**
 * After signing the page may stay open and release by itself; it says what it is doing, and stops
 * on any fault.
 */
export function StandbyCard({ identity, base, onDone }: Props) {
  const t = useTranslations("custody.stay");
  const [on, setOn] = useState(false);
  const staying = useStandby(on, identity, base, onDone);
  useKeepOpen(on);
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text")}</p>
      <div role="status" aria-live="polite">
        {staying && staying.step !== "stopped" && (
          <Alert color="blue">
            {t(`step.${staying.step}`, {
              signed: staying.waiting?.signed ?? 0,
              quorum: staying.waiting?.quorum ?? 0,
              count: staying.waiting?.toOpen ?? 0,
            })}
          </Alert>
        )}
      </div>
      {staying?.step === "stopped" && (
        <p role="alert">
          <strong>{t("step.stopped")}</strong>
        </p>
      )}
      {staying?.released && <ReleaseFaults {...staying.released} />}
      <RefusalAlert refusal={staying?.released?.refusal} />
      <div>
        <Button variant={on ? "default" : "filled"} aria-pressed={on} onClick={() => setOn(!on)}>
          {t(on ? "leave" : "stay")}
        </Button>
      </div>
    </section>
  );
}

/** Asks before the page is closed while it stays. */
function useKeepOpen(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [on]);
}
