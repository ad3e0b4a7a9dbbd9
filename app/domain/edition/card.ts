import type { Countdown } from "./countdown.ts";
import type { Phase } from "#app/domain/phase.ts";
import type { LogoKind } from "#app/domain/city/logo.ts";

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
  /** until it opens, or until nothing can be handed in any more */
  left: Countdown | null;
  /** where its pages stand, when that is not their public address: in the organisers' preview */
  base?: string;
};

export type SponsorView = {
  name: string;
  url: string;
  tier: string;
  description: string;
  logo: LogoView | null;
  prizes: {
    name: string;
    quantity: number;
    valueCents: number | null;
    conditions: string;
    validUntil: string | null;
  }[];
};

/** A logo in a page's language; width and height in pixels. */
export type LogoView = {
  sha256: string;
  kind: LogoKind;
  width: number;
  height: number;
  alt: string;
};

/** Which phase a visitor should see first: those in which one can act, then the most advanced. */
export const visitorsOrder: Phase[] = [
  "open",
  "announced",
  "opening",
  "frozen",
  "deliberation",
  "scoring",
  "screening",
  "published",
  "archived",
];
