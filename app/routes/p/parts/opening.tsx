import { Alert, Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { OwnOpening } from "#app/deposit/responses.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/client.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { send, tried } from "./client.ts";
import type { Found } from "./found-proposal.ts";

type Props = { found: Found; onDone: () => Promise<void> };

/**
 * What the receipt may do while the awarded envelopes are opened: the same for everybody whose
 * proposal is among them.
 */
export function OpeningPanel({ found, onDone }: Props) {
  const t = useTranslations("p.return.opening");
  const { opening } = found.own;
  if (!opening) return null;
  return (
    <section className="panel stack" aria-labelledby="opening">
      <h3 id="opening">{t("title")}</h3>
      <p>{t(opening.opened ? "opened" : "closed")}</p>
      <OpenOwn found={found} opening={opening} onDone={onDone} />
      <Objection found={found} opening={opening} onDone={onDone} />
    </section>
  );
}

function Objection({ found, opening, onDone }: Props & { opening: OwnOpening }) {
  const t = useTranslations("p.return.opening");
  const { problem, busy, run } = useAct(onDone);
  if (opening.objected)
    return (
      <Alert color="green" role="status">
        {t("objected")}
      </Alert>
    );
  if (!opening.mayObject) return null;
  return (
    <>
      <p>{t("objectText")}</p>
      <RefusalAlert refusal={problem} />
      <div>
        <Button
          variant="default"
          loading={busy}
          onClick={() =>
            run(() => send({ op: "object", edition: found.edition.id, accessKey: found.accessKey }))
          }
        >
          {t("object")}
        </Button>
      </div>
    </>
  );
}

/**
 * Hands in the key of their own envelope, which this browser derives from the receipt, when too few
 * custodians can open it.
 */
function OpenOwn({
  found: { receipt, edition, accessKey, own },
  opening,
  onDone,
}: Props & { opening: OwnOpening }) {
  const t = useTranslations("p.return.opening");
  const { problem, busy, run } = useAct(onDone);
  if (opening.handed && !opening.opened)
    return (
      <Alert color="green" role="status">
        {t("handed")}
      </Alert>
    );
  if (!opening.mayOpen || !own.envelope) return null;
  const open = async () =>
    send({
      op: "open-own",
      edition: edition.id,
      accessKey,
      key: await sealing.keyOfOwnEnvelope(receipt, edition.manifest, own.proposalId, own.envelope!),
    });
  return (
    <>
      <p>{t("openText")}</p>
      <RefusalAlert refusal={problem} />
      <div>
        <Button loading={busy} onClick={() => run(open)}>
          {t("open")}
        </Button>
      </div>
    </>
  );
}

/** Runs one act with its refusal and its wait, then loads the proposal again. */
function useAct(onDone: () => Promise<void>) {
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    await tried(setProblem, async () => {
      await act();
      await onDone();
    });
    setBusy(false);
  };
  return { problem: problem ?? undefined, busy, run };
}
