import { useTranslations } from "use-intl";
import { conflictKinds } from "#app/domain/jury/jury.ts";

/** The kinds of conflict to choose from, in words, after a blank first line. */
export function useConflictKinds(): { value: string; label: string }[] {
  const t = useTranslations("conflicts");
  return [
    { value: "", label: "" },
    ...conflictKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
  ];
}
