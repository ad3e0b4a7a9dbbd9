import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { SigningCapacity } from "#app/domain/meetings/minutes.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";

type Answer = { refusal?: Refusal; result?: { error?: Record<string, string[] | null> | null } };
type Props = { base: string; hash: string };

/** Signs the minutes off, as they are seen. */
export function SignMinutes({
  base,
  hash,
  capacity,
  withheld,
}: Props & { capacity: SigningCapacity; withheld: number }) {
  const t = useTranslations("meetingMinutes");
  return (
    <Act action={`${base}/signature`} hash={hash} title={t("sign")} submit={t("sign")}>
      {() => (
        <>
          <p>
            {t(`signAs.${capacity}`)} {t("signText")}
          </p>
          {withheld > 0 && (
            <p>
              <strong>{t("signUnseen", { count: withheld })}</strong>
            </p>
          )}
          <p className="mono">{hash}</p>
        </>
      )}
    </Act>
  );
}

/** Adds a remark at the end of the minutes. */
export function RemarkForm({ base, hash }: Props) {
  const t = useTranslations("meetingMinutes");
  return (
    <Act action={`${base}/remark`} hash={hash} title={t("addRemark")} submit={t("saveRemark")}>
      {(error) => (
        <>
          <p className="soft">{t("newVersion")}</p>
          <Area name="text" label={t("remarkText")} error={error("text")} max={4000} />
        </>
      )}
    </Act>
  );
}

/** Puts right what was noted on a proposal, with a reason. */
export function CorrectionForm({
  base,
  hash,
  items,
}: Props & { items: { no: number; note: string }[] }) {
  const [chosen, choose] = useState(items[0]?.no);
  const t = useTranslations("meetingMinutes");
  return (
    <Act
      action={`${base}/correction`}
      hash={hash}
      title={t("correctNote")}
      submit={t("saveCorrection")}
    >
      {(error) => (
        <>
          <p className="soft">{t("newVersion")}</p>
          <div className="comment">
            <label>
              {t("whichItem")}
              <select
                name="publicNo"
                value={chosen}
                onChange={(event) => choose(Number(event.currentTarget.value))}
              >
                {items.map(({ no }) => (
                  <option key={no} value={no}>
                    {t("number", { no })}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <Area
            key={chosen}
            name="note"
            label={t("newNote")}
            error={error("note")}
            max={4000}
            text={items.find(({ no }) => no === chosen)?.note}
          />
          <Area name="reason" label={t("reason")} error={error("reason")} max={1000} />
        </>
      )}
    </Act>
  );
}

function Act({
  action,
  hash,
  title,
  submit,
  children,
}: {
  action: string;
  hash: string;
  title: string;
  submit: string;
  children: (error: (field: string) => string | undefined) => ReactNode;
}) {
  const fetcher = useFetcher<Answer>();
  const errors = fetcher.data?.result?.error ?? {};
  return (
    <fetcher.Form method="post" action={action} className="panel stack no-print">
      <h2>{title}</h2>
      <input type="hidden" name="hash" value={hash} />
      {children((field) => errors[field]?.[0])}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {submit}
        </Button>
      </div>
    </fetcher.Form>
  );
}

function Area({
  name,
  label,
  error,
  max,
  text = "",
}: {
  name: string;
  label: string;
  error: string | undefined;
  max: number;
  text?: string | undefined;
}) {
  const words = useInvalidWords();
  return (
    <div className="comment">
      <label>
        {label}
        <textarea
          name={name}
          rows={3}
          defaultValue={text}
          maxLength={max}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `minutes-${name}-error` : undefined}
        />
      </label>
      {error && (
        <p id={`minutes-${name}-error`} className="bad" role="alert">
          {words(error)}
        </p>
      )}
    </div>
  );
}
