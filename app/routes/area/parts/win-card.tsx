import { type FieldMetadata, getFormProps, type SubmissionResult } from "@conform-to/react";
import { Alert, Button, Radio } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Win } from "#app/queries/opening/opening.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { RefusalAlert, TextAreaField, useField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { useWhen } from "#app/ui/time/use-when.ts";

/**
 * To the person an opened envelope names: the prize, whether the name may be shown, or that it is
 * not theirs.
 */
export function WinCard({ win }: { win: Win }) {
  const t = useTranslations("win");
  if (win.answer) return <Answered win={win} answer={win.answer} />;
  if (!win.mayAnswer)
    return (
      <Alert color="gray" title={win.title}>
        {t("silent")}
      </Alert>
    );
  return <ClaimForm win={win} />;
}

function Answered({
  win: { title, until, envelopeId, mayUnname, published },
  answer,
}: {
  win: Win;
  answer: NonNullable<Win["answer"]>;
}) {
  const t = useTranslations("win");
  const date = useDate();
  if (published)
    return (
      <Alert color="gray" title={title}>
        {t("published")}{" "}
        {t(`answered.${answer.notMine ? "notMine" : answer.named ? "named" : "unnamed"}`)}
      </Alert>
    );
  if (answer.notMine)
    return (
      <Alert color="blue" role="status" title={title}>
        {t("answeredNotMine", { until: date(until) })}
      </Alert>
    );
  return (
    <Alert color="green" role="status" title={title}>
      {t("answeredPrize", { accepted: answer.prizeAccepted ? "yes" : "no" })}{" "}
      {t(answer.named ? "answeredNamed" : "answeredUnnamed")}
      {answer.named && mayUnname && (
        <div className="stack">
          <p>{t("unnameText")}</p>
          <Act
            action="/area/claim/naming/removal"
            values={{ envelopeId }}
            variant="default"
            size="compact-sm"
          >
            {t("unname")}
          </Act>
        </div>
      )}
    </Alert>
  );
}

function useDate(): (iso: string) => string {
  const when = useWhen();
  return (iso) => when(new Date(iso));
}

function ClaimForm({ win }: { win: Win }) {
  const t = useTranslations("win");
  const date = useDate();
  const fetcher = useFetcher<{ refusal?: Refusal; result?: SubmissionResult<string[]> }>();
  const [mine, setMine] = useState("yes");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/opening/claim.ts")).claimSchema,
    fetcher.data,
    { id: `claim-${win.envelopeId}` },
  );
  return (
    <fetcher.Form
      method="post"
      action="/area/claim"
      {...getFormProps(form)}
      className="panel stack"
    >
      <h2>{t("title")}</h2>
      <p>{t("text", { title: win.title, until: date(win.until) })}</p>
      {win.team > 1 && <p>{t("team", { count: win.team })}</p>}
      <input type="hidden" name="envelopeId" value={win.envelopeId} />
      <Radio.Group name="mine" label={t("mine")} value={mine} onChange={setMine}>
        <Radio value="yes" label={t("mineYes")} mt="xs" />
        <Radio value="no" label={t("mineNo")} mt="xs" />
      </Radio.Group>
      {mine === "yes" ? (
        <PrizeAndName named={fields.named} />
      ) : (
        <TextAreaField
          field={fields.reason}
          label={t("reason")}
          description={t("reasonHelp", { until: date(win.until) })}
          required
        />
      )}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {t("answer")}
        </Button>
      </div>
    </fetcher.Form>
  );
}

/**
 * Whether the name may be published is answered by nobody but the person: nothing is chosen before.
 */
function PrizeAndName<T>({ named }: { named: FieldMetadata<T> }) {
  const t = useTranslations("win");
  const { error } = useField(named);
  return (
    <>
      <Radio.Group name="prize" label={t("prize")} defaultValue="yes">
        <Radio value="yes" label={t("prizeYes")} mt="xs" />
        <Radio value="no" label={t("prizeNo")} mt="xs" />
      </Radio.Group>
      <Radio.Group name="named" label={t("named")} error={error} errorProps={{ mt: "xs" }} required>
        <Radio value="yes" label={t("namedYes")} mt="xs" />
        <Radio value="no" label={t("namedNo")} mt="xs" />
      </Radio.Group>
    </>
  );
}
