import type { ScoredCriterion, Scores } from "./scoring.ts";
import { commentLimit } from "./scoring.ts";
import type { SheetContent } from "./sheet.ts";

// Score sheets as a text file, to fill in without a connection and to print. Lines that begin with
// '#' are for the reader and are skipped; lines that begin with '==' are for the program.
// Everything else between two of those is what is typed.

/**
 * One sheet in the file: the proposal's number, and the stored version it was downloaded at (0:
 * none).
 */
export type OfflineSheet = SheetContent & { publicNo: number; version: number };

/** What is wrong in a file: the line it begins at and a key of i18n `offline.fault.*`. */
export type OfflineFault = {
  line: number;
  fault:
    | "not-utf8"
    | "not-a-file"
    | "other-edition"
    | "unknown-line"
    | "twice"
    | "score"
    | "criterion"
    | "too-long";
  text: string;
};

type Words = {
  intro: string[];
  /** the proposal as it is read, in lines */
  proposal: (publicNo: number) => string[];
  criterion: (key: string) => string[];
  comments: Record<"commentProposer" | "commentJury", string>;
};

const begin = "== innova.to sheets 1";
const commentNames = { proposer: "commentProposer", jury: "commentJury" } as const;

/**
 * The file for these sheets; `words` are in the juror's language and are skipped when it is read.
 */
export function writeSheets(
  edition: string,
  sheets: readonly OfflineSheet[],
  criteria: readonly ScoredCriterion[],
  words: Words,
): string {
  const lines = [`${begin} ${edition}`, ...words.intro.map(remark), ""];
  for (const sheet of sheets) {
    lines.push(
      `== proposal ${sheet.publicNo} version ${sheet.version}`,
      ...words.proposal(sheet.publicNo).map(remark),
    );
    for (const { key, maxScore } of criteria)
      lines.push(
        "",
        ...words.criterion(key).map(remark),
        `== score ${key} 0-${maxScore}`,
        String(sheet.scores[key] ?? ""),
      );
    for (const [name, field] of Object.entries(commentNames))
      lines.push(
        "",
        remark(words.comments[field]),
        `== comment ${name}`,
        ...sheet[field].split("\n").map(shielded),
      );
    lines.push("== end", "");
  }
  return lines.join("\n");
}

/** A line for the reader only. */
function remark(line: string): string {
  return `# ${line}`.trimEnd();
}

/** A typed line that would be taken for one of the others is moved by a space. */
function shielded(line: string): string {
  return /^\s*(#|==)/.test(line) ? ` ${line}` : line;
}

function unshielded(line: string): string {
  return /^ +(#|==)/.test(line) ? line.slice(1) : line;
}

type Section =
  | { kind: "none" }
  | { kind: "score"; key: string; line: number }
  | { kind: "comment"; name: keyof typeof commentNames; line: number };

/**
 * Reads the text of such a file back, its lines ending with `\n`, as far as it is filled in; every
 * fault is named, and a file with any gives no sheet.
 */
export function readSheets(
  text: string,
  edition: string,
  criteria: readonly ScoredCriterion[],
): { sheets: OfflineSheet[]; faults: OfflineFault[] } {
  const lines = text.split("\n");
  const [first = ""] = lines;
  if (!first.startsWith(begin))
    return { sheets: [], faults: [{ line: 1, fault: "not-a-file", text: first.slice(0, 60) }] };
  if (first.slice(begin.length).trim() !== edition)
    return {
      sheets: [],
      faults: [{ line: 1, fault: "other-edition", text: first.slice(begin.length).trim() }],
    };
  const reader = new Reader(criteria);
  lines.slice(1).forEach((line, at) => reader.read(line, at + 2));
  return reader.faults.length > 0
    ? { sheets: [], faults: reader.faults }
    : { sheets: reader.sheets, faults: [] };
}

/** Goes through the lines and remembers where it is. */
class Reader {
  readonly sheets: OfflineSheet[] = [];
  readonly faults: OfflineFault[] = [];
  private sheet: OfflineSheet | null = null;
  private section: Section = { kind: "none" };
  private typed: string[] = [];

  constructor(private readonly criteria: readonly ScoredCriterion[]) {}

  read(line: string, number: number): void {
    if (line.startsWith("#")) return;
    if (line.startsWith("==")) return this.mark(line, number);
    if (this.section.kind !== "none") this.typed.push(unshielded(line));
    else if (line.trim() !== "") this.fault(number, "unknown-line", line);
  }

  private mark(line: string, number: number): void {
    this.close();
    const [, proposal, version] =
      /^== proposal (\d{1,6}) version (\d{1,7})$/.exec(line.trimEnd()) ?? [];
    const [, key] = /^== score (\S+)/.exec(line) ?? [];
    const [, name] = /^== comment (proposer|jury)\s*$/.exec(line) ?? [];
    if (proposal && version) this.begin(Number(proposal), Number(version), number);
    else if (/^== end\s*$/.test(line)) this.sheet = null;
    else if (key && this.sheet) this.section = { kind: "score", key, line: number };
    else if (name && this.sheet)
      this.section = { kind: "comment", name: name === "jury" ? "jury" : "proposer", line: number };
    else this.fault(number, "unknown-line", line);
  }

  private begin(publicNo: number, version: number, line: number): void {
    if (this.sheets.some((each) => each.publicNo === publicNo))
      this.fault(line, "twice", String(publicNo));
    this.sheet = { publicNo, version, scores: {}, commentProposer: "", commentJury: "" };
    this.sheets.push(this.sheet);
  }

  /** Ends what was being typed. */
  private close(): void {
    const { section, sheet } = this;
    const text = this.typed.join("\n").trim();
    Object.assign(this, { section: { kind: "none" }, typed: [] });
    if (!sheet || section.kind === "none") return;
    if (section.kind === "score")
      sheet.scores = { ...sheet.scores, ...this.scoreOf(section, text) };
    else if (text.length > commentLimit) this.fault(section.line, "too-long", String(text.length));
    else sheet[commentNames[section.name]] = text;
  }

  private scoreOf({ key, line }: { key: string; line: number }, text: string): Scores {
    const criterion = this.criteria.find((each) => each.key === key);
    if (!criterion) this.fault(line, "criterion", key);
    else if (text !== "" && !(/^\d{1,3}$/.test(text) && Number(text) <= criterion.maxScore))
      this.fault(line + 1, "score", text);
    else if (text !== "") return { [key]: Number(text) };
    return {};
  }

  private fault(line: number, fault: OfflineFault["fault"], text: string): void {
    this.faults.push({ line, fault, text: text.slice(0, 60) });
  }
}
