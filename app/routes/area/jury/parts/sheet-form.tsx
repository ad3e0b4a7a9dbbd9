import { Alert, Button } from "@mantine/core";
import { Form, Link, useNavigate } from "@remix-run/react";
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { missingCriteria } from "#app/domain/scoring/scoring.ts";
import type { TypedSheet } from "#app/domain/scoring/sheet.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { KeyHelp } from "./key-help.tsx";
import { OwnScale } from "./own-scale.tsx";
import { Comment, type Criterion, CriterionField } from "./rubric.tsx";
import { useCopies } from "./use-copies.ts";
import { type AutosaveState, type Stored, useAutosave } from "./use-autosave.ts";

type Page = {
  code: string;
  no: number;
  timeZone: string;
  criteria: Criterion[];
  sheet: Stored;
  next: number | null;
  scale: Record<string, number[]>;
  reopened: string;
  guess?: string | null | undefined;
};
type Props = {
  page: Page;
  /** the column goes on below what one sees of it */ below: boolean;
  errors: Record<string, string[] | null>;
  typed: TypedSheet;
  /** what is asked besides, above the buttons */ children?: ReactNode;
};

/**
 * The rubric of one proposal: keeps itself, and works as an ordinary form where there is no
 * JavaScript.
 */
export function SheetForm({ page, below, errors, typed, children }: Props) {
  const { code, no, criteria, next } = page;
  const here = `/area/jury/${code}/${no}`;
  const t = useTranslations("sheet");
  const words = useInvalidWords();
  const navigate = useNavigate();
  const {
    scores = page.sheet.scores,
    commentProposer = page.sheet.commentProposer,
    commentJury = page.sheet.commentJury,
  } = typed;
  const stored = { ...page.sheet, scores, commentProposer, commentJury };
  const copies = useCopies(code);
  const keeper = useAutosave({ copies, no, url: `${here}/draft`, stored });
  const { content, change, save, settle, keeping } = keeper;
  const [keysOn, setKeysOn] = useKeys();
  const missing = missingCriteria(content.scores, criteria);
  const errorAt = (name: string) => (errors[name]?.[0] ? words(errors[name][0]) : undefined);
  const score = (key: string, value: number) =>
    change({ ...content, scores: { ...content.scores, [key]: value } });

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const goesOn = submitter instanceof HTMLButtonElement && submitter.value === "next";
    if ((await save()) && goesOn)
      navigate(
        `/area/jury/${code}${next ? `/${next}` : ""}${missing.length > 0 ? `?left=${no}` : ""}`,
      );
  };

  return (
    <Form
      data-early
      method="post"
      autoComplete="off"
      className="stack"
      onSubmit={submit}
      onKeyDown={(event) => keysOn && byKey(event, criteria, score)}
    >
      <input type="hidden" name="version" value={page.sheet.version} />
      {page.reopened && (
        <Alert color="yellow" title={t("reopened")}>
          {page.reopened}
        </Alert>
      )}
      {criteria.map((criterion) => (
        <CriterionField
          key={criterion.key}
          criterion={criterion}
          score={content.scores[criterion.key]}
          onScore={(value) => score(criterion.key, value)}
          error={errorAt(`scores.${criterion.key}`)}
        />
      ))}
      <Comment
        name="commentProposer"
        value={content.commentProposer}
        onText={(text) => change({ ...content, commentProposer: text })}
        error={errorAt("commentProposer")}
      />
      <Comment
        name="commentJury"
        value={content.commentJury}
        onText={(text) => change({ ...content, commentJury: text })}
        error={errorAt("commentJury")}
      />
      {children}
      <div className="sheet-foot stack">
        {below && (
          <span className="more-below" aria-hidden>
            ↓ {t("moreBelow")}
          </span>
        )}
        <KeepingStatus
          keeping={keeping}
          stay={copies.stay}
          timeZone={page.timeZone}
          missing={missing}
          asks={page.guess === null}
        />
        {keeping.at === "signed-out" && <SignInAgain back={here} stay={copies.stay} />}
        {keeping.at === "stale" && <Apart server={page.sheet} settle={settle} />}
        {keeping.at === "refused" && <RefusalAlert refusal={keeping.refusal} />}
        <div className="row">
          <Button type="submit" name="then" value="next">
            {next ? t("saveNext") : t("saveList")}
          </Button>
          <Button type="submit" name="then" value="stay" variant="default">
            {t("save")}
          </Button>
          {next && <Link to={`/area/jury/${code}/${next}`}>{t("skip")}</Link>}
        </div>
      </div>
      <OwnScale criteria={criteria} scale={page.scale} scores={content.scores} />
      <KeyHelp on={keysOn} onSwitch={setKeysOn} />
      <p>
        <Link to={`${here}/recusal`}>{t("recuse")}</Link>
      </p>
    </Form>
  );
}

