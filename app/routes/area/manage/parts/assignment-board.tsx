import { Alert, Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { memo, type MouseEvent, useCallback, useEffect, useId, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import {
  type Board,
  type BoardJuror,
  type BoardProposal,
  fromText,
  problemOf,
  toText,
} from "#app/domain/assignment/board.ts";
import type { AssignmentGoal } from "#app/domain/assignment/problem.ts";
import {
  type Coverage,
  coverage,
  isCovered,
  type ProposalCoverage,
  served,
} from "#app/domain/assignment/coverage.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { Scrolls } from "#app/ui/frame/scrolls.tsx";

/**
 * `boxes` are checked at first, else what is applied; `planned` is what the solver proposed, if
 * anything, and `unproved` what it had no time for.
 */
type Props = {
  board: Board;
  boxes: readonly string[] | null;
  planned: string;
  unproved: readonly AssignmentGoal[];
  action: string;
  editable: boolean;
};

/**
 * Proposals by jurors: every box is a pair, and the boxes are the assignment that is sent. Counts
 * follow while boxes are changed; without JavaScript the same form is sent and judged by the same
 * rules.
 */
export function AssignmentBoard({ board, boxes, planned, unproved, action, editable }: Props) {
  const t = useTranslations("assignment");
  const applied = useMemo(() => new Set(board.pairs.map(toText)), [board]);
  const kept = useMemo(() => new Set(board.started.map(toText)), [board]);
  const conflicts = useMemo(() => new Set(board.conflicts.map(toText)), [board]);
  const [chosen, setChosen] = useState(() => new Set(boxes ?? applied));
  const toggle = useCallback((pair: string) => setChosen((before) => toggled(before, pair)), []);
  const found = useMemo(
    () => coverage(problemOf(board), [...chosen].map(fromText)),
    [board, chosen],
  );
  const added = [...chosen].filter((pair) => !applied.has(pair));
  const removed = [...applied].filter((pair) => !chosen.has(pair));
  const legend = useId();
  const nothing = useId();
  const isSame = useIsAlive() && added.length + removed.length === 0;
  return (
    <Form method="post" action={action} autoComplete="off" className="stack">
      <input type="hidden" name="basis" value={board.basis} />
      <input type="hidden" name="planned" value={planned} />
      {unproved.map((goal) => (
        <input key={goal} type="hidden" name="unproved" value={goal} />
      ))}
      {[...kept].map((pair) => (
        <input key={pair} type="hidden" name="pair" value={pair} />
      ))}
      {editable && (
        <div className="row">
          <Button
            type="submit"
            name="keep"
            value="started"
            formAction={`${action}/plan`}
            variant="default"
          >
            {t(
              phaseHas(board.phase, "scores")
                ? "replan"
                : chosen.size > 0
                  ? "propose"
                  : "proposeFirst",
            )}
          </Button>
          {chosen.size > 0 && (
            <Button
              type="submit"
              name="keep"
              value="checked"
              formAction={`${action}/plan`}
              variant="default"
            >
              {t("topUp")}
            </Button>
          )}
          <Button
            type="submit"
            {...(isSame && {
              "aria-disabled": true,
              "data-disabled": true,
              "aria-describedby": nothing,
              onClick: hold,
            })}
          >
            {t("apply")}
          </Button>
          {isSame && (
            <span id={nothing} className="soft">
              {t("nothingToApply")}
            </span>
          )}
          <span role="status" className={found.complete ? "good" : "bad"}>
            {found.complete
              ? t("complete")
              : t("notComplete", { count: found.proposals.filter((p) => !isCovered(p)).length })}
          </span>
        </div>
      )}
      <Preview
        board={board}
        applied={applied}
        found={found}
        added={added.length}
        removed={removed.length}
      />
      <Changes board={board} added={added} removed={removed} />
      <Legend id={legend} hasStarted={kept.size > 0} editable={editable} />
      <Scrolls
        className="board"
        aria-label={t("title")}
        aria-describedby={legend}
        goesOn={t("goesOn", { count: board.jurors.length })}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t("proposal")}</th>
              {board.jurors.map((juror, at) => (
                <JurorHead key={juror.id} juror={juror} load={found.loads[at]?.load ?? 0} />
              ))}
            </tr>
          </thead>
          <tbody>
            {board.proposals.map((proposal, at) => (
              <Row
                key={proposal.id}
                proposal={proposal}
                jurors={board.jurors}
                wanted={board.jurorsPerProposal}
                kept={kept}
                conflicts={conflicts}
                applied={applied}
                editable={editable}
                chosen={board.jurors
                  .map(({ id }) => (chosen.has(toText([proposal.id, id])) ? "1" : "0"))
                  .join("")}
                coverage={JSON.stringify(found.proposals[at])}
                toggle={toggle}
              />
            ))}
          </tbody>
        </table>
      </Scrolls>
    </Form>
  );
}

const hold = (event: MouseEvent) => event.preventDefault();

/** Whether boxes can be told from what is applied: without JavaScript every press is sent. */
function useIsAlive(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => setIs(true), []);
  return is;
}

