import { z } from "zod";
import type { RankingFile } from "#app/domain/ranking/file.ts";
import type { CeremonyFault, Seal } from "#app/sealing/custodian.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import { checkRanking, type RankingFault } from "./ranking-check.ts";
import { type ChainEvidence, chainSchema, checkSheets, type SheetFault } from "./sheet-check.ts";

// Everything that is checked before a custodian signs the ranking, in the order in which it is
// believed: first what their own key signed, then what follows from it.

/** What the server gives for it; bytes in base64url. */
export type Evidence = { seal: Seal; ranking: string; chain: ChainEvidence };

/**
 * Faults by what was checked; with any, the ranking is not to be signed. `file` is the ranking as
 * it was checked.
 */
export type Checked = {
  seal: CeremonyFault[];
  ranking: RankingFault[];
  sheets: SheetFault[];
  file: RankingFile | null;
  json: string;
  root: string;
};

const evidenceSchema = z.object({ seal: z.unknown(), ranking: z.string(), chain: chainSchema });
const leavesSchema = z.object({
  editionId: z.string(),
  manifest: z.string(),
  root: z.string(),
  leaves: z.array(z.object({ publicNo: z.int(), envelopeHashes: z.array(z.string()) })),
});

/**
 * Checks the evidence against these heads of the chain; `checkSeal` is the check by the custodian's
 * own key, which runs where the key is.
 */
export async function checkEvidence(
  given: unknown,
  heads: readonly ChainHead[],
  checkSeal: (seal: unknown) => Promise<CeremonyFault[]>,
): Promise<Checked> {
  const evidence = evidenceSchema.safeParse(given).data;
  const sealed = leavesSchema.safeParse(evidence?.seal).data;
  if (!evidence || !sealed)
    return { seal: ["unreadable"], ranking: [], sheets: [], file: null, json: "", root: "" };
  const seal = await checkSeal(evidence.seal);
  if (seal.length > 0)
    return { seal, ranking: [], sheets: [], file: null, json: evidence.ranking, root: sealed.root };
  const { file, faults } = checkRanking(evidence.ranking, sealed);
  const sheets = file ? checkSheets(sealed.editionId, file, evidence.chain, heads) : [];
  return { seal, ranking: faults, sheets, file, json: evidence.ranking, root: sealed.root };
}

/** True when nothing stands against signing. */
export function mayBeSigned({ seal, ranking, sheets, file }: Checked): boolean {
  return file !== null && seal.length === 0 && ranking.length === 0 && sheets.length === 0;
}
