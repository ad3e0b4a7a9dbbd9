import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "#app/ui/fields.tsx";

/** The way to do all of this without a script of the server's: a task, a page of one's own, an answer. Needs no script itself. */
export function Alone({ base, answered }: { base: string; answered: boolean }) {
  const t = useTranslations("custody.offline");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <details className="panel stack" open={answered}>
      <summary>{t("title")}</summary>
      <p role="status">{answered && t("done")}</p>
      <p>{t("text")}</p>
      <ul>
        <li><a href="/custodian.html" download>{t("page")}</a>. {t("hash")}</li>
        <li><a href={`${base}/task`} download>{t("task")}</a></li>
      </ul>
      <fetcher.Form method="post" action={`${base}/answer`} encType="multipart/form-data" className="stack">
        <label className="stack">
          {t("answer")}
          <input type="file" name="answer" accept=".json,application/json" required />
        </label>
        <label className="stack">
          {t("again")}
          <input type="text" name="again" autoComplete="one-time-code" />
        </label>
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <div><Button type="submit" variant="default" loading={fetcher.state !== "idle"}>{t("send")}</Button></div>
      </fetcher.Form>
    </details>
  );
}
