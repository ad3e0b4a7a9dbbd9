import { z } from "zod";

// The staff list as the personnel office hands it over: one line per person, recognised by the
// staff number.

/** No city's list is larger. */
export const staffFileLimit = 10 * 1024 * 1024;

export const staffColumns = [
  "staffNumber",
  "name",
  "surname",
  "email",
  "unit",
  "qualification",
  "director",
] as const;
export type StaffColumn = (typeof staffColumns)[number];

/** A file of values as read, before they mean anything; `problem` is where it stopped being one. */
export type StaffTable = {
  header: string[];
  records: { line: number; values: string[] }[];
  problem?: { line: number; remedy: string };
};

/** One person of the file. */
export type StaffRow = {
  line: number;
  staffNumber: string;
  name: string;
  surname: string;
  email: string;
  unit: string;
  qualification: string;
  director: boolean;
};

/**
 * What is wrong with a line and how to mend it: a key under i18n `invalid.*`, with parameters as
 * `key?max=3`.
 */
export type StaffProblem = { line: number; field: StaffColumn | ""; remedy: string };

/** A person the database knows already; without a staff number: from outside. */
export type KnownPerson = Omit<StaffRow, "line" | "staffNumber"> & {
  id: string;
  staffNumber: string | null;
  active: boolean;
  locale: string;
};

export type StaffField = StaffColumn | "active";
export type StaffChange = { person: KnownPerson; row: StaffRow; fields: StaffField[] };

/**
 * What an import does to the staff; `vacate` are former colleagues whose address now belongs to
 * somebody else.
 */
export type StaffDifference = {
  add: StaffRow[];
  change: StaffChange[];
  deactivate: KnownPerson[];
  vacate: KnownPerson[];
  problems: StaffProblem[];
};

const text = (min: number, max: number) =>
  z
    .string({ error: "required" })
    .trim()
    .normalize("NFC")
    .min(min, { error: "required" })
    .max(max, { error: `too-long?max=${max}` })
    .regex(/^\P{Cc}*$/u, { error: "format" });

const yesOrNo = new Map([
  ["true", true],
  ["yes", true],
  ["si", true],
  ["sì", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

/** A mail address as it is kept: in lower case. */
export const emailSchema = z
  .string({ error: "required" })
  .trim()
  .toLowerCase()
  .min(1, { error: "required" })
  .max(254, { error: "too-long?max=254" })
  .pipe(z.email({ error: "email" }));

/** A person's name or surname. */
export const nameSchema = text(1, 100);

const rowSchema = z.object({
  staffNumber: text(1, 40).regex(/^[\p{L}\p{N}._/-]+$/u, { error: "staff-number" }),
  name: nameSchema,
  surname: nameSchema,
  email: emailSchema,
  unit: text(0, 200),
  qualification: text(0, 200),
  director: z
    .string({ error: "required" })
    .trim()
    .normalize("NFC")
    .toLowerCase()
    .refine((word) => yesOrNo.has(word), { error: "yes-or-no" })
    .transform((word) => yesOrNo.get(word) === true),
});

/**
 * Every line of the list is either a person or a problem, and nobody stands in it twice; a file
 * without lines is no list.
 */
export function parseStaff({ header, records, problem }: StaffTable): {
  rows: StaffRow[];
  problems: StaffProblem[];
} {
  if (problem) return { rows: [], problems: [{ ...problem, field: "" }] };
  const columns = header.map((name) =>
    staffColumns.find((column) => column.toLowerCase() === name.trim().toLowerCase()),
  );
  const missing = staffColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return {
      rows: [],
      problems: missing.map((field) => ({ line: 1, field, remedy: "column-missing" })),
    };
  if (records.length === 0)
    return { rows: [], problems: [{ line: 2, field: "", remedy: "list-empty" }] };

  const rows: StaffRow[] = [];
  const problems: StaffProblem[] = [];
  for (const { line, values } of records) {
    const parsed =
      values.length === columns.length
        ? rowSchema.safeParse(Object.fromEntries(columns.map((column, at) => [column, values[at]])))
        : null;
    if (!parsed)
      problems.push({
        line,
        field: "",
        remedy: `column-count?found=${values.length}&wanted=${columns.length}`,
      });
    else if (parsed.success) rows.push({ line, ...parsed.data });
    else
      problems.push(
        ...firstIssuePerField(parsed.error).map(([field, remedy]) => ({ line, field, remedy })),
      );
  }
  problems.push(...repeated(rows, "staffNumber"), ...repeated(rows, "email"));
  return { rows, problems: problems.sort((a, b) => a.line - b.line) };
}

/**
 * What leads from the people known to the people of the list. Whoever is missing from the list is
 * deactivated; people from outside stay as they are, unless the list has one under the same
 * address: then that account joins the staff.
 */
export function compareStaff(
  known: readonly KnownPerson[],
  rows: readonly StaffRow[],
): StaffDifference {
  const byNumber = new Map(known.filter(isStaff).map((person) => [person.staffNumber, person]));
  const byAddress = new Map(known.map((person) => [person.email, person]));
  const listed = new Set(rows.map((row) => row.staffNumber));
  const difference: StaffDifference = {
    add: [],
    change: [],
    deactivate: [],
    vacate: [],
    problems: [],
  };

  for (const row of rows) {
    const atAddress = byAddress.get(row.email);
    const person =
      byNumber.get(row.staffNumber) ?? (atAddress && !isStaff(atAddress) ? atAddress : undefined);
    if (atAddress && atAddress !== person) {
      if (!isStaff(atAddress) && atAddress.active)
        difference.problems.push({ line: row.line, field: "email", remedy: "address-taken" });
      else if (!isStaff(atAddress) || !listed.has(atAddress.staffNumber))
        difference.vacate.push(atAddress);
    }
    const fields = person ? changedFields(person, row) : [];
    if (!person) difference.add.push(row);
    else if (fields.length > 0) difference.change.push({ person, row, fields });
  }
  difference.deactivate = known.filter(
    (person) => isStaff(person) && person.active && !listed.has(person.staffNumber),
  );
  return difference;
}

function isStaff(person: KnownPerson): person is KnownPerson & { staffNumber: string } {
  return person.staffNumber !== null;
}

function changedFields(person: KnownPerson, row: StaffRow): StaffField[] {
  const fields: StaffField[] = staffColumns.filter((column) => person[column] !== row[column]);
  return person.active ? fields : [...fields, "active"];
}

function firstIssuePerField(error: z.ZodError): [StaffColumn, string][] {
  const first = new Map<StaffColumn, string>();
  for (const issue of error.issues) {
    const field = issue.path[0] as StaffColumn;
    if (!first.has(field)) first.set(field, issue.message);
  }
  return [...first];
}

function repeated(rows: readonly StaffRow[], field: "staffNumber" | "email"): StaffProblem[] {
  const firstLine = new Map<string, number>();
  const problems: StaffProblem[] = [];
  for (const row of rows) {
    const line = firstLine.get(row[field]);
    if (line === undefined) firstLine.set(row[field], row.line);
    else problems.push({ line: row.line, field, remedy: `same-as-line?line=${line}` });
  }
  return problems;
}
