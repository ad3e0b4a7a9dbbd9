import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { later } from "#app/ui/frame/later.tsx";

const KeySheet = later(async () => (await import("./key-sheet.tsx")).KeySheet);

/**
 * The keys of the scoring page: a sheet that explains them, opened by a button or '?', and the
 * switch that turns single keys off (WCAG 2.1.4).
 */
export function KeyHelp({ on, onSwitch }: { on: boolean; onSwitch: (on: boolean) => void }) {
  const t = useTranslations("sheet.keys");
  const [shown, setShown] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setShown(false);
    button.current?.focus();
  };
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("textarea, input:not([type=radio]):not([type=checkbox]), select");
      if (on && event.key === "?" && !typing) setShown(true);
    };
    document.addEventListener("keydown", open);
    return () => document.removeEventListener("keydown", open);
  }, [on]);
  return (
    <>
      <div>
        <Button ref={button} variant="default" size="compact-sm" onClick={() => setShown(true)}>
          {t("open")}
        </Button>
      </div>
      {shown && <KeySheet on={on} onSwitch={onSwitch} onClose={close} />}
    </>
  );
}
