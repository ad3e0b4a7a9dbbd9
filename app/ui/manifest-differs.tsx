import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";

/**
 * The keys of the edition are not those the passes in this browser came with: an alarm, and what to
 * do.
 */
export function ManifestDiffers() {
  const t = useTranslations("manifestDiffers");
  return (
    <Alert color="red" role="alert" title={t("title")}>
      <p>{t("text")}</p>
      <ul>
        <li>{t("stop")}</li>
        <li>{t("tell")}</li>
        <li>{t("keep")}</li>
      </ul>
    </Alert>
  );
}
