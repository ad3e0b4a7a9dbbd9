import { Alert, Button, NativeSelect, Stepper } from "@mantine/core";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { type Draft, type FormStep, steps, type TextField } from "#app/domain/proposal/proposal.ts";
import type { Content } from "#app/domain/proposal/content.ts";
import { sealing as sealingCode } from "#app/sealing/workers/client.ts";
import { newFiles } from "./attached.ts";
import { adopt, draftOf, filesOf, isBlank } from "./kept/drafts.ts";
import { download } from "#app/ui/download.ts";
import {
  type EditionChoice,
  errorsOf,
  type FieldErrors,
  signedManifestOf,
} from "./edition-choice.ts";
import { focusField } from "./field-id.ts";
import { InMemory } from "./kept/in-memory.tsx";
import { useKept } from "./kept/kept.ts";
import { ProposalFields } from "./proposal-fields.tsx";
import { parts } from "./lazy-parts.ts";
import { WalletCard } from "./wallet-card.tsx";
import { useWallet } from "./kept/wallets.ts";

const Attachments = lazy(async () => ({ default: (await parts.attachments()).Attachments }));
const Review = lazy(async () => ({ default: (await parts.review()).Review }));
const WhatIsAsked = lazy(async () => ({ default: (await import("./no-wallet.tsx")).WhatIsAsked }));
const Seal = lazy(async () => ({ default: (await parts.seal()).Seal }));

type Props = { editions: EditionChoice[]; locale: Locale };

const stepNames = Object.keys(steps) as FormStep[];
/** After the fields: attachments, then everything once more. */
const filesAt = stepNames.length;
const reviewAt = filesAt + 1;
const titleOf = (at: number) => stepNames[at] ?? (at === filesAt ? "files" : "review");

/**
 * Writing and handing in a proposal, step by step; the draft stays in this browser where it is
 * somebody's own.
 */
export function Write({ editions, locale }: Props) {
  const t = useTranslations("p.write");
  const open = editions.filter(({ takesDrafts }) => takesDrafts);
  const [chosen, setChosen] = useState(open[0]?.id ?? "");
  const edition = open.find(({ id }) => id === chosen);
  if (!edition) return <Alert color="blue">{t("noneOpen")}</Alert>;
  return (
    <div className="stack">
      {open.length > 1 && (
        <NativeSelect
          label={t("edition")}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={open.map(({ id, title }) => ({ value: id, label: title }))}
          maw={420}
        />
      )}
      <WriteFor key={edition.id} edition={edition} locale={locale} />
    </div>
  );
}

