import {
  blankEvidence,
  checkDepositEvidence,
  evidenceFault,
  evidenceIn,
  keptEvidence,
} from "#app/sealing/deposit-evidence.ts";
import { checkInclusion } from "#app/sealing/inclusion.ts";
import { fingerprintOf } from "#app/sealing/manifest.ts";
import { newInvite, newReceipt } from "#app/sealing/receipt.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { serve } from "./serve.ts";
import * as wallet from "#app/sealing/wallet.ts";

// What a proposer's browser computes, in a worker: RSA takes long, and pages stay light without it.
// Custodians have one of their own (custody-worker.ts).

const {
  openPassFile,
  askForPasses,
  receivePasses,
  prepareDeposit,
  prepareJoin,
  inviteKeysFor,
  accessKeyFor,
  readOwnEnvelope,
  keyOfOwnEnvelope,
  askForRefund,
  receiveRefund,
  hashOfContent,
  askForTookPart,
  receiveTookPart,
  askForVote,
  receiveVote,
} = wallet;

const acts = {
  openPassFile,
  askForPasses,
  receivePasses,
  prepareDeposit,
  prepareJoin,
  inviteKeysFor,
  accessKeyFor,
  readOwnEnvelope,
  keyOfOwnEnvelope,
  askForRefund,
  receiveRefund,
  hashOfContent,
  askForTookPart,
  receiveTookPart,
  askForVote,
  receiveVote,
  newReceipt,
  newInvite,
  checkInclusion,
  encryptKeyFile,
  fingerprintOf,
  checkEvidence: checkDepositEvidence,
  evidenceFault,
  keptEvidence,
  evidenceIn,
  blankEvidence,
};

export type Acts = typeof acts;

serve(acts, (error) => (error instanceof wallet.SealError ? error.code : "broken"));
