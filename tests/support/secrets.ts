import { createHash, randomBytes, randomUUID } from "node:crypto";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { db } from "#app/platform/db.server.ts";
import { asOwner } from "./owner.ts";

// Every word and every byte of the database is a secret unless it is said here to be public: a new
// column is a secret.

type Row = Record<string, unknown>;
type Column = { table: string; column: string; kind: string };

/** Who and what may be shown once results are there, by id. */
export type Shown = {
  editionId: string;
  winners: ReadonlySet<string>;
  named: ReadonlySet<string>;
  /** and whoever signed minutes */ jurors: ReadonlySet<string>;
};

/** A value with where it stands. */
export type Secret = { where: string; value: string | Uint8Array };

const kinds = ["text", "varchar", "uuid", "bytea", "jsonb", "_text", "_uuid"];

async function columns(): Promise<Column[]> {
  const all = await db().$queryRaw<
    Column[]
  >`SELECT table_name AS table, column_name AS column, udt_name AS kind FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%' ORDER BY 1, ordinal_position`;
  return all.filter(({ table }) => /^[A-Z]/.test(table));
}

const rowsOf = (table: string) => db().$queryRawUnsafe<Row[]>(`SELECT * FROM "${table}"`);

/**
 * Columns whose words are the program's own, such as 'pdf' or a name of an action, and say nothing
 * of anybody.
 */
const words = new Set([
  "User.locale",
  "Proposal.locale",
  "Proposal.horizon",
  "Proposal.categories",
  "ProposalFile.kind",
  "SpentToken.purpose",
  "OutboxMail.locale",
  "OutboxMail.subject",
  "AuditEntry.action",
  "GuardEntry.kind",
  "Conflict.kind",
  "OrganiserConflict.kind",
  "JurorReminder.kind",
  "HiddenPassage.field",
  "OpenedEnvelope.reason",
  "Juror.expertise",
  "ScoreSheet.scores",
  "ScoreDraft.scores",
  "MeetingVote.byName",
  "Erratum.page",
  "MilestoneReminder.kind",
]);

