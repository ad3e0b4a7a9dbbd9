import { Alert, Button } from "@mantine/core";
import { data } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { makeRecoveryCodes } from "#app/commands/people/second-factor.server.ts";
import { actFor, ownFactor, pageFor, requireConfirmed } from "#app/http/actor.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("secondFactor.codes.title");

export const loader = pageFor(ownFactor, async () => null);

/** Makes new codes and shows them, this once. */
export const action = actFor(ownFactor, async ({ actor, request }) => {
  await requireConfirmed(actor, request);
  return data({ codes: await makeRecoveryCodes(actor.id) });
});

export default function RecoveryCodes() {
  const t = useTranslations("secondFactor.codes");
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const codes = answer && "codes" in answer ? answer.codes : null;
  return (
    <div className="narrow stack">
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {codes ? (
        <>
          <Alert color="yellow" role="status">
            {t("once")}
          </Alert>
          <ul className="mono" data-testid="codes">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </>
      ) : (
        <Form method="post">
          <Button type="submit" loading={busy}>
            {t("make")}
          </Button>
        </Form>
      )}
      <p>
        <Link to="/area/account/second-factor">{t("back")}</Link>
      </p>
    </div>
  );
}
