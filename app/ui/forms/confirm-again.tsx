import { Alert, Button, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { later } from "#app/ui/frame/later.tsx";

const PasskeyUse = later(async () => (await import("./passkey.tsx")).PasskeyUse);

const address = "/area/second-factor/again";
const factorsSchema = z.object({ authenticator: z.boolean(), passkeys: z.number() });
type Step = { now: "asked" | "sent" | "confirmed" } | { now: "refused"; refusal: Refusal };

/**
 * Asks in place for the second factor, or the password where there is none, before what weighs
 * most. It may stand inside another form, whose fields stay as they are: it has no form of its own,
 * and its field no name.
 */
export function ConfirmAgain({ refusal }: { refusal: Refusal }) {
  const t = useTranslations("secondFactor.again");
  const tRefusal = useTranslations("refusal");
  const [factors, setFactors] = useState<z.output<typeof factorsSchema>>();
  const [answer, setAnswer] = useState("");
  const [step, setStep] = useState<Step>({ now: "asked" });
  useEffect(() => setStep({ now: "asked" }), [refusal]);
  useEffect(() => {
    const learn = async () => setFactors(factorsSchema.parse(await (await fetch(address)).json()));
    learn().catch(() => undefined);
  }, []);
  const send = async () => {
    setStep({ now: "sent" });
    const refused = await confirm(answer);
    setAnswer("");
    setStep(refused ? { now: "refused", refusal: refused } : { now: "confirmed" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // of the form around
    void send();
  };
  if (step.now === "confirmed")
    return (
      <Alert color="green" role="status">
        {t("confirmed")}
      </Alert>
    );
  const asksPassword = factors && !factors.authenticator && factors.passkeys === 0;
  const isWrong = step.now === "refused" && step.refusal.code === "wrong-credentials";
  return (
    <Alert color="yellow" role="alert" title={t("title")}>
      <div className="stack">
        <p>{t("text")}</p>
        {step.now === "refused" && !isWrong && (
          <p>{tRefusal(step.refusal.code, step.refusal.params)}</p>
        )}
        {factors && factors.passkeys > 0 && (
          <PasskeyUse onShown={() => setStep({ now: "confirmed" })} />
        )}
        <TextInput
          label={t(asksPassword ? "password" : "code")}
          type={asksPassword ? "password" : "text"}
          autoComplete={asksPassword ? "current-password" : "one-time-code"}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={isWrong ? t("wrong") : undefined}
        />
        <div>
          <Button
            type="button"
            onClick={send}
            loading={step.now === "sent"}
            disabled={answer === ""}
          >
            {t("act")}
          </Button>
        </div>
      </div>
    </Alert>
  );
}

/** Sends the answer; gives the refusal, if any. */
async function confirm(answer: string): Promise<Refusal | null> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(address, {
    method: "POST",
    body: JSON.stringify({ answer }),
    headers,
  }).catch(() => null);
  if (response?.ok) return null;
  return refusalIn(await response?.json().catch(() => null));
}
