import * as custodian from "#app/sealing/custodian.ts";
import { checkKey } from "#app/sealing/key-check.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { serve } from "./serve.ts";

// What a custodian's browser computes, in a worker: scrypt takes seconds.

const {
  newCustodianKeys,
  keysOf,
  newPassphrase,
  decryptKeyFile,
  readTest,
  isInManifest,
  checkSeal,
  signManifest,
  signRoot,
  signRanking,
  signCustodianStatement,
  checkAndUnwrap,
} = custodian;

const acts = {
  newCustodianKeys,
  keysOf,
  newPassphrase,
  encryptKeyFile,
  decryptKeyFile,
  readTest,
  isInManifest,
  checkSeal,
  signManifest,
  signRoot,
  signRanking,
  signCustodianStatement,
  checkAndUnwrap,
  checkKey,
};

export type CustodyActs = typeof acts;

serve(acts, () => "broken");
