import { Alert, Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { DepositReceipt, OwnProposal } from "#app/deposit/responses.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { FormStep } from "#app/domain/proposal/proposal.ts";
import { steps } from "#app/domain/proposal/proposal.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { EnvelopeContent } from "#app/sealing/envelope.ts";
import { parseReceipt } from "#app/sealing/receipt.ts";
import { sealing, SealingFailed } from "#app/sealing/workers/client.ts";
import { evidenceHere, keepEvidence } from "#app/ui/kept/kept-evidence.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { ProposalView } from "./later.tsx";
import { deposited, keptAndNew } from "./attached.ts";
import { Authorship, AuthorshipOffer } from "./authorship.tsx";
import { AttachedFiles } from "./attached-file.tsx";
import { Attachments } from "./attachments.tsx";
import { Conflicts } from "./conflicts.tsx";
import { send, tried } from "./client.ts";
import { type EditionChoice, errorsOf, type FieldErrors } from "./edition-choice.ts";
import { focusField } from "./field-id.ts";
import type { Found } from "./found-proposal.ts";
import { findListed, InDepositList } from "./deposit-list.tsx";
import { DialoguePanel } from "./dialogue.tsx";
import { textsOf, useGuardBeforeSending } from "./guard.tsx";
import { CheckOwn } from "./check-own.tsx";
import { OpeningPanel } from "./opening.tsx";
import { ProposalFields } from "./proposal-fields.tsx";
import { useKept } from "./kept/kept.ts";
import { InMemory } from "./kept/in-memory.tsx";
import { TeamPanel } from "./team.tsx";
import { type Change, changeOf, sayOwn } from "./kept/typed.ts";
import { keepReturned } from "./kept/wallets.ts";

const After = lazy(async () => ({ default: (await import("./after.tsx")).After }));

type Props = { editions: EditionChoice[]; locale: Locale };

/** Coming back with the receipt, from any device, without an account. */
export function Return({ editions, locale }: Props) {
  const t = useTranslations("p.return");
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [error, setError] = useState("");
  const [gone, setGone] = useState(false);
  const [busy, setBusy] = useState(false);
  const open = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const receipt = parseReceipt(String(form.get("receipt") ?? ""));
    const edition = editions.find(({ id }) => id === form.get("edition"));
    setProblem(null);
    setError(receipt ? "" : t("mistyped"));
    if (!receipt || !edition) return;
    setBusy(true);
    const accessKey = await sealing.accessKeyFor(receipt, edition.id);
    setGone(false);
    await tried(
      (refusal) => {
        setProblem(refusal);
        // nothing is known under this receipt: was there ever? The public list tells
        if (refusal.code === "receipt-unknown")
          void findListed(edition.id, accessKey).then(
            ({ isListed }) => setGone(isListed),
            () => undefined,
          );
      },
      async () =>
        setFound({
          receipt,
          accessKey,
          edition,
          own: await send({ op: "read", edition: edition.id, accessKey }),
        }),
    );
    setBusy(false);
  };
  if (editions.length === 0) return <Alert color="blue">{t("noEdition")}</Alert>;
  if (found)
    return (
      <Own
        found={found}
        locale={locale}
        onChanged={(own) => setFound({ ...found, own })}
        onLeave={() => setFound(null)}
      />
    );
  return (
    <form onSubmit={open} className="stack" style={{ maxWidth: 460 }}>
      <p>{t("intro")}</p>
      <NativeSelect
        name="edition"
        label={t("edition")}
        data={editions.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <TextInput
        name="receipt"
        label={t("receipt")}
        placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XX"
        autoComplete="off"
        spellCheck={false}
        error={error || undefined}
        className="mono"
      />
      <RefusalAlert refusal={problem ?? undefined} />
      {gone && (
        <Alert color="red" role="alert">
          {t("listed.gone")}
        </Alert>
      )}
      <div>
        <Button type="submit" loading={busy}>
          {t("open")}
        </Button>
      </div>
    </form>
  );
}

function Own({
  found,
  locale,
  onChanged,
  onLeave,
}: {
  found: Found;
  locale: Locale;
  onChanged: (own: OwnProposal) => void;
  onLeave: () => void;
}) {
  const t = useTranslations("p.return");
  const [mode, setMode] = useState<"read" | "replace" | "withdraw">("read");
  const [replaced, setReplaced] = useState(false);
  const [authorship, setAuthorship] = useState<EnvelopeContent | null>(null);
  const { own, edition } = found;
  const reload = async () => {
    onChanged(await send({ op: "read", edition: edition.id, accessKey: found.accessKey }));
    setMode("read");
  };
  if (own.withdrawn && own.role === "member") return <PassBack found={found} onDone={reload} />;
  if (own.withdrawn || own.role === "left" || !own.content)
    return (
      <Alert color="blue" role="status">
        {t(own.withdrawn ? "withdrawn" : "left")}
      </Alert>
    );
  if (authorship)
    return <Authorship found={found} content={authorship} onLeave={() => setAuthorship(null)} />;
  if (mode === "replace")
    return (
      <Replace
        found={found}
        locale={locale}
        onDone={() => reload().then(() => setReplaced(true))}
        onCancel={() => setMode("read")}
      />
    );
  return (
    <div className="stack narrow">
      <State own={own} />
      {!replaced && edition.takesDeposits && own.role === "lead" && mode === "read" && (
        <Unsent found={found} onResume={() => setMode("replace")} />
      )}
      {replaced && (
        <Alert color="green" role="status">
          {t("replace.done")}
        </Alert>
      )}
      <Unaltered own={own} />
      <InDepositList found={found} locale={locale} />
      <OpeningPanel found={found} onDone={reload} />
      {(own.feedback || edition.tookPart) && (
        <Suspense fallback={null}>
          <After found={found} locale={locale} />
        </Suspense>
      )}
      {edition.takesDeposits && mode === "read" && (
        <div className="row">
          {own.role === "lead" && (
            <Button onClick={() => setMode("replace")}>{t("replace.begin")}</Button>
          )}
          <Button variant="outline" color="red" onClick={() => setMode("withdraw")}>
            {t(own.role === "lead" ? "withdraw.begin" : "team.leave.begin")}
          </Button>
        </div>
      )}
      {mode === "withdraw" && (
        <Withdraw found={found} onDone={reload} onCancel={() => setMode("read")} />
      )}
      <ProposalView
        content={own.content}
        categories={edition.categories}
        locale={locale}
        heading={2}
      />
      <AttachedFiles
        files={own.files.map(deposited)}
        entitlement={{ edition: edition.id, accessKey: found.accessKey }}
      />
      <DialoguePanel
        found={found}
        locale={locale}
        onChanged={(dialogue) => onChanged({ ...own, dialogue })}
      />
      <TestReceipt found={found} />
      <CheckOwn key={`check-${found.accessKey}`} found={found} locale={locale} />
      {edition.maxTeam > 1 && <TeamPanel key={found.accessKey} found={found} />}
      <AuthorshipOffer found={found} onOpened={setAuthorship} />
      {edition.asksConflicts && own.role === "lead" && own.screening?.verdict !== "EXCLUDED" && (
        <Conflicts found={found} locale={locale} />
      )}
      <div>
        <Button variant="default" onClick={onLeave}>
          {t("leave")}
        </Button>
      </div>
    </div>
  );
}

function State({ own }: { own: OwnProposal }) {
  const t = useTranslations("p.return");
  return (
    <Alert color="blue" role="status">
      {own.publicNo === null ? t("state.inRace") : t("state.number", { no: own.publicNo })}
      {own.screening?.verdict === "CLEARED" && ` ${t("state.cleared")}`}
      {own.screening?.verdict === "EXCLUDED" &&
        ` ${t("state.excluded", { reason: own.screening.reason })}`}
    </Alert>
  );
}

/** Says so when the text is not the one whose hash was signed. */
function Unaltered({ own }: { own: OwnProposal }) {
  const t = useTranslations("p.return");
  const [altered, setAltered] = useState(false);
  useEffect(() => {
    if (own.content)
      void sealing
        .hashOfContent(own.content, own.files)
        .then((hash) => setAltered(hash !== own.contentHash));
  }, [own]);
  return altered ? (
    <Alert color="red" role="alert">
      {t("altered")}
    </Alert>
  ) : null;
}

/**
 * Opens their own envelope here, in the browser: what custodians would read, should this proposal
 * be awarded.
 */
function TestReceipt({ found }: { found: Found }) {
  const t = useTranslations("p.return");
  const [result, setResult] = useState("");
  const test = async () => {
    if (!found.own.envelope) return;
    try {
      const { cert } = await sealing.readOwnEnvelope(
        found.receipt,
        found.edition.manifest,
        found.own.proposalId,
        found.own.envelope,
      );
      setResult(t("test.opens", { name: `${cert.certificate.name} ${cert.certificate.surname}` }));
    } catch (error) {
      const isOther = error instanceof SealingFailed && error.code === "manifest-differs";
      setResult(t(isOther ? "test.otherKeys" : "test.fails"));
    }
  };
  return (
    <section className="panel stack">
      <h3>{t("test.title")}</h3>
      <p>{t("test.text")}</p>
      <div>
        <Button variant="default" onClick={test}>
          {t("test.act")}
        </Button>
      </div>
      <p role="status">{result}</p>
    </section>
  );
}

function Replace({
  found,
  locale,
  onDone,
  onCancel,
}: {
  found: Found;
  locale: Locale;
  onDone: () => Promise<void>;
  onCancel: () => void;
}) {
  const t = useTranslations("p.return");
  const typed = changeOf(found.accessKey);
  const { value, isHere } = useKept(typed);
  const original = unchanged(found.own);
  const { draft, files } = value ?? original;
  const change = (next: (now: Change) => Partial<Change>) =>
    typed.set((now) => ({ ...(now ?? original), ...next(now ?? original) }));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const entitlement = { edition: found.edition.id, accessKey: found.accessKey };
  const guard = useGuardBeforeSending(entitlement);
  const warned = guard.isAbout(textsOf({ ...found.own.content, ...draft }));
  const replace = async () => {
    const given = { ...found.own.content, ...draft };
    const content = contentSchema.safeParse(given).data ?? given; // as the server takes it
    const wrong = errorsOf(content, found.edition);
    setErrors(wrong);
    const first = Object.values(steps)
      .flat()
      .find((field) => wrong[field]);
    if (first) return focusField("change", first);
    setBusy(true);
    setProblem(null);
    if (await guard.holdsBack(textsOf(content))) return setBusy(false);
    await tried(setProblem, async () => {
      const reply = await send({
        op: "replace",
        ...entitlement,
        replaces: found.own.contentHash,
        content,
        files: keptAndNew(files),
      });
      await keepCorrected(found, await sealing.hashOfContent(content, files), reply);
      typed.forget();
      await onDone();
    });
    setBusy(false);
  };
  return (
    <div className="stack">
      <h2>{t("replace.title")}</h2>
      <p>{t("replace.text")}</p>
      {(Object.keys(steps) as FormStep[]).map((step) => (
        <ProposalFields
          key={step}
          form="change"
          step={step}
          draft={draft}
          onChange={(next) => change(() => ({ draft: next }))}
          errors={errors}
          edition={found.edition}
          locale={locale}
        />
      ))}
      <h3>{t("replace.files")}</h3>
      <Attachments
        files={files}
        entitlement={entitlement}
        change={(next) => change((now) => ({ files: next(now.files) }))}
        changeLater={() => {
          const later = typed.setLater();
          return (next) =>
            later((now) => ({ ...(now ?? original), files: next((now ?? original).files) }));
        }}
      />
      {warned && guard.notice}
      <RefusalAlert refusal={problem ?? undefined} />
      {value && !isHere && (
        <InMemory
          onKeepHere={() => {
            sayOwn();
            typed.keepHere();
          }}
        />
      )}
      {value && isHere && (
        <p className="soft" role="status">
          {t("replace.kept")}
        </p>
      )}
      <div className="row">
        <Button onClick={replace} loading={busy}>
          {t(warned ? "replace.asItIs" : "replace.act")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t(value ? "replace.later" : "cancel")}
        </Button>
        {value && (
          <Button
            variant="subtle"
            color="red"
            onClick={() => {
              typed.forget();
              onCancel();
            }}
          >
            {t("replace.discard")}
          </Button>
        )}
      </div>
    </div>
  );
}

/**
 * Keeps the server's word on a corrected proposal, where its word on the first one is kept and it
 * fits.
 */
async function keepCorrected(
  { receipt, edition }: Found,
  contentHash: string,
  reply: DepositReceipt,
): Promise<void> {
  const kept = await evidenceHere(edition.id, receipt);
  if (
    !kept ||
    (await sealing.evidenceFault(edition.manifest, contentHash, kept.envelopeHash, reply))
  )
    return;
  await keepEvidence(kept, receipt, { ...reply, envelopeHash: kept.envelopeHash }).catch(
    () => undefined,
  ); // full storage
}

/** The text and files as they were handed in, to be changed. */
function unchanged({ content, contentHash, files }: OwnProposal): Change {
  return { of: contentHash, draft: { ...content }, files: files.map(deposited) };
}

/** A change that was typed and not handed in; it may be of a text that somebody changed since. */
function Unsent({ found: { accessKey, own }, onResume }: { found: Found; onResume: () => void }) {
  const t = useTranslations("p.return.replace");
  const typed = changeOf(accessKey);
  const { value } = useKept(typed);
  if (!value) return null;
  return (
    <Alert color="yellow" title={t("unsent")} role="status">
      <div className="stack">
        {value.of !== own.contentHash && <p>{t("unsentStale")}</p>}
        <div className="row">
          <Button size="compact-sm" onClick={onResume}>
            {t("resume")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={typed.forget}>
            {t("discard")}
          </Button>
        </div>
      </div>
    </Alert>
  );
}

/** What a member does whose team's proposal was withdrawn: take their own pass back. */
function PassBack({ found, onDone }: { found: Found; onDone: () => Promise<void> }) {
  const t = useTranslations("p.return");
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Withdraw found={found} onDone={onDone} onCancel={() => setWanted(false)} />;
  return (
    <Alert color="blue" role="status">
      {t("team.withdrawn")}{" "}
      {found.edition.takesDeposits && (
        <Button size="compact-sm" onClick={() => setWanted(true)}>
          {t("team.passBack")}
        </Button>
      )}
    </Alert>
  );
}

function Withdraw({
  found,
  onDone,
  onCancel,
}: {
  found: Found;
  onDone: () => Promise<void>;
  onCancel: () => void;
}) {
  const t = useTranslations(
    found.own.role === "lead"
      ? "p.return.withdraw"
      : found.own.withdrawn
        ? "p.return.team.refund"
        : "p.return.team.leave",
  );
  const tReturn = useTranslations("p.return");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  // kept for a second try: the same request gives the same pass
  const [refund] = useState(() => sealing.askForRefund(found.edition.manifest));
  const withdraw = async () => {
    setBusy(true);
    await tried(setProblem, async () => {
      const state = await refund;
      const { blindSignature } = await send({
        op: "withdraw",
        edition: found.edition.id,
        accessKey: found.accessKey,
        blinded: state.blinded,
      });
      keepReturned(
        found.edition.id,
        await sealing.receiveRefund(found.edition.manifest, state, blindSignature),
      );
      changeOf(found.accessKey).forget();
      await onDone();
    });
    setBusy(false);
  };
  return (
    <section className="panel stack" role="group" aria-label={t("title")}>
      <h3>{t("title")}</h3>
      <p>{t("text")}</p>
      <RefusalAlert refusal={problem ?? undefined} />
      <div className="row">
        <Button color="red" onClick={withdraw} loading={busy}>
          {t("act")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {tReturn("cancel")}
        </Button>
      </div>
    </section>
  );
}
