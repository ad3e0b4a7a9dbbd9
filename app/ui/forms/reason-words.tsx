import { useTranslations } from "use-intl";
import type { Reason } from "#app/domain/refusal.ts";

/** Reasons in words, one a line. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  const reason = useReasonWords();
  return (
    <ul>
      {reasons.map((each) => (
        <li key={JSON.stringify(each)}>{reason(each)}</li>
      ))}
    </ul>
  );
}

/** A reason (something that blocks) in words. */
export function useReasonWords(): (reason: {
  key: string;
  params?: Record<string, string | number> | undefined;
}) => string {
  const t = useTranslations("reason");
  return ({ key, params }) => (t.has(key as never) ? t(key as never, params as never) : key);
}
