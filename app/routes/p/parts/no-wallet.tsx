import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { type FormStep, steps } from "#app/domain/proposal/proposal.ts";
import { PassFileForm } from "#app/ui/forms/pass-file-form.tsx";
import type { EditionChoice } from "./edition-choice.ts";
import { ManifestDiffers } from "#app/ui/manifest-differs.tsx";
import type { OwnWallet } from "./kept/wallets.ts";

/**
 * Whose pass it is, where there are some; how to get one; and the way in with a pass file: first
 * for whoever was led here with one.
 */
export function NoWallet({ edition, own }: { edition: EditionChoice; own: OwnWallet }) {
  const t = useTranslations("p.wallet");
  const [hasFile] = useState(() => location.hash === "#pass");
  const [differs, setDiffers] = useState(false);
  const file = (
    <PassFileForm
      editionId={edition.id}
      submit={t("load")}
      onWallet={(wallet) => setDiffers(!own.take(wallet))}
    />
  );
  const howTo = (
    <>
      <p>{t("howTo")}</p>
      <div>
        <Button
          component="a"
          href="/area/desk"
          rel="noreferrer"
          variant={hasFile ? "default" : "filled"}
        >
          {t("toDesk")}
        </Button>
      </div>
    </>
  );
  return (
    <section className="panel stack">
      {differs && <ManifestDiffers />}
      {own.all.length > 0 && <Whose own={own} />}
      <h2 style={{ fontSize: "1.05rem" }}>
        {t(hasFile ? "loadTitle" : own.all.length > 0 ? "noneOfThese" : "none")}
      </h2>
      {hasFile ? file : howTo}
      <details>
        <summary>{t(hasFile ? "noFile" : "haveFile")}</summary>
        {hasFile ? (
          howTo
        ) : (
          <>
            <p>{t("elsewhere")}</p>
            {file}
          </>
        )}
      </details>
    </section>
  );
}

/** The wallets in this browser by the names in them: nobody's is taken unasked. */
function Whose({ own }: { own: OwnWallet }) {
  const t = useTranslations("p.wallet");
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="stack">
      <h2 id={id} style={{ fontSize: "1.05rem" }}>
        {t("whose")}
      </h2>
      <p>{t("whoseText")}</p>
      <div className="row">
        {own.all.map(
          ({
            cert: {
              certificate: { sub, name, surname },
            },
          }) => (
            <Button
              key={sub}
              variant="default"
              onClick={() => own.choose(sub)}
            >{`${name} ${surname}`}</Button>
          ),
        )}
      </div>
    </div>
  );
}

/**
 * What a proposal will ask, as long as there is no pass to hand it in with; a draft may be written
 * all the same.
 */
export function WhatIsAsked({ onDraft }: { onDraft: () => void }) {
  const t = useTranslations("p.wallet");
  const tStep = useTranslations("p.write.step");
  const tFields = useTranslations("proposal.fields");
  return (
    <section className="stack" aria-labelledby="asked">
      <h2 id="asked" style={{ fontSize: "1.05rem" }}>
        {t("asks")}
      </h2>
      <ol>
        {(Object.keys(steps) as FormStep[]).map((step) => (
          <li key={step}>
            <strong>{tStep(step)}</strong>:{" "}
            {steps[step].map((field) => tFields(`${field}.label`)).join(", ")}
          </li>
        ))}
        <li>
          <strong>{tStep("files")}</strong>
        </li>
      </ol>
      <div>
        <Button variant="default" onClick={onDraft}>
          {t("draft")}
        </Button>
      </div>
    </section>
  );
}
