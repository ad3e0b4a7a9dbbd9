import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { keyEncryptionKey } from "./env.server.ts";

// The two server keys of an edition: RSA-2048 for blind signatures only (RFC 9474 forbids any other
// use) and Ed25519 for certificates and deposit receipts. The private halves rest under APP_KEK and
// are erased at closing.

export type NewEditionKeys = {
  issuerSpki: Uint8Array<ArrayBuffer>;
  issuerPrivate: Uint8Array<ArrayBuffer>;
  certPublicKey: Uint8Array<ArrayBuffer>;
  certPrivate: Uint8Array<ArrayBuffer>;
};

/** Makes an edition's keys; private ones come wrapped. Takes a few tenths of a second. */
export function newEditionKeys(): NewEditionKeys {
  const issuer = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const cert = generateKeyPairSync("ed25519");
  return {
    issuerSpki: own(issuer.publicKey.export({ type: "spki", format: "der" })),
    issuerPrivate: wrap(issuer.privateKey),
    certPublicKey: own(cert.publicKey.export({ type: "spki", format: "der" }).subarray(-32)),
    certPrivate: wrap(cert.privateKey),
  };
}

/**
 * An issuer of its own, for an edition's 'took part' tokens or for its vote: RSA-2048, for these
 * blind signatures only.
 */
export function newTokenKey(): Pick<NewEditionKeys, "issuerSpki" | "issuerPrivate"> {
  const issuer = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    issuerSpki: own(issuer.publicKey.export({ type: "spki", format: "der" })),
    issuerPrivate: wrap(issuer.privateKey),
  };
}

/** An Ed25519 key to sign certificates with; the private half comes wrapped. */
export function newCertificateKey(): {
  publicKey: Uint8Array<ArrayBuffer>;
  privateKey: Uint8Array<ArrayBuffer>;
} {
  const key = generateKeyPairSync("ed25519");
  return {
    publicKey: own(key.publicKey.export({ type: "spki", format: "der" }).subarray(-32)),
    privateKey: wrap(key.privateKey),
  };
}

/**
 * RFC 9474 BlindSign: the raw RSA operation on a blinded message, checked by s^e = m before it is
 * given away (§4.3). Throws a RangeError when the message is not one for this key.
 */
export function blindSign(wrappedPrivate: Uint8Array, blinded: Uint8Array): Uint8Array {
  const key = unwrap(wrappedPrivate);
  if (blinded.length * 8 !== key.asymmetricKeyDetails?.modulusLength)
    throw new RangeError("not a blinded message");
  const raw = { padding: constants.RSA_NO_PADDING };
  let signature: Buffer;
  try {
    signature = privateDecrypt({ key, ...raw }, blinded);
  } catch {
    throw new RangeError("not a blinded message");
  }
  if (!publicEncrypt({ key: createPublicKey(key), ...raw }, signature).equals(blinded))
    throw new Error("blind signature check failed");
  return signature;
}

/**
 * True when a pass's signature is the issuer's: RSASSA-PSS, SHA-384, salt of 48 bytes (RFC 9474
 * §5).
 */
export function verifiesPass(
  issuerSpki: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = createPublicKey({ key: Buffer.from(issuerSpki), format: "der", type: "spki" });
  return verify(
    "sha384",
    message,
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 },
    signature,
  );
}

/** Signs with the edition's Ed25519 key. */
export function signServerStatement(wrappedPrivate: Uint8Array, statement: Uint8Array): Uint8Array {
  return sign(null, statement, unwrap(wrappedPrivate));
}

function wrap(key: KeyObject): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyEncryptionKey(), iv);
  const body = Buffer.concat([
    cipher.update(key.export({ type: "pkcs8", format: "der" })),
    cipher.final(),
  ]);
  return own(Buffer.concat([iv, cipher.getAuthTag(), body]));
}

/** True when a wrapped key was wrapped under this server's APP_KEK. */
export function canUnwrap(wrapped: Uint8Array): boolean {
  try {
    return unwrap(wrapped).type === "private";
  } catch {
    return false;
  }
}

function unwrap(wrapped: Uint8Array): KeyObject {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv("aes-256-gcm", keyEncryptionKey(), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  const der = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** A copy with memory of its own: Prisma's Bytes do not take slices of Node's shared pool. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
