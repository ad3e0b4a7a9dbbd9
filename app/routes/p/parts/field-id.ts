/** The two forms that may be on the page at once: a new proposal, and a change of one. */
export type ProposalForm = "field" | "change";

/** The id of a field in one of them. */
export const fieldId = (form: ProposalForm, field: string) => `${form}-${field}`;

/** Puts the cursor into it. */
export function focusField(form: ProposalForm, field: string): void {
  document.getElementById(fieldId(form, field))?.focus();
}
