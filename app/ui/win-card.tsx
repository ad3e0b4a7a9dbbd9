import { Alert, Button, Radio } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useFormatter, useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "./fields.tsx";

export type Win = { envelopeId: string; title: string; edition: string; mayAnswer: boolean; until: string; answer: { named: boolean; prizeAccepted: boolean } | null };

/** To the person an opened envelope names: the prize, and whether the name may be shown. */
export function WinCard({ win }: { win: Win }) {
  const t = useTranslations("win");
  const format = useFormatter();
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  if (win.answer) return <Alert color="green" role="status" title={win.title}>{t(win.answer.named ? "answeredNamed" : "answeredUnnamed")}</Alert>;
  if (!win.mayAnswer) return <Alert color="gray" title={win.title}>{t("silent")}</Alert>;
  return (
    <fetcher.Form method="post" action="/area/claim" className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text", { title: win.title, until: format.dateTime(new Date(win.until), { dateStyle: "long", timeStyle: "short" }) })}</p>
      <input type="hidden" name="envelopeId" value={win.envelopeId} />
      <Radio.Group name="prize" label={t("prize")} defaultValue="yes">
        <Radio value="yes" label={t("prizeYes")} mt="xs" />
        <Radio value="no" label={t("prizeNo")} mt="xs" />
      </Radio.Group>
      <Radio.Group name="named" label={t("named")} defaultValue="yes">
        <Radio value="yes" label={t("namedYes")} mt="xs" />
        <Radio value="no" label={t("namedNo")} mt="xs" />
      </Radio.Group>
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div><Button type="submit" loading={fetcher.state !== "idle"}>{t("answer")}</Button></div>
    </fetcher.Form>
  );
}
