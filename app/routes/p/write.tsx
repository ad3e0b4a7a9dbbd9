import { Alert, Button, NativeSelect, Stepper } from "@mantine/core";
import { type Dispatch, lazy, type SetStateAction, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { type Draft, type Step, steps, type TextField } from "#app/domain/proposal.ts";
import type { Content } from "#app/domain/proposal-content.ts";
import { sealing as sealingCode } from "#app/sealing/client.ts";
import { forgetDraft, loadDraft, saveDraft } from "./client.ts";
import { type Attached, newFiles } from "./attached.ts";
import { download } from "#app/ui/download.ts";
import { type EditionChoice, errorsOf, type FieldErrors } from "./edition-choice.ts";
import { loadFiles, saveFiles } from "./file-store.ts";
import { ProposalFields } from "./proposal-fields.tsx";
import { parts } from "./parts.ts";
import { useWallet } from "./use-wallet.ts";
import { WalletCard } from "./wallet-card.tsx";

const Attachments = lazy(async () => ({ default: (await parts.attachments()).Attachments }));
const Review = lazy(async () => ({ default: (await parts.review()).Review }));
const WhatIsAsked = lazy(async () => ({ default: (await import("./no-wallet.tsx")).WhatIsAsked }));
const Seal = lazy(async () => ({ default: (await parts.seal()).Seal }));

type Props = { editions: EditionChoice[]; locale: Locale };

const stepNames = Object.keys(steps) as Step[];
/** After the fields: attachments, then everything once more. */
const filesAt = stepNames.length;
const reviewAt = filesAt + 1;
const titleOf = (at: number) => stepNames[at] ?? (at === filesAt ? "files" : "review");

/** Writing and handing in a proposal, step by step; the draft stays in this browser. */
export function Write({ editions, locale }: Props) {
  const t = useTranslations("p.write");
  const open = editions.filter(({ phase }) => phase === "announced" || phase === "open");
  const [chosen, setChosen] = useState(open[0]?.id ?? "");
  const edition = open.find(({ id }) => id === chosen);
  if (!edition) return <Alert color="blue">{t("noneOpen")}</Alert>;
  return (
    <div className="stack">
      {open.length > 1 && (
        <NativeSelect label={t("edition")} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}
          data={open.map(({ id, title }) => ({ value: id, label: title }))} maw={420} />
      )}
      <WriteFor key={edition.id} edition={edition} locale={locale} />
    </div>
  );
}

