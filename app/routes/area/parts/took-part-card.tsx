import { Alert, Button, Textarea } from "@mantine/core";
import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import type { TookPartOffer } from "#app/queries/publication/own-certificates.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { forgetTookPart, tookPartHere } from "#app/ui/kept/took-part.ts";

const answerSchema = z.object({ code: z.string() });

/**
 * Turns a 'took part' token into a certificate; the city learns by it that this person took part,
 * which the page says first.
 */
export function TookPart({ offer }: { offer: TookPartOffer }) {
  const t = useTranslations("tookPart");
  const { revalidate } = useRevalidator();
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setToken(tookPartHere(offer.editionId)), [offer]);
  const redeem = async () => {
    setBusy(true);
    const answer = await send(offer.editionId, token);
    setProblem("refusal" in answer ? answer.refusal : null);
    setBusy(false);
    if ("refusal" in answer) return;
    forgetTookPart(offer.editionId);
    revalidate();
  };
  return (
    <details className="panel">
      <summary>{t("title", { edition: offer.edition })}</summary>
      <div className="stack" style={{ marginTop: "0.75rem" }}>
        <p>{t("how")}</p>
        <Alert color="yellow" title={t("learns")}>
          {t("learnsText")}
        </Alert>
        <Textarea
          label={t("token")}
          description={t("tokenHelp")}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
          className="mono"
          autoComplete="off"
          spellCheck={false}
        />
        <RefusalAlert refusal={problem ?? undefined} />
        <div>
          <Button onClick={redeem} loading={busy} disabled={token.trim() === ""}>
            {t("redeem")}
          </Button>
        </div>
      </div>
    </details>
  );
}

async function send(
  edition: string,
  token: string,
): Promise<z.output<typeof answerSchema> | { refusal: Refusal }> {
  const typed = token.replace(/\s/g, "");
  if (!/^[A-Za-z0-9_-]+$/.test(typed)) return { refusal: { code: "token-invalid" } };
  try {
    const response = await fetch("/area/participation", {
      method: "POST",
      body: JSON.stringify({ edition, token: typed }),
      headers: { "Content-Type": "application/json" },
    });
    const answer: unknown = await response.json();
    const done = answerSchema.safeParse(answer);
    return done.success ? done.data : { refusal: refusalIn(answer) };
  } catch {
    return { refusal: { code: "busy" } };
  }
}
