import sharp from "sharp";
import type { CleanedAnswer } from "#app/deposit/responses.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import type { AttachedFile } from "#app/sealing/wallet.ts";
import { type Person, Unexpected } from "./person.ts";

const author = "Ufficio del proponente, stanza 12";

/**
 * A picture that tells whose it is, as the anonymous endpoint gives it back; fails when it still
 * tells.
 */
export async function cleanedPicture(
  anonymous: Person,
  { editionId, tokens }: Wallet,
): Promise<AttachedFile> {
  const blank = sharp({
    create: { width: 640, height: 400, channels: 3, background: { r: 0, g: 102, b: 204 } },
  });
  const telling = await blank
    .withExif({ IFD0: { Artist: author } })
    .jpeg()
    .toBuffer();
  if (!telling.includes(author)) throw new Unexpected("The picture to be cleaned tells nothing.");
  const { kind, bytes, tag } = await anonymous.must<CleanedAnswer>("/p/api", {
    op: "clean",
    edition: editionId,
    token: tokens[0],
    bytes: telling.toString("base64url"),
  });
  if (Buffer.from(bytes, "base64url").includes(author))
    throw new Unexpected("A cleaned picture still tells whose it is.");
  return { kind, bytes, tag };
}
