import { Alert, Button, Checkbox } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConflictAnswer } from "#app/deposit/responses.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { blockedPerProposal } from "#app/domain/jury/sealed-conflicts.ts";
import { drawn } from "#app/sealing/draw.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { dateTime } from "#app/i18n/when.ts";
import { send, tried } from "./client.ts";
import type { Found } from "./found-proposal.ts";

/**
 * Which two jurors are not to judge their own proposal: up to two named, the others drawn by lot in
 * this browser.
 */
export function Conflicts({
  found: { accessKey, edition },
  locale,
}: {
  found: Found;
  locale: Locale;
}) {
  const t = useTranslations("p.return.conflicts");
  const [state, setState] = useState<ConflictAnswer | null>(null);
  const [named, setNamed] = useState<string[]>([]);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  useEffect(() => {
    void tried(setProblem, async () =>
      setState(await send({ op: "conflicts", edition: edition.id, accessKey })),
    );
  }, [edition.id, accessKey]);
  if (!state) return <RefusalAlert refusal={problem ?? undefined} />;

  const ids = state.jurors.map(({ id }) => id);
  const block = async () => {
    setBusy(true);
    setProblem(null);
    const others = drawn(
      ids.filter((id) => !named.includes(id)),
      blockedPerProposal - named.length,
    );
    await tried(setProblem, async () => {
      setState(
        await send({
          op: "block",
          edition: edition.id,
          accessKey,
          pair: [...named, ...others].sort(),
        }),
      );
      setSent(true);
    });
    setBusy(false);
  };
  const toggle = (id: string) => {
    setSent(false);
    setNamed((before) =>
      before.includes(id) ? before.filter((each) => each !== id) : [...before, id],
    );
  };
  return (
    <section className="panel stack" aria-labelledby="conflicts">
      <h3 id="conflicts">{t("title")}</h3>
      <p>{t("text", { until: dateTime(state.until, locale, edition.timeZone) })}</p>
      <Narrowing jurors={ids.length} locale={locale} />
      <fieldset className="stack" style={{ border: 0, padding: 0, margin: 0 }}>
        <legend style={{ padding: 0, marginBottom: "0.5rem" }}>{t("choose")}</legend>
        {state.jurors.map(({ id, name, unit, kind }) => (
          <Checkbox
            key={id}
            checked={named.includes(id)}
            onChange={() => toggle(id)}
            disabled={named.length === blockedPerProposal && !named.includes(id)}
            label={
              <>
                {name} <span className="soft">{kind === "EXTERNAL" ? t("external") : unit}</span>
              </>
            }
          />
        ))}
      </fieldset>
      <RefusalAlert refusal={problem ?? undefined} />
      <div>
        <Button onClick={block} loading={busy}>
          {t("act", { named: named.length, drawn: blockedPerProposal - named.length })}
        </Button>
      </div>
      <div role="status">
        {sent && (
          <Alert color="green" variant="light">
            {t("sent")}
          </Alert>
        )}
        <p className="soft">
          {t("now", {
            names: state.jurors
              .filter(({ id }) => state.pair.includes(id))
              .map(({ name }) => name)
              .join(", "),
          })}
        </p>
      </div>
    </section>
  );
}

/** How much somebody who knew the two entries would learn. */
function Narrowing({ jurors, locale }: { jurors: number; locale: Locale }) {
  const t = useTranslations("p.return.conflicts");
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 0,
  }).format(blockedPerProposal / jurors);
  return (
    <p className="soft">{t("narrows", { jurors, percent, pairs: (jurors * (jurors - 1)) / 2 })}</p>
  );
}
