import { checkInclusion } from "./inclusion.ts";
import * as custodian from "./custodian.ts";
import { checkKey } from "./key-check.ts";
import { newInvite, newReceipt } from "./receipt.ts";
import * as wallet from "./wallet.ts";

// The sealing code of a browser lives in this worker: RSA and scrypt take long, and pages stay light without it.

const { openPassFile, askForPasses, receivePasses, prepareDeposit, prepareJoin, inviteKeysFor, accessKeyFor, readOwnEnvelope, keyOfOwnEnvelope, askForRefund, receiveRefund, hashOfContent } = wallet;
const { newCustodianKeys, keysOf, newPassphrase, encryptKeyFile, decryptKeyFile, readTest, isInManifest, checkSeal, signManifest, signRoot, signRanking, signStatement, checkAndUnwrap } = custodian;

const acts = {
  openPassFile, askForPasses, receivePasses, prepareDeposit, prepareJoin, inviteKeysFor, accessKeyFor, readOwnEnvelope, keyOfOwnEnvelope, askForRefund, receiveRefund, hashOfContent, newReceipt, newInvite, checkInclusion,
  newCustodianKeys, keysOf, newPassphrase, encryptKeyFile, decryptKeyFile, readTest, isInManifest, checkSeal, signManifest, signRoot, signRanking, signStatement, checkAndUnwrap, checkKey,
};

export type Acts = typeof acts;
export type Call = { id: number; act: keyof Acts; args: unknown[] };
export type Reply = { id: number; value?: unknown; error?: string };

self.addEventListener("message", async ({ data }: MessageEvent<Call>) => {
  const act = acts[data.act] as (...args: unknown[]) => unknown;
  try {
    self.postMessage({ id: data.id, value: await act(...data.args) } satisfies Reply);
  } catch (error) {
    self.postMessage({ id: data.id, error: error instanceof wallet.SealError ? error.code : "broken" } satisfies Reply);
  }
});
