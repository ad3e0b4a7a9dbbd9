import type { MinutesFacts, ShownMinutes } from "./minutes.ts";
import { isExact } from "#app/domain/ranking/method.ts";

// What of the minutes is shown to whom. What a reader is kept from is counted, never said.

/**
 * The minutes for one reader: `withheld` items are kept back; `ranking` is null where the others'
 * scores would tell of them.
 */
export type SeenMinutes = { facts: ShownMinutes; withheld: number };

/**
 * The minutes without these proposals: no item, note, vote, score, rank, nor what was corrected
 * there. The others keep their order and are ranked among themselves, so that no gap tells
 * anything; where the method adjusts to jurors, every score follows from every sheet, and there is
 * no ranking.
 */
export function seenMinutes(facts: MinutesFacts, hidden: ReadonlySet<number>): SeenMinutes {
  const { salt: _salt, ...told } = facts;
  if (hidden.size === 0) return { facts: told, withheld: 0 };
  const shown = <T extends { no: number | null }>(rows: readonly T[]) =>
    rows.filter(({ no }) => no === null || !hidden.has(no));
  return {
    facts: {
      ...told,
      items: shown(facts.items),
      votes: renumbered(shown(facts.votes)),
      ties: facts.ties.filter(({ positions }) => positions.every(({ no }) => !hidden.has(no))),
      corrections: shown(facts.corrections),
      ranking: isExact(facts.ranking.method) ? amongThemselves(facts.ranking, hidden) : null,
    },
    withheld: facts.items.filter(({ no }) => hidden.has(no)).length,
  };
}

/** Numbers without gaps: a vote that is kept back is not to be seen by its number. */
function renumbered(votes: MinutesFacts["votes"]): MinutesFacts["votes"] {
  const place = new Map(votes.map(({ number }, at) => [number, at + 1]));
  return votes.map((vote) => ({
    ...vote,
    number: place.get(vote.number)!,
    replaces: vote.replaces === null ? null : (place.get(vote.replaces) ?? null),
  }));
}

function amongThemselves(
  { rows, unranked, ...ranking }: MinutesFacts["ranking"],
  hidden: ReadonlySet<number>,
): MinutesFacts["ranking"] {
  const left = rows.filter(({ no }) => !hidden.has(no));
  return {
    ...ranking,
    rows: left.map((row) => ({
      ...row,
      rank: 1 + left.filter(({ rank }) => rank < row.rank).length,
    })),
    unranked: unranked.filter((no) => !hidden.has(no)),
  };
}

/**
 * The extract that is published: numbers without words. Of proposals that are not among those
 * published, by their rank in the end or as winners, there is nothing, whatever their rank was in
 * this meeting; of the others no title, note, reason or name of who left or voted how; they are
 * counted as withheld.
 */
export function publicExtract(facts: MinutesFacts, published: ReadonlySet<number>): SeenMinutes {
  const beyond = new Set(
    [
      ...facts.ranking.rows.map(({ no }) => no),
      ...facts.ranking.unranked,
      ...facts.items.map(({ no }) => no),
    ].filter((no) => !published.has(no)),
  );
  const { facts: seen, withheld } = seenMinutes(facts, beyond);
  const { ranking } = facts;
  const places = ranking.rows.filter(({ no }) => !beyond.has(no));
  return {
    withheld,
    facts: {
      ...seen,
      items: seen.items.map((item) => ({
        ...item,
        title: "",
        note: "",
        left: [],
        revisions: item.revisions.map((revision) => ({ ...revision, reason: "" })),
      })),
      votes: seen.votes.map((vote) => ({ ...vote, byName: [], reason: "" })),
      ties: seen.ties.map((tie) => ({ ...tie, reason: "" })),
      ranking: { ...ranking, rows: places, unranked: [] },
      remarks: [],
      corrections: [],
    },
  };
}
