import { Alert, Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { DepositReceipt } from "#app/deposit/responses.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { EvidenceFault } from "#app/sealing/deposit-evidence.ts";
import { sealing, SealingFailed } from "#app/sealing/workers/client.ts";
import type { DepositRequest, JoinRequest } from "#app/sealing/wallet.ts";
import { keepEvidence } from "#app/ui/kept/kept-evidence.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { RefusedAnswer, send } from "./client.ts";
import type { EditionChoice } from "./edition-choice.ts";

type Request = DepositRequest | JoinRequest;
type Props = {
  edition: EditionChoice;
  /** whose pass it is */
  sub: string;
  /** the content hash of the proposal that is joined */
  joined?: string;
  /** seals for this receipt: a proposal, or a place in a team */
  prepare: (receipt: string) => Promise<Request>;
  onBack: () => void;
  /** it was handed in with this pass */
  onSpent: (token: string) => void;
  /** this pass was spent before */
  onPassGone: (token: string) => void;
  /** the receipt was noted: nothing of it is to be seen any more */
  onClose: () => void;
};

/** The receipt first, typed back in part; only then is anything sent. */
export function Seal({
  edition,
  sub,
  joined,
  prepare,
  onBack,
  onSpent,
  onPassGone,
  onClose,
}: Props) {
  const t = useTranslations("p.seal");
  const [receipt, setReceipt] = useState("");
  const [request, setRequest] = useState<Request | null>(null);
  const [problem, setProblem] = useState<{ refusal?: Refusal; code?: string } | null>(null);
  const [deposited, setDeposited] = useState<Deposited | null>(null);
  const [busy, setBusy] = useState(false);
  const [spent, setSpent] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    let current = true;
    void (async () => {
      const made = await sealing.newReceipt();
      if (!current) return;
      setReceipt(made);
      try {
        setRequest(await prepare(made));
      } catch (error) {
        setProblem({ code: error instanceof SealingFailed ? error.code : "broken" });
      }
    })();
    heading.current?.focus();
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one receipt per visit: a new one orphans what may have arrived
  }, []);

  const handIn = async () => {
    if (!request) return;
    setBusy(true);
    setProblem(null);
    try {
      const reply = await send(request);
      const { fault, envelopeHash } = await sealing.checkEvidence(
        edition.manifest,
        request,
        joined ?? null,
        reply,
      );
      if (!fault)
        await keepEvidence({ editionId: edition.id, sub }, receipt, {
          ...reply,
          envelopeHash,
        }).catch(() => undefined); // full storage
      onSpent(request.token);
      setDeposited({ ...reply, fault });
    } catch (error) {
      setProblem(error instanceof RefusedAnswer ? { refusal: error.refusal } : { code: "offline" });
      if (error instanceof RefusedAnswer && error.refusal.code === "token-spent")
        setSpent(request.token);
    } finally {
      setBusy(false);
    }
  };

  if (deposited)
    return (
      <HandedIn receipt={receipt} edition={edition.title} deposited={deposited} onClose={onClose} />
    );
  return (
    <section className="stack narrow">
      <h2 ref={heading} tabIndex={-1}>
        {t("title")}
      </h2>
      <Alert color="yellow">{t("notYet")}</Alert>
      <p>{t("explain")}</p>
      <Receipt receipt={receipt} edition={edition.title} />
      <SealedFor edition={edition} />
      <ul>
        <li>{t("stored")}</li>
        <li>{t("sealed")}</li>
        <li>{t("opened")}</li>
        <li>{t("lost")}</li>
      </ul>
      {request && <TypeBack receipt={receipt} busy={busy} onConfirmed={handIn} />}
      {!request && !problem && <p role="status">{t("sealing")}</p>}
      {problem?.refusal && <RefusalAlert refusal={problem.refusal} />}
      {problem?.code && (
        <Alert color="red" role="alert">
          {t(`errors.${problem.code as "offline"}`)}
        </Alert>
      )}
      {spent && (
        <p>
          {t("spentBefore")}{" "}
          <Button size="compact-sm" onClick={() => onPassGone(spent)}>
            {t("otherPass")}
          </Button>
        </p>
      )}
      <div>
        <Button variant="default" onClick={onBack} disabled={busy}>
          {t("back")}
        </Button>
      </div>
    </section>
  );
}

