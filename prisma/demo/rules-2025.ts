import type { EntryContent } from "#app/domain/implementation/implementation.ts";
import { demoAwards } from "./rules.ts";

// What the published edition of the demonstration says and what became of it, as far as it is
// words.

type Both = { it: string; en: string };
const both = (it: string, en: string): Both => ({ it, en });

const [first, further, mention] = demoAwards;

/** Fewer prizes than the larger editions, and one that the employees give. */
export const awards2025 = [
  first,
  { ...further, name: both("Terzo posto", "Third place"), places: 1 },
  { ...mention, places: 1 },
  { kind: "CHOICE", name: both("Premio dei dipendenti", "Employees’ choice"), places: 1, prize: 2 },
] as const;

/** Why the jury mentions what it mentions. */
export const mentionReason = "La giuria ne segnala la cura per chi legge con fatica.";

export const erratum2025 = {
  text: both("I costi sono 21.000 euro e non 12.000.", "The costs are 21,000 euro, not 12,000."),
  reason: both(
    "Una cifra è stata scritta al contrario.",
    "Two digits were written in the wrong order.",
  ),
};

type Status = Extract<EntryContent, { kind: "status" }>["status"];

/**
 * A step of the story of a winner, so many days ago; milestones with the days from today on which
 * they are due.
 */
export type Told = { daysAgo: number } & (
  | { unit: string }
  | { status: Status; reason?: Both }
  | { milestone: Both; dueIn: number }
  | { reached: Both; dueIn: number }
  | {
      expected: Both;
      expectedAmount: number;
      measured?: Both;
      measuredAmount?: number;
      amountUnit?: Both;
    }
  | { note: Both }
);

const agenda = {
  three: both("Tre sportelli in una sola agenda", "Three desks in one diary"),
  all: both("Tutti gli sportelli", "All desks"),
};
const tools = {
  shelf: both("Aperto il primo scaffale", "First shelf open"),
  second: both("Secondo scaffale", "Second shelf"),
};
const saved = {
  expected: both(
    "Appuntamenti che non vanno più a vuoto.",
    "Appointments that are no longer missed.",
  ),
  expectedAmount: 9000,
  amountUnit: both("appuntamenti l’anno", "appointments a year"),
};

/**
 * By place in the ranking: one is done, one under way, one studied; of the others nothing is said
 * yet.
 */
export const stories2025: readonly (readonly Told[])[] = [
  [
    { daysAgo: 185, unit: "Sistemi informativi" },
    { daysAgo: 180, status: "STUDY" },
    { daysAgo: 180, ...saved },
    { daysAgo: 160, status: "UNDER_WAY" },
    { daysAgo: 160, milestone: agenda.three, dueIn: -90 },
    { daysAgo: 160, milestone: agenda.all, dueIn: -30 },
    { daysAgo: 95, reached: agenda.three, dueIn: -90 },
    {
      daysAgo: 94,
      note: both(
        "Nel primo mese gli appuntamenti a vuoto sono scesi da uno su cinque a uno su nove.",
        "In the first month missed appointments fell from one in five to one in nine.",
      ),
    },
    { daysAgo: 32, reached: agenda.all, dueIn: -30 },
    {
      daysAgo: 12,
      ...saved,
      measured: both("Contati su sei mesi.", "Counted over six months."),
      measuredAmount: 7400,
    },
    { daysAgo: 12, status: "DONE" },
  ],
  [
    { daysAgo: 184, unit: "Biblioteche civiche" },
    { daysAgo: 150, status: "UNDER_WAY" },
    { daysAgo: 150, milestone: tools.shelf, dueIn: -40 },
    { daysAgo: 150, milestone: tools.second, dueIn: 45 },
    { daysAgo: 41, reached: tools.shelf, dueIn: -40 },
    {
      daysAgo: 20,
      note: both(
        "Trecento prestiti in tre settimane: il più chiesto è l’avvitatore.",
        "Three hundred loans in three weeks: the screwdriver is asked for most.",
      ),
    },
  ],
  [
    { daysAgo: 183, unit: "Patrimonio" },
    {
      daysAgo: 140,
      status: "STUDY",
      reason: both("Si provano gli orari in due sedi.", "Hours are tried in two buildings."),
    },
  ],
];