function WriteFor({ edition, locale }: { edition: EditionChoice; locale: Locale }) {
  const t = useTranslations("p.write");
  const own = useWallet(edition.id);
  const { wallet } = own;
  const sub = wallet?.cert.certificate.sub ?? null;
  const [words, attachments] = [draftOf(edition.id, sub), filesOf(edition.id, sub)];
  const { value: draft, isHere, savedAt } = useKept(words);
  const { value: files, isHere: filesAreHere } = useKept(attachments);
  const [at, setAt] = useState(0);
  const [sealing, setSealing] = useState(false);
  const [begun, setBegun] = useState(false);
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
    const here = Object.fromEntries(
      Object.entries(found).filter(([field]) => names.includes(field)),
    );
    setErrors(here);
    const first = names.find((field) => here[field]);
    if (first) focusField("field", first);
    else goTo(at + 1);
  };
  const change = (field: TextField) => {
    setAt(stepNames.findIndex((name) => (steps[name] as readonly string[]).includes(field)));
    setTimeout(() => focusField("field", field));
  };
  const review = () => {
    const found = errorsOf(content, edition);
    setErrors(found);
    const wrong = stepNames.findIndex((name) => steps[name].some((field) => found[field]));
    if (wrong >= 0) goTo(wrong);
    else setSealing(true);
  };

  const handedIn = (token: string) => {
    own.spent(token);
    words.forget();
    attachments.forget();
  };
  const closed = () => {
    setSealing(false);
    setBegun(false);
    setAt(0);
  };
  const keepHere = () => {
    if (wallet) own.keepHere();
    words.keepHere();
    attachments.keepHere();
  };

  if (sealing && wallet) {
    return (
      <Suspense fallback={null}>
        <Seal
          edition={edition}
          sub={wallet.cert.certificate.sub}
          prepare={(receipt) =>
            sealingCode.prepareDeposit(
              wallet,
              signedManifestOf(edition),
              content as Content,
              receipt,
              newFiles(files),
            )
          }
          onBack={() => setSealing(false)}
          onSpent={handedIn}
          onPassGone={(token) => {
            own.spent(token);
            setSealing(false);
          }}
          onClose={closed}
        />
      </Suspense>
    );
  }
  const times = !edition.takesDeposits && (
    <Alert color="yellow">{t(edition.awaitsOpening ? "notYet" : "over")}</Alert>
  );
  if (!wallet && !begun && isBlank(draft)) {
    return (
      <div className="stack">
        {times}
        <WalletCard edition={edition} own={own} />
        <Suspense fallback={null}>
          <WhatIsAsked onDraft={() => setBegun(true)} />
        </Suspense>
      </div>
    );
  }
  const isReview = at === reviewAt;
  const entitlement = wallet?.tokens[0] ? { edition: edition.id, token: wallet.tokens[0] } : null;
  return (
    <div className="stack">
      <WalletCard edition={edition} own={own} />
      {sub && <Unowned editionId={edition.id} sub={sub} hasDraft={!isBlank(draft)} />}
      {edition.vote && <Alert color="blue">{t("colleagues")}</Alert>}
      {times}
      <Stepper
        active={at}
        onStepClick={goTo}
        size="sm"
        aria-label={t("steps")}
        allowNextStepsSelect={false}
      >
        {[...stepNames, "files" as const, "review" as const].map((name) => (
          <Stepper.Step key={name} label={t(`step.${name}`)} />
        ))}
      </Stepper>
      <h2 ref={heading} tabIndex={-1}>
        {t(`step.${titleOf(at)}`)}
      </h2>
      {isReview ? (
        <Suspense fallback={null}>
          <Review
            content={content}
            files={files}
            edition={edition}
            locale={locale}
            onChange={change}
            entitlement={entitlement}
          />
        </Suspense>
      ) : at === filesAt ? (
        <>
          <Suspense fallback={null}>
            <Attachments
              files={files}
              change={attachments.set}
              changeLater={attachments.setLater}
              entitlement={entitlement}
            />
          </Suspense>
          {files.length > 0 && (
            <p className="soft" role="status">
              {t(filesAreHere ? "filesKept" : "filesNotKept")}
            </p>
          )}
        </>
      ) : (
        <ProposalFields
          form="field"
          step={stepNames[at]!}
          draft={draft}
          onChange={(next) => words.set(() => next)}
          errors={errors}
          edition={edition}
          locale={locale}
        />
      )}
      <div className="row">
        {at > 0 && (
          <Button variant="default" onClick={() => goTo(at - 1)}>
            {t("back")}
          </Button>
        )}
        {!isReview && <Button onClick={next}>{t("next")}</Button>}
        {isReview && (
          <Button
            onClick={review}
            disabled={!wallet || wallet.tokens.length === 0 || !edition.takesDeposits}
          >
            {t("seal")}
          </Button>
        )}
        <Button
          variant="subtle"
          onClick={() => download("bozza.json", JSON.stringify(draft, null, 2), "application/json")}
        >
          {t("downloadDraft")}
        </Button>
        {isHere && (
          <span className="soft" role="status">
            {savedAt ? t("savedHere", { time: savedAt }) : t("savesHere")}
          </span>
        )}
      </div>
      {!isHere && <InMemory onKeepHere={keepHere} />}
    </div>
  );
}

/** A complete content in shape, whatever is missing in it. */
function contentOf(draft: Draft, locale: Locale): Record<string, unknown> {
  const { horizon, categories = [], goals = [], ...texts } = draft;
  const empty = {
    title: "",
    summary: "",
    problem: "",
    solution: "",
    beneficiaries: "",
    benefit: "",
    resource: "",
    staff: "",
    cost: "",
    sustainability: "",
  };
  const trimmed = Object.fromEntries(
    Object.entries({ ...empty, ...texts }).map(([field, text]) => [field, text?.trim()]),
  );
  return { locale, ...trimmed, horizon, categories, goals };
}

/** A draft that was begun here without a pass: whose it is nobody knows, so it is offered. */
function Unowned({
  editionId,
  sub,
  hasDraft,
}: {
  editionId: string;
  sub: string;
  hasDraft: boolean;
}) {
  const t = useTranslations("p.write");
  const { value: draft } = useKept(draftOf(editionId, null));
  useKept(filesOf(editionId, null)); // they come along
  if (hasDraft || isBlank(draft)) return null;
  return (
    <Alert color="blue" title={t("unowned", { title: draft.title ?? "" })}>
      <Button size="compact-sm" variant="default" onClick={() => adopt(editionId, sub)}>
        {t("adopt")}
      </Button>
    </Alert>
  );
}
