import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useTranslations } from "use-intl";

/** The way to do all of this without a script of the server's: a task, a page of one's own, an answer. Needs no script itself. */
export function Alone({ base, answered }: { base: string; answered: boolean }) {
  const t = useTranslations("custody.offline");
  return (
    <details className="panel stack" open={answered}>
      <summary>{t("title")}</summary>
      <p role="status">{answered && t("done")}</p>
      <p>{t("text")}</p>
      <ul>
        <li><a href="/custodian.html" download>{t("page")}</a>. {t("hash")}</li>
        <li><a href={`${base}/task`} download>{t("task")}</a></li>
      </ul>
      <Form method="post" action={`${base}/answer`} encType="multipart/form-data" reloadDocument className="stack">
        <label className="stack">
          {t("answer")}
          <input type="file" name="answer" accept=".json,application/json" required />
        </label>
        <div><Button type="submit" variant="default">{t("send")}</Button></div>
      </Form>
    </details>
  );
}
