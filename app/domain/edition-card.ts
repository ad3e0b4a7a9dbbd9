import type { Phase } from "./edition.ts";

/** What a visitor sees of an edition in a few words. Instants are ISO text. */
export type EditionCard = {
  code: string;
  name: string;
  summary: string;
  phase: Phase;
  /** deposits are taken at this moment */
  takesDeposits: boolean;
  hasResults: boolean;
  /** its people and proposals are made up, to show the product */
  invented: boolean;
  opensAt: string | null;
  closesAt: string | null;
  timeZone: string;
};

export type SponsorView = { name: string; url: string; tier: string; description: string; prizes: { name: string; quantity: number; valueCents: number | null; conditions: string }[] };