type StatusProps = {
  keeping: AutosaveState;
  stay: boolean;
  timeZone: string;
  missing: string[];
  asks: boolean;
};

/**
 * What is kept where, announced politely, and what is still open: a score first, then (`asks`) the
 * question about the author.
 */
function KeepingStatus({ keeping, stay, timeZone, missing, asks }: StatusProps) {
  const t = useTranslations("sheet");
  const format = useFormatter();
  const bad = !["untouched", "typing", "saving", "saved", "restored"].includes(keeping.at);
  const time =
    keeping.at === "saved"
      ? format.dateTime(keeping.time, {
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
          timeZone,
        })
      : "";
  return (
    <p className="row between">
      <span role="status" className={bad ? "bad" : "soft"}>
        {t(wordsOf(keeping.at, stay), { time })}
      </span>
      {missing[0] !== undefined ? (
        <a href={`#criterion-${missing[0]}`}>{t("missing", { count: missing.length })}</a>
      ) : asks ? (
        <a href="#author-question">{t("author.open")}</a>
      ) : (
        <span className="soft">{t("allScored")}</span>
      )}
    </p>
  );
}

function wordsOf(at: AutosaveState["at"], stay: boolean) {
  const isHeld = at === "offline" || at === "signed-out";
  return isHeld && !stay ? (`keeping.${at}-window` as const) : (`keeping.${at}` as const);
}

/** Signs in again: in another window where this one alone holds what was typed. */
function SignInAgain({ back, stay }: { back: string; stay: boolean }) {
  const t = useTranslations("sheet");
  const elsewhere = !stay && ({ target: "_blank", rel: "noreferrer" } as const);
  const to = stay ? back : "/area/desk";
  return (
    <p>
      <a href={`/area/login?back=${encodeURIComponent(to)}`} {...elsewhere}>
        {t(stay ? "signIn" : "signInElsewhere")}
      </a>
    </p>
  );
}

/**
 * The same sheet was saved elsewhere: nothing is overwritten before the juror says which one stays.
 */
function Apart({
  server,
  settle,
}: {
  server: Stored;
  settle: (keep: "mine" | "other", server: Stored) => void;
}) {
  const t = useTranslations("sheet");
  const words = [server.commentProposer, server.commentJury].filter(Boolean).join(" · ");
  return (
    <Alert color="yellow" role="alert" title={t("apart.title")}>
      <p>{t("apart.text")}</p>
      {words && <p className="soft clamp">{words}</p>}
      <div className="row">
        <Button size="compact-sm" onClick={() => settle("mine", server)}>
          {t("apart.mine")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => settle("other", server)}>
          {t("apart.other")}
        </Button>
      </div>
    </Alert>
  );
}

/**
 * Ctrl and Enter save and go on, also in a text. A digit inside a criterion scores it and goes to
 * the next one; nowhere else.
 */
function byKey(
  event: KeyboardEvent<HTMLFormElement>,
  criteria: Criterion[],
  score: (key: string, value: number) => void,
): void {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.currentTarget.requestSubmit(
      event.currentTarget.querySelector<HTMLButtonElement>("button[value=next]"),
    );
    return;
  }
  const field = (event.target as HTMLElement).closest<HTMLElement>("[data-criterion]");
  const at = criteria.findIndex(({ key }) => key === field?.dataset.criterion);
  const criterion = criteria[at];
  if (
    !field ||
    !criterion ||
    !/^\d$/.test(event.key) ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    Number(event.key) > criterion.maxScore
  )
    return;
  event.preventDefault();
  score(criterion.key, Number(event.key));
  const next = event.currentTarget.querySelectorAll<HTMLElement>("[data-criterion]")[at + 1];
  const target =
    next?.querySelector<HTMLInputElement>("input:checked") ??
    next?.querySelector<HTMLInputElement>("input");
  (target ?? field.querySelector<HTMLInputElement>(`input[value="${event.key}"]`))?.focus();
}

const keysName = "innova:keys";

/** Whether keys do something beside typing; remembered in this browser. */
function useKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(localStorage.getItem(keysName) !== "off"), []);
  return [
    on,
    (next) => {
      setOn(next);
      localStorage.setItem(keysName, next ? "on" : "off");
    },
  ];
}
