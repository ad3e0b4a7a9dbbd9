import { asJurorsRead, type Passage } from "#app/domain/screening/hidden-passage.ts";
import type { TextField } from "#app/domain/proposal/proposal.ts";

/** To be read of a proposal together with any of its words that a juror is to see. */
export const hiddenFields = {
  hidden: { select: { field: true, start: true, end: true } },
} as const;

type Row = Partial<Record<TextField, string | undefined>> & { locale: string; hidden: Passage[] };

/** What a juror may read of a proposal's words: the one way by which they reach a juror. */
export function forJurors<R extends Row>({ hidden, ...words }: R): Omit<R, "hidden"> {
  return asJurorsRead(words, hidden);
}