/** The same where they stand inside JSON, beside other words. */
const saidByProgram =
  /^(deliberation|frozen|internal|external|INTERNAL|EXTERNAL|OVERALL|overall|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/**
 * What is public from the announcement on: the call, its keys, who gives what; beside it, what the
 * audit page shows.
 */
const ofTheCall =
  /^(Edition\.(?!openBelowReason)|Category\.|Criterion\.|Custodian\.(title|recipient|signPublicKey)$|Manifest\.|EditionKeys\.(editionId|issuerSpki|certPublicKey)$|Sponsor\.(name|url|tier|description)$|SponsorLogo\.(kind|sha256|bytes|alt)$|Prize\.(name|conditions)$|AwardRule\.(name|categoryKey)$|DeclaredFigures\.|JuryException\.(reason|lacks)$|DepositList\.tags$|AuditLink\.hash$|AuditLink\.prevHash$|AuditHead\.hash$|CertificateKey\.publicKey$|CustodianSignature\.(subjectHash|signature)$)/;

/** Why a value is public at this phase; null: it is a secret. */
function isPublic(
  where: string,
  row: Row,
  now: Phase,
  { editionId, winners, named, jurors }: Shown,
): boolean {
  const [table = "", column = ""] = where.split(".");
  const id = (name: string) => String(row[name]);
  if (column === "editionId" || words.has(where) || ofTheCall.test(where)) return true;
  // of the public list of deposits
  if (where === "AuditEntry.detail" && row.action === "edition.listed") return true;
  // made when they are published
  if (/^(Closing\.(root|staffHash)|Ranking\.commit)$/.test(where)) return true;
  // the other edition is that of 2014
  const phase = row.editionId && row.editionId !== editionId ? "published" : now;
  if (!hasReached(phase, "published")) return false;
  if (
    /^(Publication\.results|Implementation\.(unit|expected|measured|amountUnit)|Milestone\.title|ImplementationEntry\.content|Erratum\.(page|text|reason)|Ranking\.json|TookPartKey\.issuerSpki)$/.test(
      where,
    )
  )
    return true;
  if (
    ["Proposal.id", "AwardRule.id", "Prize.id"].includes(where) ||
    ["proposalId", "ruleId", "prizeId"].includes(column)
  )
    return true; // ranking.json names them
  if (table === "Proposal") return winners.has(id("id"));
  if (table === "ProposalFile" && (column === "sha256" || column === "bytes"))
    return winners.has(id("proposalId"));
  if (where === "User.name" || where === "User.surname")
    return named.has(id("id")) || jurors.has(id("id"));
  return false;
}

/** Every secret of the database in this phase. What also stands in a public place is none. */
export async function secretsOf(phase: Phase, shown: Shown): Promise<Secret[]> {
  const secrets: Secret[] = [];
  const known = new Set<string>();
  for (const [table, own] of byTable(await columns())) {
    for (const row of await rowsOf(table)) {
      for (const { column } of own.filter(({ kind }) => kinds.includes(kind))) {
        const where = `${table}.${column}`;
        const values = leaves(row[column]);
        if (isPublic(where, row, phase, shown))
          for (const value of values) known.add(asText(value));
        else secrets.push(...values.map((value) => ({ where, value })));
      }
    }
  }
  const distinct = new Map(
    secrets
      .filter(
        ({ value }) =>
          value.length >= 6 && !saidByProgram.test(asText(value)) && !known.has(asText(value)),
      )
      .map((secret) => [asText(secret.value), secret]),
  );
  return [...distinct.values()];
}

/** Tables without a row: there is nothing of them to find. */
export async function emptyTables(): Promise<string[]> {
  const tables = [...byTable(await columns()).keys()];
  const counts = await Promise.all(
    tables.map(
      async (table) =>
        [
          table,
          (await db().$queryRawUnsafe<{ n: bigint }[]>(`SELECT count(*) AS n FROM "${table}"`))[0]!
            .n,
        ] as const,
    ),
  );
  return counts.flatMap(([table, count]) => (count === 0n ? [table] : []));
}

/**
 * Puts something to find wherever there is nothing: a row into every empty table, words into every
 * empty text that is a secret.
 */
export async function fillUp(ids: Record<string, string>): Promise<void> {
  const all = byTable(await columns());
  const labels = await db().$queryRaw<
    { kind: string; label: string }[]
  >`SELECT t.typname AS kind, max(e.enumlabel) AS label FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 1`;
  const enums = new Map(labels.map(({ kind, label }) => [kind, label]));
  for (const table of await emptyTables()) {
    const own = all.get(table)!;
    const values = own.map(({ column, kind }) =>
      ids[column] && kind === "uuid" ? `'${ids[column]}'` : madeUp(table, column, kind, enums),
    );
    await asOwner((tx) =>
      tx.$executeRawUnsafe(
        `INSERT INTO "${table}" (${own.map(({ column }) => `"${column}"`).join()}) VALUES (${values.join()})`,
      ),
    );
  }
  for (const [table, own] of all) {
    for (const { column } of own.filter(
      ({ column: each, kind }) =>
        kind === "text" && !words.has(`${table}.${each}`) && !ofTheCall.test(`${table}.${each}`),
    )) {
      await asOwner((tx) =>
        tx.$executeRawUnsafe(
          `UPDATE "${table}" SET "${column}" = 'vuoto-${table}-${column}-' || md5(random()::text) WHERE "${column}" = ''`,
        ),
      );
    }
  }
}

function madeUp(
  table: string,
  column: string,
  kind: string,
  enums: ReadonlyMap<string, string>,
): string {
  if (kind === "text") return `'segreto-${table}-${column}-${randomUUID()}'`;
  if (kind === "uuid") return `'${randomUUID()}'`;
  if (kind === "bytea") return `'\\x${randomBytes(32).toString("hex")}'`;
  if (kind === "jsonb") return `'{"it": "segreto-${table}-${column}-${randomUUID()}"}'`;
  if (kind === "_text") return `ARRAY['segreto-${table}-${column}-${randomUUID()}']`;
  if (kind === "_uuid") return `ARRAY['${randomUUID()}'::uuid]`;
  if (kind === "bool") return "false";
  if (kind.startsWith("timestamp") || kind === "date") return "'2026-05-05'";
  if (kind.startsWith("_")) return "'{}'";
  return enums.has(kind) ? `'${enums.get(kind)}'` : "1";
}

function byTable(all: readonly Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>();
  for (const each of all) tables.set(each.table, [...(tables.get(each.table) ?? []), each]);
  return tables;
}

/** The words and bytes in a value, however deep; texts that are JSON are looked into too. */
function leaves(value: unknown): (string | Uint8Array)[] {
  if (value instanceof Uint8Array) return value.length > 0 ? [value] : [];
  if (typeof value === "string")
    return [value, ...(/^[[{]/.test(value) ? leavesOfJson(value) : [])];
  if (typeof value === "object" && value !== null && !(value instanceof Date))
    return Object.values(value).flatMap(leaves);
  return [];
}

function leavesOfJson(text: string): (string | Uint8Array)[] {
  try {
    return leaves(JSON.parse(text));
  } catch {
    return [];
  }
}

function asText(value: string | Uint8Array): string {
  return typeof value === "string" ? value : Buffer.from(value).toString("hex");
}

/**
 * Which of the secrets stand anywhere in the public text, in whatever form they may have been
 * written.
 */
export function leaksIn(text: string, secrets: readonly Secret[]): Secret[] {
  const readable = everyReading(text);
  const grams = gramsOf(readable);
  return secrets.filter(({ value }) =>
    formsOf(value).some((form) => grams.may(form) && readable.includes(form)),
  );
}

/**
 * The text, and what one reads in it after taking away escapes of JSON, HTML and addresses, and
 * after decoding base64.
 */
function everyReading(text: string): string {
  const json = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\(["\\/])/g, "$1");
  const html = json
    .replace(/&amp;/g, "&")
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">");
  const decoded = [...new Set(text.match(/[A-Za-z0-9+/_-]{24,}/g) ?? [])].map((run) =>
    Buffer.from(run, "base64").toString("utf8"),
  );
  return [text, json, html, ...decoded].join("\n");
}

/**
 * What is JSON is committed to by its hash, with a salt in it; of everything else the hash is a
 * leak too.
 */
function formsOf(value: string | Uint8Array): string[] {
  const bytes = Buffer.from(value);
  const plain =
    typeof value === "string"
      ? [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]
      : [];
  const hashed =
    typeof value === "string" && !value.startsWith("{")
      ? [createHash("sha256").update(value).digest()]
      : [];
  return [
    ...plain,
    ...[bytes, ...hashed].flatMap((each) => [
      each.toString("hex"),
      each.toString("base64").replace(/=+$/, ""),
      each.toString("base64url"),
    ]),
  ].filter((form) => form.length >= 6);
}

/**
 * Says quickly that something is not in a long text: six letters in a row that are nowhere in it.
 */
function gramsOf(text: string): { may(form: string): boolean } {
  const seen = new Uint8Array(1 << 24);
  const hash = (from: string, at: number) => {
    let sum = 0;
    for (let step = 0; step < 6; step += 1)
      sum = (Math.imul(sum, 31) + from.charCodeAt(at + step)) | 0;
    return sum & 0xffffff;
  };
  for (let at = 0; at + 6 <= text.length; at += 1) seen[hash(text, at)] = 1;
  return { may: (form) => seen[hash(form, 0)] === 1 };
}