/** What every mark and colour of the board means. */
function Legend({
  id,
  hasStarted,
  editable,
}: {
  id: string;
  hasStarted: boolean;
  editable: boolean;
}) {
  const t = useTranslations("assignment.legend");
  const box = (disabled: boolean) => (
    <input type="checkbox" checked readOnly disabled={disabled} aria-hidden tabIndex={-1} />
  );
  return (
    <ul id={id} className="board-legend">
      <li>
        {box(false)} {t("chosen")}
      </li>
      {hasStarted && (
        <li>
          {box(true)} {t("started")}
        </li>
      )}
      {editable && (
        <li>
          <span className="swatch changed" aria-hidden /> {t("changed")}
        </li>
      )}
      <li>
        <span className="swatch conflict" aria-hidden>
          ✕
        </span>{" "}
        {t("unavailable")}
      </li>
      <li>
        <span className="level" aria-hidden>
          ●
        </span>{" "}
        {t("some")}
      </li>
      <li>
        <span className="level" aria-hidden>
          ●●
        </span>{" "}
        {t("expert")}
      </li>
      <li>{t("kinds")}</li>
    </ul>
  );
}

type PreviewProps = {
  board: Board;
  applied: ReadonlySet<string>;
  found: Coverage;
  added: number;
  removed: number;
};

