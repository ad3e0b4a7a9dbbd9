import type { StaffDifference, StaffField, StaffProblem } from "#app/domain/people/staff.ts";

const shown = 200;

export type StaffPerson = {
  staffNumber: string;
  name: string;
  surname: string;
  email: string;
  unit: string;
  fields: StaffField[];
};
export type StaffPreview = {
  fingerprint: string;
  counts: { added: number; changed: number; deactivated: number; unchanged: number };
  add: StaffPerson[];
  change: StaffPerson[];
  deactivate: StaffPerson[];
};

type Rehearsal = {
  difference: StaffDifference;
  counts: StaffPreview["counts"];
  fingerprint: string;
};
type Person = Omit<StaffPerson, "fields" | "staffNumber"> & { staffNumber: string | null };

/** As much of a rehearsal as a page can show. */
export function previewOf({ difference, counts, fingerprint }: Rehearsal): StaffPreview {
  return {
    fingerprint,
    counts,
    add: difference.add.slice(0, shown).map((row) => line(row, [])),
    change: difference.change.slice(0, shown).map(({ row, fields }) => line(row, fields)),
    deactivate: difference.deactivate.slice(0, shown).map((person) => line(person, [])),
  };
}

/** As many of the problems as a page can show, and how many there are. */
export function problemsOf(problems: StaffProblem[]): { problems: StaffProblem[]; count: number } {
  return { problems: problems.slice(0, shown), count: problems.length };
}

function line(
  { staffNumber, name, surname, email, unit }: Person,
  fields: StaffField[],
): StaffPerson {
  return { staffNumber: staffNumber ?? "", name, surname, email, unit, fields };
}
