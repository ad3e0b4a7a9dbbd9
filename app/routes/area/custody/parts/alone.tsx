import { Button, PasswordInput } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";

type Props = {
  base: string;
  answered: boolean;
  /** the answer will hold shares, which take the second factor again */
  givesShares: boolean;
};

/**
 * The way to do all of this without a script of the server's: a task, a page of their own, an
 * answer. Needs no script itself.
 */
export function Alone({ base, answered, givesShares }: Props) {
  const t = useTranslations("custody.offline");
  const showPassword = useTranslations("form")("showPassword");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <details className="panel" open={answered}>
      <summary>{t("title")}</summary>
      <div className="stack" style={{ marginTop: "0.5rem" }}>
        <p role="status">{answered && t("done")}</p>
        <p>{t("text")}</p>
        <ul>
          <li>
            <a href="/custodian.html" download>
              {t("page")}
            </a>
            . {t("hash")}
          </li>
          <li>
            <a href={`${base}/task`} download>
              {t("task")}
            </a>
          </li>
        </ul>
        <fetcher.Form
          method="post"
          action={`${base}/answer`}
          encType="multipart/form-data"
          className="stack"
        >
          <label className="file-field">
            {t("answer")}
            <input type="file" name="answer" accept=".json,application/json" required />
          </label>
          {givesShares && (
            <PasswordInput
              name="again"
              label={t("again")}
              autoComplete="one-time-code"
              maw={420}
              visibilityToggleButtonProps={{ "aria-label": showPassword }}
            />
          )}
          <RefusalAlert refusal={fetcher.data?.refusal} />
          <div>
            <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
              {t("send")}
            </Button>
          </div>
        </fetcher.Form>
      </div>
    </details>
  );
}
