import { Alert, Button, Checkbox } from "@mantine/core";
import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { isReturned } from "#app/domain/passes/pass-return.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import type { ReturnOffer } from "#app/queries/passes/passes.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { forgetPasses, passesHere } from "#app/ui/kept/kept-passes.ts";
import { PassFileForm } from "#app/ui/forms/pass-file-form.tsx";

const progress = z.object({ returned: z.int(), issued: z.int() });

/**
 * Hands in all passes of an edition unspent: the way to a role in it for somebody who took passes
 * and no part.
 */
export function PassReturn({
  offer,
  within = false,
}: {
  offer: ReturnOffer;
  /** inside the card of its edition */ within?: boolean;
}) {
  const t = useTranslations("passReturn");
  if (isReturned(offer))
    return (
      <Alert color="blue" role="status" title={offer.name}>
        {t("done")}
      </Alert>
    );
  return (
    <details className={within ? undefined : "panel"} open={offer.returned > 0}>
      <summary>{within ? t("titleHere") : t("title", { edition: offer.name })}</summary>
      <div className="stack" style={{ marginTop: "0.75rem" }}>
        <p>{t("text")}</p>
        <p className="soft">{t("used")}</p>
        {offer.returned > 0 && (
          <p role="status">{t("soFar", { returned: offer.returned, issued: offer.issued })}</p>
        )}
        <HandIn offer={offer} />
      </div>
    </details>
  );
}

function HandIn({ offer }: { offer: ReturnOffer }) {
  const t = useTranslations("passReturn");
  const { revalidate } = useRevalidator();
  const [here, setHere] = useState<string[]>([]);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Refusal | null>(null);
  useEffect(() => setHere(passesHere(offer)), [offer]);
  const add = (tokens: string[]) => setHere((before) => [...new Set([...before, ...tokens])]);
  const handIn = async () => {
    setBusy(true);
    const answer = await send(offer.editionId, here);
    setProblem("refusal" in answer ? answer.refusal : null);
    if (!("refusal" in answer)) {
      forgetPasses(offer);
      setHere([]);
      setSure(false);
    }
    setBusy(false);
    revalidate();
  };
  return (
    <>
      <p role="status">{t("here", { count: here.length })}</p>
      <details>
        <summary>{t("file")}</summary>
        <PassFileForm
          editionId={offer.editionId}
          submit={t("add")}
          variant="default"
          onWallet={({ tokens }) => add(tokens)}
        />
      </details>
      <Checkbox
        checked={sure}
        onChange={(event) => setSure(event.currentTarget.checked)}
        label={t("sure")}
      />
      <RefusalAlert refusal={problem ?? undefined} />
      <div>
        <Button
          onClick={handIn}
          loading={busy}
          disabled={!sure || here.length === 0}
          color="red"
          variant="outline"
        >
          {t("act")}
        </Button>
      </div>
    </>
  );
}

async function send(
  edition: string,
  passes: string[],
): Promise<z.output<typeof progress> | { refusal: Refusal }> {
  try {
    const response = await fetch("/area/pass-return", {
      method: "POST",
      body: JSON.stringify({ edition, passes }),
      headers: { "Content-Type": "application/json" },
    });
    const answer: unknown = await response.json();
    const done = progress.safeParse(answer);
    return done.success ? done.data : { refusal: refusalIn(answer) };
  } catch {
    return { refusal: { code: "busy" } };
  }
}