function WriteFor({ edition, locale }: { edition: EditionChoice; locale: Locale }) {
  const t = useTranslations("p.write");
  const [wallet, setWallet] = useWallet(edition.id);
  const [draft, setDraft, savedAt] = useDraft(edition.id);
  const [files, setFiles, filesKept] = useFiles(edition.id);
  const [at, setAt] = useState(0);
  const [sealing, setSealing] = useState(false);
  const [writes, setWrites] = useState(wallet !== null || Object.keys(draft).length > 0);
  const [errors, setErrors] = useState<FieldErrors>({});
  const heading = useRef<HTMLHeadingElement>(null);
  const content = useMemo(() => contentOf(draft, locale), [draft, locale]);

  const goTo = (step: number) => {
    setAt(step);
    setTimeout(() => heading.current?.focus());
  };
  const next = () => {
    if (at === filesAt) return goTo(reviewAt);
    const found = errorsOf(content, edition);
    const names: readonly string[] = steps[stepNames[at]!];
    const here = Object.fromEntries(Object.entries(found).filter(([field]) => names.includes(field)));
    setErrors(here);
    const first = names.find((field) => here[field]);
    if (first) document.getElementById(`field-${first}`)?.focus();
    else goTo(at + 1);
  };
  const change = (field: TextField) => {
    setAt(stepNames.findIndex((name) => (steps[name] as readonly string[]).includes(field)));
    setTimeout(() => document.getElementById(`field-${field}`)?.focus());
  };
  const review = () => {
    const found = errorsOf(content, edition);
    setErrors(found);
    const wrong = stepNames.findIndex((name) => steps[name].some((field) => found[field]));
    if (wrong >= 0) goTo(wrong);
    else setSealing(true);
  };

  if (sealing && wallet) {
    return (
      <Suspense fallback={null}><Seal wallet={wallet} edition={edition.title} prepare={(receipt) => sealingCode.prepareDeposit(wallet, edition.manifest, content as Content, receipt, newFiles(files))} onBack={() => setSealing(false)}
        onSpent={(after) => { setWallet(after); forgetDraft(edition.id); setFiles([]); }} onPassGone={(after) => { setWallet(after); setSealing(false); }} /></Suspense>
    );
  }
  const times = !edition.takesDeposits && <Alert color="yellow">{t(edition.phase === "announced" ? "notYet" : "over")}</Alert>;
  if (!wallet && !writes) {
    return (
      <div className="stack">
        {times}
        <WalletCard edition={edition} wallet={null} onWallet={setWallet} />
        <Suspense fallback={null}><WhatIsAsked onDraft={() => setWrites(true)} /></Suspense>
      </div>
    );
  }
  const isReview = at === reviewAt;
  const entitlement = wallet?.tokens[0] ? { edition: edition.id, token: wallet.tokens[0] } : null;
  return (
    <div className="stack">
      <WalletCard edition={edition} wallet={wallet} onWallet={setWallet} />
      {edition.vote && <Alert color="blue">{t("colleagues")}</Alert>}
      {times}
      <Stepper active={at} onStepClick={goTo} size="sm" aria-label={t("steps")} allowNextStepsSelect={false}>
        {[...stepNames, "files" as const, "review" as const].map((name) => <Stepper.Step key={name} label={t(`step.${name}`)} />)}
      </Stepper>
      <h2 ref={heading} tabIndex={-1}>{t(`step.${titleOf(at)}`)}</h2>
      {isReview ? (
        <Suspense fallback={null}><Review content={content} files={files} edition={edition} locale={locale} onChange={change} entitlement={entitlement} /></Suspense>
      ) : at === filesAt ? (
        <>
          <Suspense fallback={null}><Attachments files={files} setFiles={setFiles} entitlement={entitlement} /></Suspense>
          {files.length > 0 && <p className="soft" role="status">{t(filesKept ? "filesKept" : "filesNotKept")}</p>}
        </>
      ) : (
        <ProposalFields step={stepNames[at]!} draft={draft} onChange={setDraft} errors={errors} edition={edition} locale={locale} />
      )}
      <div className="row">
        {at > 0 && <Button variant="default" onClick={() => goTo(at - 1)}>{t("back")}</Button>}
        {!isReview && <Button onClick={next}>{t("next")}</Button>}
        {isReview && <Button onClick={review} disabled={!wallet || wallet.tokens.length === 0 || !edition.takesDeposits}>{t("seal")}</Button>}
        <Button variant="subtle" onClick={() => download("bozza.json", JSON.stringify(draft, null, 2), "application/json")}>{t("downloadDraft")}</Button>
        <span className="soft" role="status">{savedAt ? t("savedHere", { time: savedAt }) : t("savesHere")}</span>
      </div>
    </div>
  );
}

/** A complete content in shape, whatever is missing in it. */
function contentOf(draft: Draft, locale: Locale): Record<string, unknown> {
  const { horizon, categories = [], goals = [], ...texts } = draft;
  const empty = { title: "", summary: "", problem: "", solution: "", beneficiaries: "", benefit: "", resource: "", staff: "", cost: "", sustainability: "" };
  const trimmed = Object.fromEntries(Object.entries({ ...empty, ...texts }).map(([field, text]) => [field, text.trim()]));
  return { locale, ...trimmed, horizon, categories, goals };
}

/** The attachments, kept in this browser where it keeps them, and whether it does. */
function useFiles(editionId: string): [Attached[], Dispatch<SetStateAction<Attached[]>>, boolean] {
  const [files, setFiles] = useState<Attached[]>([]);
  const [kept, setKept] = useState(true);
  const loaded = useRef(false);
  useEffect(() => {
    void loadFiles(editionId).then((found) => {
      loaded.current = true;
      setFiles((now) => (now.length > 0 ? now : found));
    });
  }, [editionId]);
  useEffect(() => {
    if (loaded.current) void saveFiles(editionId, files).then(setKept);
  }, [editionId, files]);
  return [files, setFiles, kept];
}

/** The draft, kept in this browser half a second after each change, and when it was kept. */
function useDraft(editionId: string): [Draft, (draft: Draft) => void, string | null] {
  const [draft, setDraft] = useState<Draft>(() => loadDraft(editionId));
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const touched = useRef(false);
  useEffect(() => {
    if (!touched.current) return;
    const save = () => {
      saveDraft(editionId, draft);
      setSavedAt(new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    };
    const timer = setTimeout(save, 500);
    window.addEventListener("pagehide", save);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", save);
    };
  }, [draft, editionId]);
  const change = (next: Draft) => {
    touched.current = true;
    setDraft(next);
  };
  return [draft, change, savedAt];
}
