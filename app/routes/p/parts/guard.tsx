import { Alert, Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Checked } from "#app/deposit/responses.ts";
import { fileName } from "#app/domain/proposal/attachment.ts";
import { textFieldNames, type TextField } from "#app/domain/proposal/proposal.ts";
import { MarkedPassages } from "#app/ui/marked-passages.tsx";
import type { Attached } from "./attached.ts";
import { send } from "./client.ts";
import type { Entitlement } from "./entitlement.ts";
import { focusField } from "./field-id.ts";

type Texts = Record<string, string>;

/** The passages of these texts that may say who wrote them; null when they could not be checked. */
async function checkTexts(
  entitlement: Entitlement,
  texts: Texts,
): Promise<Checked["marks"] | null> {
  const filled = Object.entries(texts)
    .filter(([, text]) => text.trim() !== "")
    .map(([field, text]) => ({ field, text }));
  try {
    return (await send({ op: "check", ...entitlement, texts: filled })).marks;
  } catch {
    // refused or offline: it only warns, and what is refused here is refused again when handing in
    return null;
  }
}

/** The words of a proposal, by field. */
export function textsOf(content: Record<string, unknown>): Texts {
  return Object.fromEntries(
    textFieldNames.map((field) => [
      field,
      typeof content[field] === "string" ? content[field] : "",
    ]),
  );
}

/** What was found in an attachment when it was cleaned. */
type FileFinding = { name: string; count: number };

const findingsIn = (files: readonly Attached[]): FileFinding[] =>
  files
    .map(({ kind, passages }, i) => ({ name: fileName(i + 1, kind), count: passages.length }))
    .filter(({ count }) => count > 0);

/**
 * Looks through a proposal before it is sealed, and gives one verdict over its text and its
 * attachments.
 */
export function ProposalGuard({
  entitlement,
  content,
  files,
  onChange,
}: {
  entitlement: Entitlement;
  content: Record<string, unknown>;
  files: readonly Attached[];
  onChange: (field: TextField) => void;
}) {
  const t = useTranslations("p.guard");
  const [marks, setMarks] = useState<Checked["marks"] | null | "checking">("checking");
  const [tried, setTried] = useState(0);
  const texts = textsOf(content);
  useEffect(() => {
    let current = true;
    setMarks("checking");
    void checkTexts(entitlement, texts).then((found) => current && setMarks(found));
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is reviewed does not change while it is shown
  }, [tried]);
  if (marks === "checking") return <p role="status">{t("checking")}</p>;
  const inFiles = findingsIn(files);
  if (marks) return <Findings marks={marks} texts={texts} inFiles={inFiles} onChange={onChange} />;
  return (
    <CheckFailed inFiles={inFiles}>
      <Button size="compact-sm" variant="default" onClick={() => setTried(tried + 1)}>
        {t("again")}
      </Button>
    </CheckFailed>
  );
}

/**
 * Looks through texts that are about to be sent. `holdsBack` is true once for a text in which
 * something was found, or that could not be checked; `notice` says so, and the same text goes
 * through the second time.
 */
export function useGuardBeforeSending(entitlement: Entitlement): {
  holdsBack(texts: Texts): Promise<boolean>;
  /** the notice is about this text, as it is */ isAbout(texts: Texts): boolean;
  notice: ReactNode;
} {
  const [held, setHeld] = useState<{ texts: Texts; marks: Checked["marks"] | null } | null>(null);
  const isAbout = (texts: Texts) =>
    held !== null && JSON.stringify(held.texts) === JSON.stringify(texts);
  const holdsBack = async (texts: Texts) => {
    if (isAbout(texts)) return false;
    const marks = await checkTexts(entitlement, texts);
    const isClean = marks !== null && marks.length === 0;
    setHeld(isClean ? null : { texts, marks });
    return !isClean;
  };
  const toField = (field: TextField) => focusField("change", field);
  const notice =
    held &&
    (held.marks ? (
      <Findings marks={held.marks} texts={held.texts} onChange={toField} />
    ) : (
      <CheckFailed />
    ));
  return { holdsBack, isAbout, notice };
}

/** What was found in a proposal's fields, each with its way back to the field. */
function Findings({
  marks,
  texts,
  inFiles = [],
  onChange,
}: {
  marks: Checked["marks"];
  texts: Texts;
  inFiles?: FileFinding[];
  onChange: (field: TextField) => void;
}) {
  const t = useTranslations("p.guard");
  const tGuard = useTranslations("guard");
  const tFields = useTranslations("proposal.fields");
  const count = marks.length + inFiles.reduce((sum, found) => sum + found.count, 0);
  if (count === 0)
    return (
      <Alert color="green" role="status" title={t("none")}>
        {t("noneText")}
      </Alert>
    );
  const fieldOf = (name: string) => textFieldNames.find((field) => field === name);
  const nameOf = (name: string) => {
    const field = fieldOf(name);
    return field ? tFields(`${field}.label`) : t("message");
  };
  return (
    <Alert color="yellow" role="status" title={t("found", { count })}>
      <div className="stack">
        <p>{t("foundText")}</p>
        <MarkedPassages
          marks={marks}
          texts={texts}
          nameOf={nameOf}
          perField={(name) => {
            const field = fieldOf(name);
            return (
              field && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${tGuard("change")}: ${nameOf(name)}`}
                  onClick={() => onChange(field)}
                >
                  {tGuard("change")}
                </Button>
              )
            );
          }}
        />
        <InFiles found={inFiles} />
      </div>
    </Alert>
  );
}

/** In which attachments, and how much; the passages stand beside each of them. */
function InFiles({ found }: { found: FileFinding[] }) {
  const t = useTranslations("p.guard");
  if (found.length === 0) return null;
  return (
    <ul>
      {found.map(({ name, count }) => (
        <li key={name}>{t("inFiles", { count, name })}</li>
      ))}
    </ul>
  );
}

/** Says that nobody looked. */
function CheckFailed({
  inFiles = [],
  children,
}: {
  inFiles?: FileFinding[];
  children?: ReactNode;
}) {
  const t = useTranslations("p.guard");
  return (
    <Alert color="yellow" role="status" title={t("failed")}>
      <div className="stack">
        <p>{t("failedText")}</p>
        <InFiles found={inFiles} />
        {children && <div>{children}</div>}
      </div>
    </Alert>
  );
}
