import { Button } from "@mantine/core";
import { lazy, Suspense, useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import type { EditionChoice } from "./edition-choice.ts";
import type { OwnWallet } from "./kept/wallets.ts";

const NoWallet = lazy(async () => ({ default: (await import("./no-wallet.tsx")).NoWallet }));
const ManifestDiffers = lazy(async () => ({
  default: (await import("#app/ui/manifest-differs.tsx")).ManifestDiffers,
}));

/**
 * The envelope one's name goes into, or how to get a pass. The server is not asked for any name.
 */
export function WalletCard({ edition, own }: { edition: EditionChoice; own: OwnWallet }) {
  if (!own.wallet)
    return (
      <Suspense fallback={null}>
        <NoWallet edition={edition} own={own} />
      </Suspense>
    );
  if (own.wallet.manifest !== edition.manifest)
    return (
      <Suspense fallback={null}>
        <ManifestDiffers />
      </Suspense>
    );
  return (
    <ClosedEnvelope
      key={own.wallet.cert.certificate.sub}
      wallet={own.wallet}
      onNotMine={() => own.choose(null)}
    />
  );
}

/**
 * Closed, so that nobody who passes reads the name, until it is asked for. How many passes are left
 * would tell who handed in.
 */
function ClosedEnvelope({
  wallet: { cert, tokens },
  onNotMine,
}: {
  wallet: Wallet;
  onNotMine: () => void;
}) {
  const t = useTranslations("p.wallet");
  const [open, setOpen] = useState(false);
  const id = useId();
  const { name, surname } = cert.certificate;
  return (
    <div className="panel row">
      <span>{t("envelope")}</span>
      <Button
        size="compact-sm"
        variant="default"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "hideName" : "showName")}
      </Button>
      <span id={id}>{open && t("inside", { name: `${name} ${surname}` })}</span>
      {tokens.length === 0 && <span className="soft">{t("noneLeft")}</span>}
      <Button size="compact-sm" variant="subtle" onClick={onNotMine}>
        {t("notYou")}
      </Button>
    </div>
  );
}
