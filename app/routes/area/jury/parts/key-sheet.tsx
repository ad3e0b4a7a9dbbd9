import { Checkbox, Modal } from "@mantine/core";
import { useTranslations } from "use-intl";

const keys = ["digits", "arrows", "send", "next", "help"] as const;

type Props = { on: boolean; onSwitch: (on: boolean) => void; onClose: () => void };

/** What each key of the scoring page does, and the switch that turns single keys off. */
export function KeySheet({ on, onSwitch, onClose }: Props) {
  const t = useTranslations("sheet.keys");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <dl className="keys">
        {keys.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{t(`${key}.key`)}</kbd>
            </dt>
            <dd>{t(`${key}.does`)}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        checked={on}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
        label={t("switch")}
        description={t("switchHelp")}
      />
    </Modal>
  );
}
