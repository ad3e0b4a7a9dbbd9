import { Button, Checkbox, Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

const keys = ["digits", "arrows", "send", "next", "help"] as const;

/** The keys of the scoring page: a sheet that explains them, opened by a button or '?', and the switch that turns single keys off (WCAG 2.1.4). */
export function KeyHelp({ on, onSwitch }: { on: boolean; onSwitch: (on: boolean) => void }) {
  const t = useTranslations("sheet.keys");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("textarea, input:not([type=radio]):not([type=checkbox]), select");
      if (on && event.key === "?" && !typing) setShown(true);
    };
    document.addEventListener("keydown", open);
    return () => document.removeEventListener("keydown", open);
  }, [on]);
  return (
    <>
      <div><Button variant="default" size="compact-sm" onClick={() => setShown(true)}>{t("open")}</Button></div>
      <Modal opened={shown} onClose={() => setShown(false)} title={t("title")} closeButtonProps={{ "aria-label": t("close") }}>
        <dl className="keys">
          {keys.map((key) => <div key={key}><dt><kbd>{t(`${key}.key`)}</kbd></dt><dd>{t(`${key}.does`)}</dd></div>)}
        </dl>
        <Checkbox checked={on} onChange={(event) => onSwitch(event.currentTarget.checked)} label={t("switch")} description={t("switchHelp")} />
      </Modal>
    </>
  );
}
