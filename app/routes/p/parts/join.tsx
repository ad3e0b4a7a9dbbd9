import { Alert, Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import type { Invitation } from "#app/deposit/responses.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/client.ts";
import { parseInvite } from "#app/sealing/receipt.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { deposited } from "./attached.ts";
import { AttachedFiles } from "./attached-file.tsx";
import { ProposalView } from "./later.tsx";
import { send, tried } from "./client.ts";
import { type EditionChoice, signedManifestOf } from "./edition-choice.ts";
import { Seal } from "./seal.tsx";
import { WalletCard } from "./wallet-card.tsx";
import { useWallet } from "./kept/wallets.ts";

type Props = { editions: EditionChoice[]; locale: Locale };
/** `contentHash` is over the text and the files that are shown: what one joins. */
type Invited = {
  invite: string;
  inviteKey: string;
  edition: EditionChoice;
  to: Invitation;
  contentHash: string;
};

/**
 * Joining a team with a code that the lead handed over: read the proposal, then seal their own name
 * for it.
 */
export function Join({ editions, locale }: Props) {
  const t = useTranslations("p.join");
  const [invited, setInvited] = useState<Invited | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const open = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const invite = parseInvite(String(form.get("invite") ?? ""));
    const edition = editions.find(({ id }) => id === form.get("edition"));
    setProblem(null);
    setError(invite ? "" : t("mistyped"));
    if (!invite || !edition) return;
    setBusy(true);
    await tried(setProblem, async () => {
      const { key } = await sealing.inviteKeysFor(invite, edition.id);
      const to = await send({ op: "invitation", edition: edition.id, inviteKey: key });
      setInvited({
        invite,
        inviteKey: key,
        edition,
        to,
        contentHash: await sealing.hashOfContent(to.content, to.files),
      });
    });
    setBusy(false);
  };
  if (invited)
    return <JoinTeam invited={invited} locale={locale} onLeave={() => setInvited(null)} />;
  return (
    <form onSubmit={open} className="stack" style={{ maxWidth: 460 }}>
      <p>{t("intro")}</p>
      <NativeSelect
        name="edition"
        label={t("edition")}
        data={editions.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <TextInput
        name="invite"
        label={t("code")}
        placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XX"
        autoComplete="off"
        spellCheck={false}
        error={error || undefined}
        className="mono"
      />
      <RefusalAlert refusal={problem ?? undefined} />
      <div>
        <Button type="submit" loading={busy}>
          {t("open")}
        </Button>
      </div>
    </form>
  );
}

function JoinTeam({
  invited: { invite, inviteKey, edition, to, contentHash },
  locale,
  onLeave,
}: {
  invited: Invited;
  locale: Locale;
  onLeave: () => void;
}) {
  const t = useTranslations("p.join");
  const own = useWallet(edition.id);
  const { wallet } = own;
  const [sealingNow, setSealingNow] = useState(false);
  if (sealingNow && wallet) {
    return (
      <Seal
        edition={edition}
        sub={wallet.cert.certificate.sub}
        joined={contentHash}
        prepare={(receipt) =>
          sealing.prepareJoin(wallet, signedManifestOf(edition), to, invite, receipt)
        }
        onBack={() => setSealingNow(false)}
        onSpent={own.spent}
        onPassGone={(token) => {
          own.spent(token);
          setSealingNow(false);
        }}
        onClose={onLeave}
      />
    );
  }
  return (
    <div className="stack narrow">
      <WalletCard edition={edition} own={own} />
      <Alert color="blue">{t("explain", { confirmed: to.team.confirmed })}</Alert>
      <ProposalView
        content={to.content}
        categories={edition.categories}
        locale={locale}
        heading={2}
      />
      <AttachedFiles
        files={to.files.map(deposited)}
        entitlement={{ edition: edition.id, inviteKey }}
      />
      <div className="row">
        <Button
          onClick={() => setSealingNow(true)}
          disabled={!wallet || wallet.tokens.length === 0}
        >
          {t("join")}
        </Button>
        <Button variant="default" onClick={onLeave}>
          {t("leave")}
        </Button>
      </div>
    </div>
  );
}
