import { Button, PasswordInput } from "@mantine/core";
import { Link } from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { DeskEdition } from "#app/queries/desk/desk.server.ts";
import type { PassOffer } from "#app/queries/passes/passes.server.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { sealing, SealingFailed, warmUp } from "#app/sealing/workers/client.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { useComputer } from "./computer.tsx";
import { download } from "#app/ui/download.ts";
import { EditionHead } from "./edition-head.tsx";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { beginEvidence } from "#app/ui/kept/kept-evidence.ts";
import { walletHere, walletKeyOf } from "#app/ui/kept/kept-passes.ts";
import { ManifestDiffers } from "#app/ui/manifest-differs.tsx";
import { useAwake } from "#app/ui/time/use-awake.ts";

type State =
  | { kind: "unknown" | "making" | "kept" | "differs" | "shared" | "taken" }
  | { kind: "refused"; refusal: Refusal };

type Props = {
  offer: PassOffer;
  edition: DeskEdition;
  /** the anonymous page */ participate: string;
  /** what else concerns passes of this edition */ children?: ReactNode;
};

/**
 * The edition one may take part in, with one's pass for it: issued by itself in a private browser,
 * on request on a shared computer.
 */
export function PassCard({ offer, edition, participate, children }: Props) {
  const t = useTranslations("pass");
  const refusal = useTranslations("refusal");
  const [state, setState] = useState<State>({ kind: "unknown" });
  const computer = useComputer();
  const begun = useRef(false);

  useEffect(() => {
    if (offer.why) return;
    const wallet = walletHere(offer);
    // passes that came under other keys are never replaced: whoever exchanged the keys would have
    // them forgotten
    if (wallet && wallet.manifest !== offer.manifest) setState({ kind: "differs" });
    else if (computer !== "private") setState({ kind: "shared" });
    else if (wallet) setState({ kind: "kept" });
    else if (!begun.current) {
      begun.current = true;
      void make();
    }
    warmUp();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- decided again only when the person says whose computer this is
  }, [computer]);

  const make = async () => {
    setState({ kind: "making" });
    const result = await obtainWallet(offer);
    if ("refusal" in result) return setState({ kind: "refused", refusal: result.refusal });
    localStorage.setItem(walletKeyOf(offer), JSON.stringify(result.wallet));
    await beginEvidence(offer);
    setState({ kind: "kept" });
  };

  const open: StateProps["open"] = (variant, file) => (
    <div>
      <Button
        component="a"
        href={file ? `${participate}#pass` : participate}
        rel="noreferrer"
        variant={variant}
      >
        {t(file ?? "participate")}
      </Button>
    </div>
  );
  return (
    <section className="panel stack" aria-labelledby={`edition-${offer.code}`}>
      <EditionHead {...edition} />
      {offer.why ? (
        <p>{refusal(offer.why)}</p>
      ) : (
        <PassState
          state={state}
          offer={offer}
          onTaken={() => setState({ kind: "taken" })}
          open={open}
        />
      )}
      <p className="soft">
        {t.rich("cannotSee", {
          receipt: (words) => (
            <a href={`${participate}#receipt`} rel="noreferrer">
              {words}
            </a>
          ),
        })}
      </p>
      {children}
    </section>
  );
}

type StateProps = {
  state: State;
  offer: PassOffer;
  /** a file was saved */ onTaken: () => void;
  /** the way to the anonymous page; with words of a file, to its place for one */ open: (
    variant: "filled" | "light",
    file?: "loadFile" | "haveFile",
  ) => ReactNode;
};

/** Where the pass is, and the one thing to do next: to get it, or to write. */
function PassState({ state, offer, onTaken, open }: StateProps) {
  const t = useTranslations("pass");
  switch (state.kind) {
    case "unknown":
      return <p role="status">{t("looking")}</p>;
    case "making":
      return <p role="status">{t("making")}</p>;
    case "kept":
      return (
        <>
          <p role="status">{t("kept")}</p>
          {open("filled")}
          <TakeAlong offer={offer} />
        </>
      );
    case "differs":
      return <ManifestDiffers />;
    case "shared":
      return (
        <>
          <p>
            {t("explain")}{" "}
            {t.rich("shared", { account: (words) => <Link to="/area/account">{words}</Link> })}
          </p>
          <TakeAlong offer={offer} shared onTaken={onTaken} />
          {open("light", "haveFile")}
        </>
      );
    case "taken":
      return (
        <>
          <p role="status">{t("taken")}</p>
          {open("filled", "loadFile")}
        </>
      );
    case "refused":
      return (
        <>
          <RefusalAlert refusal={state.refusal} />
          {open("light")}
        </>
      );
  }
}

/** The pass in a file behind a passphrase, for another device. */
function TakeAlong({
  offer,
  shared = false,
  onTaken,
}: {
  offer: PassOffer;
  shared?: boolean;
  onTaken?: () => void;
}) {
  const t = useTranslations("pass");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [error, setError] = useState("");
  const awake = useAwake();
  const got = useRef<Wallet | null>(null); // a second file holds the same passes
  const take = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get("passphrase") ?? "").trim();
    if (passphrase.length < 12) return setError(t("passphraseShort"));
    setError("");
    setBusy(true);
    const known = got.current ?? walletHere(offer);
    const result = known ? { wallet: known } : await obtainWallet(offer);
    if ("refusal" in result) setProblem(result.refusal);
    else {
      got.current = result.wallet;
      download("pass.age", await sealing.encryptKeyFile(JSON.stringify(result.wallet), passphrase));
      // from when the computer was said to be private
      if (shared) localStorage.removeItem(walletKeyOf(offer));
    }
    setBusy(false);
    if (!("refusal" in result)) onTaken?.();
  };
  const form = (
    <form onSubmit={take} className="stack" style={{ maxWidth: 420, marginTop: "0.5rem" }}>
      <PasswordInput
        name="passphrase"
        label={t("passphrase")}
        description={t("passphraseHelp")}
        error={error || undefined}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t("show") }}
      />
      <RefusalAlert refusal={problem ?? undefined} />
      <div>
        <Button
          type="submit"
          loading={busy}
          disabled={!awake}
          variant={shared ? "filled" : "default"}
        >
          {t(shared ? "prepareFile" : "takeAlong")}
        </Button>
      </div>
    </form>
  );
  if (shared) return form;
  return (
    <details>
      <summary>{t("takeAlongTitle")}</summary>
      {form}
    </details>
  );
}

/**
 * Asks for passes and finishes them; the same request is sent twice more when the connection fails.
 */
async function obtainWallet({
  manifest,
  manifestSignatures,
}: PassOffer): Promise<{ wallet: Wallet } | { refusal: Refusal }> {
  try {
    const asked = await sealing.askForPasses({ manifest, manifestSignatures });
    const response = await repeat(() =>
      fetch("/area/activation", {
        method: "POST",
        body: JSON.stringify(asked.request),
        headers: { "Content-Type": "application/json" },
      }),
    );
    const answer: unknown = await response.json();
    if (!response.ok) return { refusal: refusalIn(answer) };
    return { wallet: await sealing.receivePasses(asked, answer) };
  } catch (error) {
    const isUnsigned = error instanceof SealingFailed && error.code === "manifest-unsigned";
    return { refusal: { code: isUnsigned ? "manifest-unsigned" : "busy" } };
  }
}

async function repeat(act: () => Promise<Response>, times = 3): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (times <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return repeat(act, times - 1);
  }
}
