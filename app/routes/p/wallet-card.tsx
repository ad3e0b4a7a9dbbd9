import { Alert, Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import type { EditionChoice } from "./edition-choice.ts";

type Props = { edition: EditionChoice; wallet: Wallet | null; onWallet: (wallet: Wallet | null) => void };

const NoWallet = lazy(async () => ({ default: (await import("./no-wallet.tsx")).NoWallet }));

/** In whose name one hands in, or how to get a pass. Names are shown from this browser; the server is not asked. */
export function WalletCard({ edition, wallet, onWallet }: Props) {
  const t = useTranslations("p.wallet");
  if (!wallet) return <Suspense fallback={null}><NoWallet edition={edition} onWallet={onWallet} /></Suspense>;
  const { name, surname } = wallet.cert.certificate;
  if (wallet.manifest !== edition.manifest) return <Alert color="red" role="alert">{t("manifestDiffers")}</Alert>;
  return (
    <div className="panel row">
      <span>{t.rich("as", { name: `${name} ${surname}`, b: (chunks) => <strong>{chunks}</strong> })}</span>
      <span className="soft">{t("left", { count: wallet.tokens.length })}</span>
      <Button size="compact-sm" variant="subtle" onClick={() => onWallet(null)}>{t("notYou")}</Button>
    </div>
  );
}