/**
 * The receipt, large, and where one comes back with it; printed under a neutral title. The address
 * never holds the receipt.
 */
function Receipt({ receipt, edition }: { receipt: string; edition: string }) {
  const t = useTranslations("p.seal");
  return (
    <div className="panel" style={{ textAlign: "center" }}>
      <div>{t("receipt")}</div>
      <div
        className="mono"
        data-testid="receipt"
        style={{ fontSize: "1.5rem", fontWeight: 700, letterSpacing: "0.06em" }}
      >
        {receipt || "…"}
      </div>
      <p className="soft" style={{ margin: "0.5rem 0 0" }}>
        {t("comeBack", { address: `${location.host}/p`, edition })}
      </p>
      <Button
        className="no-print"
        mt="sm"
        size="compact-sm"
        variant="default"
        onClick={() => window.print()}
      >
        {t("print")}
      </Button>
    </div>
  );
}

/** The third group typed back: proof that the receipt was written down. */
function TypeBack({
  receipt,
  busy,
  onConfirmed,
}: {
  receipt: string;
  busy: boolean;
  onConfirmed: () => void;
}) {
  const t = useTranslations("p.seal");
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const wanted = receipt.split("-")[2] ?? "";
  const check = () => {
    const right = typed.trim().toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1") === wanted;
    setWrong(!right);
    if (right) onConfirmed();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <TextInput
        label={t("typeBack")}
        description={t("typeBackHelp")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        maxLength={5}
        styles={{ input: { maxWidth: 260 } }}
        error={wrong ? t("typedWrong") : undefined}
      />
      <div>
        <Button type="submit" loading={busy}>
          {t("handIn")}
        </Button>
      </div>
    </form>
  );
}

/**
 * For whose keys the name is sealed: the fingerprint, to be compared with the one the city made
 * public.
 */
function SealedFor({ edition: { manifest } }: { edition: EditionChoice }) {
  const t = useTranslations("p.seal");
  const [fingerprint, setFingerprint] = useState("");
  useEffect(() => void sealing.fingerprintOf(manifest).then(setFingerprint), [manifest]);
  return (
    <div className="panel">
      <div>{t("sealedFor")}</div>
      <div className="mono" data-testid="manifest-fingerprint" style={{ overflowWrap: "anywhere" }}>
        {fingerprint || "…"}
      </div>
      <p className="soft" style={{ margin: "0.5rem 0 0" }}>
        {t("sealedForHelp")}
      </p>
    </div>
  );
}

/** The server's word on the deposit, and what is wrong with it. */
type Deposited = DepositReceipt & { fault: EvidenceFault | null };

function HandedIn({
  receipt,
  edition,
  deposited,
  onClose,
}: {
  receipt: string;
  edition: string;
  deposited: Deposited;
  onClose: () => void;
}) {
  const t = useTranslations("p.seal");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="stack narrow">
      <h2 ref={heading} tabIndex={-1}>
        {t("done.title")}
      </h2>
      <Alert color="green" role="status">
        {t("done.text")}
      </Alert>
      {deposited.fault && (
        <Alert color="red" role="alert" title={t("done.fault.title")}>
          {t(`done.fault.${deposited.fault}`)}
        </Alert>
      )}
      <Receipt receipt={receipt} edition={edition} />
      <p>{t("done.advice")}</p>
      <details>
        <summary>{t("done.proof")}</summary>
        <p>{t("done.proofText")}</p>
        <p className="mono">{deposited.depositHash}</p>
        <p className="mono">{deposited.signature}</p>
      </details>
      <div>
        <Button variant="default" onClick={onClose}>
          {t("done.close")}
        </Button>
      </div>
    </section>
  );
}
