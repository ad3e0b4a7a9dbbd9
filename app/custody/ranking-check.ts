import { countFaults } from "#app/domain/vote/employees-vote.ts";
import { composeContent } from "#app/domain/ranking/content.ts";
import {
  factsIn,
  openingLists,
  type RankingFile,
  rankingFileSchema,
} from "#app/domain/ranking/file.ts";
import { canonical, fromBase64, toHex } from "#app/sealing/bytes.ts";
import { manifestHash, parseManifest } from "#app/sealing/manifest.ts";

// The ranking is computed again, from the sheets and rules in ranking.json, before a custodian
// signs it (sealing.md §9).

/**
 * What the custodian has checked before: the manifest, the root (base64url) and the leaves behind
 * it.
 */
export type SealedFacts = {
  editionId: string;
  manifest: string;
  root: string;
  leaves: readonly { publicNo: number; envelopeHashes: readonly string[] }[];
};

/**
 * A part of ranking.json that is not what it must be; the numbers of the proposals it concerns,
 * where it concerns some.
 */
export type RankingFault = {
  part:
    | "unreadable"
    | "edition"
    | "proposals"
    | "excluded"
    | "sheets"
    | "setAside"
    | "notApplied"
    | "order"
    | "ties"
    | "shared"
    | "votes"
    | "unranked"
    | "shortlist"
    | "overrides"
    | "vote"
    | "awards"
    | "openList"
    | "reserves"
    | "envelopes"
    | "rules";
  numbers: number[];
};

/**
 * The ranking in this text, and all that is wrong with it; `file` is null when it cannot be read.
 */
export function checkRanking(
  json: string,
  sealed: SealedFacts,
): { file: RankingFile | null; faults: RankingFault[] } {
  const file = parsed(json);
  if (!file || file.rules.criteria.length === 0)
    return { file: null, faults: [{ part: "unreadable", numbers: [] }] };
  return {
    file,
    faults: [
      ...identityFaults(file, sealed),
      ...missing(file, sealed),
      ...voteFaults(file, sealed),
      ...differences(file, parseManifest(sealed.manifest).reserveDepth),
      ...envelopeFaults(file, sealed),
    ],
  };
}

/**
 * Null for what is no ranking.json, or not in its canonical form: then the hash would not be of
 * what was checked.
 */
function parsed(json: string): RankingFile | null {
  try {
    const file = rankingFileSchema.parse(JSON.parse(json));
    return canonical(file) === json ? file : null;
  } catch {
    return null;
  }
}

function identityFaults(
  file: RankingFile,
  { editionId, manifest, root }: SealedFacts,
): RankingFault[] {
  const own =
    file.edition === editionId &&
    file.manifestHash === toHex(manifestHash(manifest)) &&
    file.root === toHex(fromBase64(root));
  return own ? [] : [{ part: "edition", numbers: [] }];
}

/** Every sealed proposal is ranked or excluded, once. */
function missing({ proposals, excluded }: RankingFile, { leaves }: SealedFacts): RankingFault[] {
  const there = [...proposals.map(({ publicNo }) => publicNo), ...excluded].sort((a, b) => a - b);
  const sealed = leaves.map(({ publicNo }) => publicNo).sort((a, b) => a - b);
  const numbers = [
    ...there.filter((no, at) => !sealed.includes(no) || there.indexOf(no) !== at),
    ...sealed.filter((no) => !there.includes(no)),
  ];
  return numbers.length === 0 ? [] : [{ part: "proposals", numbers }];
}

/**
 * Votes are counted where the manifest names a key for them, and nowhere else; never more than
 * there were tokens.
 */
function voteFaults(
  { vote, proposals, rules }: RankingFile,
  { manifest }: SealedFacts,
): RankingFault[] {
  const expected = parseManifest(manifest).voteIssuerSpki !== undefined;
  if (expected !== (vote !== undefined) || expected !== (rules.voteTie !== undefined))
    return [{ part: "vote", numbers: [] }];
  const wrong = vote
    ? countFaults(
        vote,
        proposals.map(({ publicNo }) => publicNo),
      )
    : [];
  return wrong.length === 0 ? [] : [{ part: "vote", numbers: wrong.filter((no) => no > 0) }];
}

/** The parts that do not come out the same when the ranking is computed again. */
function differences(file: RankingFile, reserveDepth: number): RankingFault[] {
  const content = composeContent(factsIn(file), (code) => code);
  const lists = openingLists(content, reserveDepth, (publicNo) => envelopesOf(file, publicNo));
  const again = { ...content, ...lists };
  return (Object.keys(again) as (keyof typeof again)[]).flatMap((part) =>
    canonical(again[part]) === canonical(file[part] ?? null)
      ? []
      : [{ part, numbers: numbersIn(again[part], file[part]) }],
  );
}

function envelopesOf({ openList, reserves }: RankingFile, publicNo: number): string[] {
  return [...openList, ...reserves]
    .filter((entry) => entry.publicNo === publicNo)
    .map(({ envelopeId }) => envelopeId);
}

/**
 * A proposal on one of the lists has all its envelopes there, no envelope twice, and a team is as
 * large as it was sealed.
 */
function envelopeFaults(file: RankingFile, { leaves }: SealedFacts): RankingFault[] {
  const listed = [...file.openList, ...file.reserves];
  const sealedIn = (publicNo: number) =>
    leaves.find((leaf) => leaf.publicNo === publicNo)?.envelopeHashes.length;
  const miscounted = file.proposals
    .filter(({ publicNo, members }) => members !== undefined && sealedIn(publicNo) !== members)
    .map(({ publicNo }) => publicNo);
  const numbers = [
    ...new Set([
      ...miscounted,
      ...listed
        .map(({ publicNo }) => publicNo)
        .filter((publicNo) => sealedIn(publicNo) !== envelopesOf(file, publicNo).length),
    ]),
  ];
  const twice = new Set(listed.map(({ envelopeId }) => envelopeId)).size !== listed.length;
  return numbers.length === 0 && !twice ? [] : [{ part: "envelopes", numbers }];
}

/** The proposals named where two lists differ. */
function numbersIn(a: unknown, b: unknown): number[] {
  if (!Array.isArray(a) || !Array.isArray(b)) return [];
  const differ = [
    ...a.filter((each, at) => canonical(each) !== canonical(b[at] ?? null)),
    ...b.filter((each, at) => canonical(each) !== canonical(a[at] ?? null)),
  ];
  return [...new Set(differ.flatMap(numbersOf))].sort((x, y) => x - y);
}

function numbersOf(entry: unknown): number[] {
  if (typeof entry === "number") return [entry];
  if (typeof entry !== "object" || entry === null) return [];
  if ("publicNo" in entry && typeof entry.publicNo === "number") return [entry.publicNo];
  return "publicNos" in entry && Array.isArray(entry.publicNos)
    ? entry.publicNos.filter((no) => typeof no === "number")
    : [];
}
