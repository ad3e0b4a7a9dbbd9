import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";

/** A refusal in words, announced to screen readers. */
export function RefusalAlert({ refusal }: { refusal: Refusal | undefined }) {
  const t = useTranslations("refusal");
  const reason = useReasonWords();
  if (!refusal) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={t(refusal.code, refusal.params)}>
      {refusal.reasons && <ul>{refusal.reasons.map((each) => <li key={JSON.stringify(each)}>{reason(each)}</li>)}</ul>}
    </Alert>
  );
}

/** A reason (something that blocks) in words. */
export function useReasonWords(): (reason: { key: string; params?: Record<string, string | number> }) => string {
  const t = useTranslations("reason");
  return ({ key, params }) => (t.has(key as never) ? t(key as never, params as never) : key);
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
