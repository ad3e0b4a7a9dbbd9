import { Button } from "@mantine/core";
import { useTranslations } from "use-intl";

/**
 * Says that what is typed is in this window alone, and offers to keep it where the computer is
 * one's own.
 */
export function InMemory({ onKeepHere }: { onKeepHere: () => void }) {
  const t = useTranslations("p.write");
  return (
    <div className="row">
      <span className="soft" role="status">
        {t("inMemory")}
      </span>
      <Button size="compact-sm" variant="default" onClick={onKeepHere}>
        {t("keepHere")}
      </Button>
    </div>
  );
}
