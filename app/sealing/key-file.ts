import { Encrypter } from "age-encryption";

/**
 * The key file: the identity encrypted under a passphrase, as age's own command writes it.
 * `workFactor` is log2 of scrypt's N.
 */
export async function encryptKeyFile(
  identity: string,
  passphrase: string,
  workFactor = 17,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(identity);
}