/** What is applied beside what the boxes say: loads, expertise, who can be compared. */
function Preview({ board, applied, found, added, removed }: PreviewProps) {
  const t = useTranslations("assignment");
  const before = useMemo(
    () => coverage(problemOf(board), [...applied].map(fromText)),
    [board, applied],
  );
  const columns = applied.size > 0 && added + removed > 0 ? [before, found] : [found];
  const least = ({ loads }: Coverage) => loads.reduce((a, { load }) => Math.min(a, load), Infinity);
  const most = ({ loads }: Coverage) => loads.reduce((a, { load }) => Math.max(a, load), 0);
  const worth = columns.map((column) => served(board, column));
  const rows: [
    "loads" | "covered" | "expertise" | "worst" | "connected",
    (column: Coverage, at: number) => string,
  ][] = [
    ["loads", (column) => t("range", { least: least(column), most: most(column) })],
    [
      "covered",
      (column) =>
        t("of", { count: column.proposals.filter(isCovered).length, of: column.proposals.length }),
    ],
    ["expertise", (_, at) => String(Math.round(worth[at]!.total * 100))],
    ["worst", (_, at) => String(Math.round(worth[at]!.worst * 100))],
    [
      "connected",
      (column) => (most(column) === 0 ? "–" : t(column.connected ? "connected" : "notConnected")),
    ],
  ];
  return (
    <table className="preview">
      <caption className="hidden-visually">{t("preview")}</caption>
      {columns.length > 1 && (
        <thead>
          <tr>
            <td />
            <th scope="col">{t("before")}</th>
            <th scope="col">{t("after", { added, removed })}</th>
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(([name, says]) => (
          <tr key={name}>
            <th scope="row">
              {t(`row.${name}`)} <span className="soft small">{t(`means.${name}`)}</span>
            </th>
            {columns.map((column, at) => (
              <td key={at}>{says(column, at)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A few changes in words; many are seen in the table. */
function Changes({ board, added, removed }: { board: Board; added: string[]; removed: string[] }) {
  const t = useTranslations("assignment");
  const changes = [
    ...added.map((pair) => ["added", pair] as const),
    ...removed.map((pair) => ["removed", pair] as const),
  ];
  if (changes.length === 0 || changes.length > 12) return null;
  return (
    <ul>
      {changes.map(([kind, pair]) => {
        const [no, jurorId] = fromText(pair);
        return (
          <li key={pair}>
            {t(kind, { no, name: board.jurors.find(({ id }) => id === jurorId)?.name ?? "" })}
          </li>
        );
      })}
    </ul>
  );
}

function toggled(before: ReadonlySet<string>, pair: string): Set<string> {
  const after = new Set(before);
  if (!after.delete(pair)) after.add(pair);
  return after;
}

function JurorHead({ juror: { name, kind, maxLoad }, load }: { juror: BoardJuror; load: number }) {
  const t = useTranslations("assignment");
  return (
    <th scope="col">
      {name} <span className="tag plain">{t(`kind.${kind}`)}</span>
      <span className={maxLoad !== undefined && load > maxLoad ? "bad" : "soft"}>
        {maxLoad === undefined ? t("load", { load }) : t("loadOf", { load, max: maxLoad })}
      </span>
    </th>
  );
}

type RowProps = {
  proposal: BoardProposal;
  jurors: readonly BoardJuror[];
  wanted: number;
  kept: ReadonlySet<string>;
  conflicts: ReadonlySet<string>;
  applied: ReadonlySet<string>;
  editable: boolean;
  /** one digit per juror, so that a row whose boxes did not change is not drawn again */
  chosen: string;
  coverage: string;
  toggle: (pair: string) => void;
};

const Row = memo(function Row({
  proposal,
  jurors,
  wanted,
  kept,
  conflicts,
  applied,
  editable,
  chosen,
  coverage: json,
  toggle,
}: RowProps) {
  const t = useTranslations("assignment");
  const found = JSON.parse(json) as ProposalCoverage;
  return (
    <tr>
      <th scope="row">
        <span className="board-title">
          {proposal.id}.{" "}
          {proposal.title ? (
            <span lang={proposal.locale}>{proposal.title}</span>
          ) : (
            <span className="soft">{t("inConflict")}</span>
          )}
        </span>
        <span className={isCovered(found) ? "soft" : "bad"}>
          {t("covered", {
            count: found.jurorIds.length,
            wanted,
            internal: found.internal,
            external: found.external,
          })}
        </span>
      </th>
      {jurors.map((juror, at) => {
        const pair = toText([proposal.id, juror.id]);
        const level = expertise(juror, proposal);
        const label = t("pair", { no: proposal.id, name: juror.name, level: String(level) });
        if (conflicts.has(pair))
          return (
            <td key={juror.id} className="conflict">
              <span aria-hidden>✕</span>
              <span className="hidden-visually">
                {t("conflict", { no: proposal.id, name: juror.name })}
              </span>
            </td>
          );
        const isChosen = chosen[at] === "1";
        return (
          <td key={juror.id} data-changed={isChosen !== applied.has(pair) || undefined}>
            <label>
              <input
                type="checkbox"
                name="pair"
                value={pair}
                checked={isChosen}
                disabled={!editable || kept.has(pair)}
                onChange={() => toggle(pair)}
                aria-label={label}
              />
              <span aria-hidden className="level">
                {"●".repeat(level)}
              </span>
            </label>
          </td>
        );
      })}
    </tr>
  );
});

/** The juror's best knowledge among the proposal's categories. */
function expertise(juror: BoardJuror, proposal: BoardProposal): number {
  return Math.max(0, ...proposal.categories.map((key) => juror.expertise[key] ?? 0));
}

/** Who cannot be assigned yet. */
export function Waiting({
  waiting,
}: {
  waiting: { name: string; state: "INVITED" | "ACCEPTED" }[];
}) {
  const t = useTranslations("assignment");
  if (waiting.length === 0) return null;
  return (
    <Alert color="yellow" title={t("waiting")}>
      <ul>
        {waiting.map(({ name, state }) => (
          <li key={name}>
            {name}: {t(`waits.${state}`)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
