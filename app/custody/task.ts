import { z } from "zod";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import {
  checkAndUnwrap,
  checkSeal,
  type Signed,
  signRanking,
  type Unwrapped,
} from "#app/sealing/custodian.ts";
import { checkKey, type KeyHealth } from "#app/sealing/key-check.ts";
import { type Checked, checkEvidence, mayBeSigned } from "./evidence.ts";

// What a custodian can do without any script of the server's: the server gives a task as a file, a
// page or command that the custodian got elsewhere works on it with the key, and the answer goes
// back as a file (sealing.md §1, §10).

/**
 * What the server gives: all that waits for the key of one custodian; each part is checked where it
 * is worked on.
 */
export const taskSchema = z.object({
  v: z.literal(1),
  editionId: z.uuid(),
  /** the edition's code, for people */
  edition: z.string(),
  /** for the health check, while keys are cared for */
  sample: z.unknown(),
  /** for the signature on the ranking, once it is frozen */
  evidence: z.unknown(),
  /** for the release of shares, once the opening has begun */
  ceremony: z.unknown(),
});
export type CustodyTask = z.infer<typeof taskSchema>;

/**
 * What goes back; a part is there when it was asked for and nothing stood against it. Bytes in
 * base64url.
 */
export type TaskAnswer = {
  v: 1;
  editionId: string;
  check?: KeyHealth;
  ranking?: Signed;
  shares?: Unwrapped["shares"];
};

/**
 * What was found out about a task, and nothing of it signed or given yet; null for what is not in
 * the task.
 */
export type Worked = {
  health: KeyHealth | null;
  checked: Checked | null;
  unwrapped: Unwrapped | null;
};

/**
 * Checks everything in a task with a key and the heads of the chain seen before. Throws a ZodError
 * on what is no task.
 */
export async function workOn(
  identity: string,
  task: CustodyTask,
  heads: readonly ChainHead[],
): Promise<Worked> {
  const { sample, evidence, ceremony } = task;
  return {
    health: sample ? await checkKey(identity, sample) : null,
    checked: evidence
      ? await checkEvidence(evidence, heads, (seal) => checkSeal(identity, seal))
      : null,
    unwrapped: ceremony ? await checkAndUnwrap(identity, ceremony) : null,
  };
}

/**
 * The answer to a task; the ranking is signed only with `sign`, and only when nothing stands
 * against it.
 */
export function answerTo(
  identity: string,
  { editionId }: CustodyTask,
  worked: Worked,
  { sign }: { sign: boolean },
): TaskAnswer {
  const { health, checked, unwrapped } = worked;
  const signs = sign && checked !== null && mayBeSigned(checked);
  const gives = unwrapped !== null && unwrapped.faults.length === 0;
  return {
    v: 1,
    editionId,
    ...(health ? { check: health } : {}),
    ...(signs ? { ranking: signRanking(identity, editionId, checked.root, checked.json) } : {}),
    ...(gives ? { shares: unwrapped.shares } : {}),
  };
}
