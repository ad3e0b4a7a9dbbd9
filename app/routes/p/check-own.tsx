import { Alert, Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/client.ts";
import type { InclusionCheck } from "#app/sealing/inclusion.ts";
import { RefusalAlert } from "#app/ui/refusal-alert.tsx";
import { send, tried } from "./client.ts";
import type { Found } from "./found.ts";

/** 'Check my proposal': finds it, as it is read here, in the root that the custodians signed. All is computed in this browser. */
export function CheckOwn({ found: { own, accessKey, edition }, locale }: { found: Found; locale: Locale }) {
  const t = useTranslations("p.return.check");
  const [check, setCheck] = useState<InclusionCheck | null>(null);
  const [noted, setNoted] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  if (own.publicNo === null || !own.content) return null;
  const run = async () => {
    setBusy(true);
    setProblem(null);
    await tried(setProblem, async () => {
      const given = await send({ op: "inclusion", edition: edition.id, accessKey });
      const hash = await sealing.hashOfContent(own.content!, own.files);
      setCheck(await sealing.checkInclusion(edition.manifest, hash, given));
    });
    setBusy(false);
  };
  return (
    <section className="panel stack" aria-labelledby="check-own">
      <h3 id="check-own">{t("title")}</h3>
      <p>{t("text")}</p>
      <RefusalAlert refusal={problem ?? undefined} />
      <div><Button variant="default" onClick={run} loading={busy}>{t("act")}</Button></div>
      <div role="status">
        {check && (
          <>
            <ul className="plain-list">
              <Finding ok={check.inRoot}>{t(check.inRoot ? "inRoot" : "notInRoot", { no: own.publicNo })}</Finding>
              <Finding ok={check.ownEnvelope}>{t(check.ownEnvelope ? "envelope" : "noEnvelope")}</Finding>
              <Finding ok={check.sealedUnder}>{t(check.sealedUnder ? "sealedUnder" : "sealedElsewhere")}</Finding>
              <Finding ok={check.signed >= check.quorum}>{t("signed", { signed: check.signed, quorum: check.quorum })}</Finding>
            </ul>
            {!(check.inRoot && check.ownEnvelope && check.sealedUnder) && <Alert color="red">{t("wrong")}</Alert>}
            <p>{t.rich("compare", { verify: (words) => <a href={`/${locale}/editions/${edition.code}/verify`} rel="noreferrer" target="_blank">{words}</a> })}</p>
            <p className="mono" data-testid="root">{check.root}</p>
            <TextInput label={t("noted")} description={t("notedHelp")} value={noted} onChange={(event) => setNoted(event.currentTarget.value)} autoComplete="off" spellCheck={false} className="mono" />
            {noted.trim() !== "" && <Finding ok={noted.trim() === check.depositHash}>{t(noted.trim() === check.depositHash ? "same" : "other")}</Finding>}
          </>
        )}
      </div>
    </section>
  );
}

function Finding({ ok, children }: { ok: boolean; children: React.ReactNode }) {
  return <li><span aria-hidden="true">{ok ? "✓" : "✗"}</span> {children}</li>;
}
