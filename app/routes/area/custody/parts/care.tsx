import { Alert, Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { isCaredFor } from "#app/domain/opening/key-care.ts";
import { phaseHas } from "#app/domain/phase.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Custody, CustodianState } from "#app/queries/opening/custody.server.ts";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import type { KeyHealth } from "#app/sealing/key-check.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { KeyBadge } from "#app/ui/key-state.tsx";
import { useWhen } from "#app/ui/time/use-when.ts";
import { post } from "./post.ts";

type Props = {
  identity: string | null;
  base: string;
  custody: Custody;
  own: CustodianState;
  onDone: () => void;
};

/** Care of one's key: check it, declare it lost, and at the very end destroyed. */
export function Care({ identity, base, custody, own, onDone }: Props) {
  const t = useTranslations("custody.care");
  const when = useWhen();
  if (phaseHas(custody.phase, "archived")) return <Destroy base={base} own={own} />;
  if (!isCaredFor(custody.phase)) return null;
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <KeyBadge count={custody.count} quorum={custody.quorum} keys={custody.custodians} />
      <p>
        {own.checkedAt
          ? t("checkedAt", { at: when(new Date(own.checkedAt)), faults: own.checkFaults })
          : t("neverChecked")}
      </p>
      {own.lostAt && (
        <Alert color="red">{t("declaredLost", { at: when(new Date(own.lostAt)) })}</Alert>
      )}
      <CheckKey identity={identity} base={base} onDone={onDone} />
      {!own.lostAt && (
        <details>
          <summary>{t("lost")}</summary>
          <Form method="post" action={`${base}/loss`} className="stack">
            <p>{t("lostText")}</p>
            <div>
              <Button type="submit" color="red" variant="outline">
                {t("declareLost")}
              </Button>
            </div>
          </Form>
        </details>
      )}
    </section>
  );
}

/** Tries the key on wraps made for it, here, and tells the server three numbers. */
function CheckKey({ identity, base, onDone }: Pick<Props, "identity" | "base" | "onDone">) {
  const t = useTranslations("custody.care");
  const [health, setHealth] = useState<KeyHealth | null>(null);
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    setRefusal(undefined);
    const response = await fetch(`${base}/sample`).catch(() => null);
    const found =
      response?.ok && identity ? await sealing.checkKey(identity, await response.json()) : null;
    const answer = found
      ? await post(`${base}/check`, found)
      : { refusal: { code: "busy" as const } };
    setBusy(false);
    setHealth(found);
    setRefusal(answer.refusal);
    if (!answer.refusal) onDone();
  };
  return (
    <>
      {!identity && <p>{t("openFirst")}</p>}
      <div role="status">{health && <Health {...health} />}</div>
      <RefusalAlert refusal={refusal} />
      <div>
        <Button onClick={check} loading={busy} disabled={!identity} variant="default">
          {t("check")}
        </Button>
      </div>
    </>
  );
}

function Health(health: KeyHealth) {
  const t = useTranslations("custody.care");
  const isWhole = health.faults === 0 && health.foreign === 0;
  return (
    <Alert color={isWhole ? "green" : "red"}>
      {isWhole && t("healthy", health)}
      {health.faults > 0 && <p>{t("faulty", health)}</p>}
      {health.foreign > 0 && <p>{t("foreign")}</p>}
    </Alert>
  );
}

/** After the retention time: the key has nothing left to open but old copies of the database. */
function Destroy({ base, own }: { base: string; own: CustodianState }) {
  const t = useTranslations("custody.care");
  const when = useWhen();
  if (own.destroyedAt)
    return (
      <Alert color="green" role="status">
        {t("destroyed", { at: when(new Date(own.destroyedAt)) })}
      </Alert>
    );
  return (
    <Form method="post" action={`${base}/destruction`} className="panel stack">
      <h2>{t("destroyTitle")}</h2>
      <p>{t("destroyText")}</p>
      <div>
        <Button type="submit" color="red">
          {t("destroy")}
        </Button>
      </div>
    </Form>
  );
}
