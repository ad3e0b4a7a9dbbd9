import type { OwnProposal } from "#app/deposit/responses.ts";
import type { EditionChoice } from "./edition-choice.ts";

/** One's own proposal, found with a receipt. */
export type Found = {
  receipt: string;
  accessKey: string;
  edition: EditionChoice;
  own: OwnProposal;
};
