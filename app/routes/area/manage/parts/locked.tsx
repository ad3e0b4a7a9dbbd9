import { Alert } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

/**
 * Shows a form that can no longer be changed as it is, and says so; a fieldset switches every field
 * off.
 */
export function Locked({ when, children }: { when: boolean; children: ReactNode }) {
  const t = useTranslations("form");
  return (
    <>
      {when && <Alert color="gray">{t("locked")}</Alert>}
      <fieldset disabled={when} className="plain stack">
        {children}
      </fieldset>
    </>
  );
}
