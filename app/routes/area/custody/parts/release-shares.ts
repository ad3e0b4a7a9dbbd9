import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import type { CeremonyFault } from "#app/sealing/custodian.ts";
import { post } from "./post.ts";

/**
 * What came of a release: faults found here (nothing left this browser), a refusal by the server,
 * or shares given.
 */
export type Released = {
  faults: CeremonyFault[];
  unreadable: number;
  foreign: number;
  refusal?: Refusal | undefined;
};

/**
 * Fetches what is to be opened, checks all of it, and only then hands over this custodian's shares.
 */
export async function releaseShares(identity: string, base: string): Promise<Released> {
  const response = await fetch(`${base}/ceremony`).catch(() => null);
  if (!response?.ok) return { faults: [], unreadable: 0, foreign: 0, refusal: { code: "busy" } };
  const { faults, shares, unreadable, foreign } = await sealing.checkAndUnwrap(
    identity,
    await response.json(),
  );
  if (faults.length > 0) return { faults, unreadable, foreign };
  const { refusal } = await post(`${base}/shares`, { shares });
  return { faults, unreadable, foreign, refusal };
}
