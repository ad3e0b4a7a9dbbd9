import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { later } from "#app/ui/frame/later.tsx";

const ConfirmAgain = later(async () => (await import("./confirm-again.tsx")).ConfirmAgain);
const ReasonList = later(async () => (await import("./reason-words.tsx")).ReasonList);

/** A refusal in words, announced to screen readers. */
export function RefusalAlert({ refusal }: { refusal: Refusal | undefined }) {
  const t = useTranslations("refusal");
  if (!refusal) return null;
  if (refusal.code === "confirm-again") return <ConfirmAgain refusal={refusal} />;
  return (
    <Alert color="red" variant="light" role="alert" title={t(refusal.code, refusal.params)}>
      {refusal.reasons && <ReasonList reasons={refusal.reasons} />}
    </Alert>
  );
}

/** Turns `key?param=value` (see form-messages) into words. */
export function useInvalidWords(): (message: string) => string {
  const t = useTranslations("invalid");
  return (message) => {
    const [key = "", query] = message.split("?", 2);
    const values = Object.fromEntries(new URLSearchParams(query));
    return t.has(key as "required") ? t(key as "required", values) : t("invalid");
  };
}
