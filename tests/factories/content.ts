import type { Content } from "#app/domain/proposal/content.ts";

/** A complete proposal. */
export function content(overrides: Partial<Content> = {}): Content {
  return {
    locale: "it",
    title: "Meno carta negli uffici",
    summary: "Stampare meno.",
    problem: "Si stampa troppo.",
    solution: "Si firma in digitale.",
    beneficiaries: "Tutti",
    benefit: "Meno spesa",
    resource: "",
    horizon: "short",
    staff: "",
    cost: "",
    sustainability: "",
    categories: ["environment"],
    goals: [12],
    ...overrides,
  };
}
