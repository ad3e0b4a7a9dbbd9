import { useTranslations } from "use-intl";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { PassFileForm } from "#app/ui/pass-file-form.tsx";
import type { EditionChoice } from "./edition-choice.ts";

/** How to get a pass, and the way in with a pass file. */
export function NoWallet({ edition, onWallet }: { edition: EditionChoice; onWallet: (wallet: Wallet | null) => void }) {
  const t = useTranslations("p.wallet");
  return (
    <section className="panel stack">
      <h2 style={{ fontSize: "1.05rem" }}>{t("none")}</h2>
      <p>{t.rich("howTo", { desk: (chunks) => <a href="/area/desk" rel="noreferrer">{chunks}</a> })}</p>
      <details>
        <summary>{t("haveFile")}</summary>
        <PassFileForm editionId={edition.id} submit={t("load")} onWallet={onWallet} />
      </details>
    </section>
  );
}
