import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Step, steps } from "#app/domain/proposal.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { PassFileForm } from "#app/ui/pass-file-form.tsx";
import type { EditionChoice } from "./edition-choice.ts";

/** How to get a pass, and the way in with a pass file: first for whoever was led here with one, the other folded. */
export function NoWallet({ edition, onWallet }: { edition: EditionChoice; onWallet: (wallet: Wallet | null) => void }) {
  const t = useTranslations("p.wallet");
  const [hasFile] = useState(() => location.hash === "#pass");
  const file = <PassFileForm editionId={edition.id} submit={t("load")} onWallet={onWallet} />;
  const howTo = <><p>{t("howTo")}</p><div><Button component="a" href="/area/desk" rel="noreferrer" variant={hasFile ? "default" : "filled"}>{t("toDesk")}</Button></div></>;
  return (
    <section className="panel stack">
      <h2 style={{ fontSize: "1.05rem" }}>{t(hasFile ? "loadTitle" : "none")}</h2>
      {hasFile ? file : howTo}
      <details>
        <summary>{t(hasFile ? "noFile" : "haveFile")}</summary>
        {hasFile ? howTo : <><p>{t("elsewhere")}</p>{file}</>}
      </details>
    </section>
  );
}

/** What a proposal will ask, as long as there is no pass to hand it in with; a draft may be written all the same. */
export function WhatIsAsked({ onDraft }: { onDraft: () => void }) {
  const t = useTranslations("p.wallet");
  const tStep = useTranslations("p.write.step");
  const tFields = useTranslations("proposal.fields");
  return (
    <section className="stack" aria-labelledby="asked">
      <h2 id="asked" style={{ fontSize: "1.05rem" }}>{t("asks")}</h2>
      <ol>
        {(Object.keys(steps) as Step[]).map((step) => (
          <li key={step}><strong>{tStep(step)}</strong>: {steps[step].map((field) => tFields(`${field}.label`)).join(", ")}</li>
        ))}
        <li><strong>{tStep("files")}</strong></li>
      </ol>
      <div><Button variant="default" onClick={onDraft}>{t("draft")}</Button></div>
    </section>
  );
}
