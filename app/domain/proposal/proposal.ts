// What a proposal says. The fields and their limits are one table: form, server and review page
// read it.

/** A field's words: `soft` is advised, `hard` is the limit; both are counted by countWords. */
export type WordLimit = { soft: number; hard: number; required: boolean };

export const textFields = {
  title: { soft: 12, hard: 20, required: true },
  summary: { soft: 60, hard: 90, required: true },
  problem: { soft: 200, hard: 400, required: true },
  solution: { soft: 300, hard: 600, required: true },
  beneficiaries: { soft: 60, hard: 120, required: true },
  benefit: { soft: 100, hard: 200, required: true },
  resource: { soft: 60, hard: 120, required: false },
  staff: { soft: 60, hard: 120, required: false },
  cost: { soft: 60, hard: 120, required: false },
  sustainability: { soft: 80, hard: 160, required: false },
} as const satisfies Record<string, WordLimit>;

export type TextField = keyof typeof textFields;
export const textFieldNames = Object.keys(textFields) as TextField[];

/** Fields that take Markdown; the others are plain. */
export const markdownFields: readonly TextField[] = ["problem", "solution"];

/** The steps of the form and the fields on each. */
export const steps = {
  idea: ["title", "summary", "problem", "solution"],
  benefit: ["beneficiaries", "benefit", "resource"],
  feasibility: ["horizon", "staff", "cost", "sustainability"],
  category: ["categories", "goals"],
} as const;
export type FormStep = keyof typeof steps;

export const horizons = ["short", "medium"] as const;
export const goalNumbers = Array.from({ length: 17 }, (_, i) => i + 1);

/** An unfinished proposal, as the browser keeps it: every field may be missing, none is checked. */
export type Draft = Partial<Record<TextField, string | undefined>> & {
  horizon?: string | undefined;
  categories?: string[] | undefined;
  goals?: number[] | undefined;
};
