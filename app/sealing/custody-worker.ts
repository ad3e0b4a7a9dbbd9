import * as custodian from "./custodian.ts";
import { checkKey } from "./key-check.ts";
import { encryptKeyFile } from "./key-file.ts";
import { serve } from "./serve.ts";

// What a custodian's browser computes, in a worker: scrypt takes seconds.

const { newCustodianKeys, keysOf, newPassphrase, decryptKeyFile, readTest, isInManifest, checkSeal, signManifest, signRoot, signRanking, signStatement, checkAndUnwrap } = custodian;

const acts = { newCustodianKeys, keysOf, newPassphrase, encryptKeyFile, decryptKeyFile, readTest, isInManifest, checkSeal, signManifest, signRoot, signRanking, signStatement, checkAndUnwrap, checkKey };

export type CustodyActs = typeof acts;

serve(acts, () => "broken");
