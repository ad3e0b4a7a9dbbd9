import { z } from "zod";

// What browsers answer about passkeys (W3C WebAuthn level 3, §5.1.8), as far as it is checked.

const base64url = z
  .string()
  .max(8_000)
  .regex(/^[\w-]*$/);
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).default({}),
};

/** A passkey that was made. */
export const registrationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
});
export type Registration = z.output<typeof registrationSchema>;

/** A passkey that was shown. */
export const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.exactOptional(),
  }),
});
export type Assertion = z.output<typeof assertionSchema>;
