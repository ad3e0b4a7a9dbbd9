import * as z from "zod/mini";
import { signedPassCertificateSchema } from "./certificate.ts";

/**
 * What a browser keeps for one person and edition: it is the right to hand in, and the name that
 * goes into the envelope.
 */
export const walletSchema = z.object({
  v: z.literal(1),
  editionId: z.uuid(),
  manifest: z.string(),
  holderKey: z.string(),
  cert: signedPassCertificateSchema,
  tokens: z.array(z.string()),
});
export type Wallet = z.infer<typeof walletSchema>;

/** The same wallet without the pass that was spent. */
export function withoutToken(wallet: Wallet, token: string): Wallet {
  return { ...wallet, tokens: wallet.tokens.filter((each) => each !== token) };
}
