import { useTranslations } from "use-intl";
import type { JuryException } from "#app/domain/jury/promise.ts";
import { ReasonList } from "#app/ui/forms/reason-words.tsx";

/** What of the jury's rules did not hold when a phase began, and why the city went on. */
export function JuryExceptions({ exceptions }: { exceptions: readonly JuryException[] }) {
  const t = useTranslations("juryExceptions");
  if (exceptions.length === 0) return null;
  return (
    <div className="stack apart">
      {exceptions.map(({ phase, reason, lacks }) => (
        <section key={phase} className="panel measure">
          <h3>{t(`title.${phase}`)}</h3>
          <ReasonList reasons={lacks} />
          <p>{t("reason", { reason })}</p>
        </section>
      ))}
    </div>
  );
}
