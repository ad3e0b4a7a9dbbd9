import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { now } from "#app/platform/clock.server.ts";
import { origin } from "#app/platform/env.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";

// Passkeys (W3C WebAuthn) for the host of APP_ORIGIN. A challenge is the keyed hash of the session,
// of what it is for and of the five minutes it was given in: it is kept nowhere, and means nothing
// in another session.

/** A passkey as it is kept; `counter` is what the device said last, 0 where it counts nothing. */
export type Passkey = {
  id: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
};

type Made = Parameters<typeof verifyRegistrationResponse>[0]["response"];
type Used = Parameters<typeof verifyAuthenticationResponse>[0]["response"];

const host = () => new URL(origin()).hostname;
const slot = (back = 0) => Math.floor(now().getTime() / 300_000) - back;
const challengeOf = (sessionId: string, use: "new" | "use", at: number) =>
  keyedHash("innova.to/passkey-challenge/v1", `${sessionId}|${use}|${at}`);

/**
 * True for a challenge, base64url, that this session was given for `use` within the last five to
 * ten minutes.
 */
function isFresh(sessionId: string, use: "new" | "use") {
  const given = [slot(), slot(1)].map((at) =>
    Buffer.from(challengeOf(sessionId, use, at)).toString("base64url"),
  );
  return (challenge: string) => given.includes(challenge);
}

/** What a browser is told to make a passkey with; devices that have one of `own` make no second. */
export async function optionsForNew(
  sessionId: string,
  user: { id: string; email: string; name: string },
  own: Passkey[],
) {
  return generateRegistrationOptions({
    rpName: "Innova.TO",
    rpID: host(),
    // devices keep it, and learn no number of ours
    userID: new Uint8Array(keyedHash("innova.to/passkey-user/v1", user.id)),
    userName: user.email,
    userDisplayName: user.name,
    challenge: challengeOf(sessionId, "new", slot()),
    excludeCredentials: own.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
}

/** The passkey that was made; null when it is not one for this session and this host. */
export async function passkeyMade(sessionId: string, response: Made): Promise<Passkey | null> {
  const expected = {
    expectedChallenge: isFresh(sessionId, "new"),
    expectedOrigin: origin(),
    expectedRPID: host(),
  };
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    ...expected,
    requireUserVerification: false,
  }).catch(() => ({ verified: false, registrationInfo: undefined }));
  if (!verified || !registrationInfo) return null;
  const { id, publicKey, counter } = registrationInfo.credential;
  return {
    id,
    publicKey: new Uint8Array(publicKey),
    counter,
    transports: response.response.transports ?? [],
  };
}

/** What a browser is told to show one of these passkeys with. */
export async function optionsForUse(sessionId: string, own: Passkey[]) {
  const allowCredentials = own.map(({ id, transports }) => ({ id, transports }));
  return generateAuthenticationOptions({
    rpID: host(),
    challenge: challengeOf(sessionId, "use", slot()),
    allowCredentials,
    userVerification: "preferred",
  });
}

/**
 * The counter of the passkey that was shown; null when it was not this one, or not for this session
 * and this host.
 */
export async function counterShown(
  sessionId: string,
  response: Used,
  { id, publicKey, counter, transports }: Passkey,
): Promise<number | null> {
  const expected = {
    expectedChallenge: isFresh(sessionId, "use"),
    expectedOrigin: origin(),
    expectedRPID: host(),
  };
  const shown = await verifyAuthenticationResponse({
    response,
    ...expected,
    credential: { id, publicKey, counter, transports },
    requireUserVerification: false,
  }).catch(() => null);
  return shown?.verified ? shown.authenticationInfo.newCounter : null;
}
