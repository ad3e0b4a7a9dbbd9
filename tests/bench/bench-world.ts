import {
  createDecipheriv,
  createPrivateKey,
  type KeyObject,
  randomBytes,
  sign,
  constants,
} from "node:crypto";
import { join } from "node:path";
import { closeBox, openBox } from "#app/box/store.server.ts";
import { closeDatabase, connect, db } from "#app/platform/db.server.ts";
import { startCluster } from "#app/platform/cluster.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { concat, toBase64, utf8 } from "#app/sealing/bytes.ts";
import type { DepositRequest } from "#app/sealing/wallet.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";

/** A running server, with this process at the same database beside it. */
export async function withWorld<T>(act: (world: World) => Promise<T>): Promise<T> {
  const world = await startWorld();
  const cluster = await startCluster(join(world.directory, "postgres"));
  connect(cluster.url("innova"));
  await openBox(join(world.directory, "box"));
  try {
    return await act(world);
  } finally {
    await closeBox();
    await closeDatabase();
    await world.stop();
  }
}

/**
 * A signer of passes by the shortest way: what a blind signature ends as, without the detour. Half
 * an hour less for ten thousand.
 */
export async function passMaker(editionId: string): Promise<() => string> {
  const { issuerPrivate } = await db().editionKeys.findUniqueOrThrow({ where: { editionId } });
  const key = unwrapped(issuerPrivate!);
  return () => {
    const message = concat(randomBytes(32), utf8(`innova.to/tok/v1|${editionId}`), randomBytes(32));
    const signature = sign("sha384", message, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 48,
    });
    return toBase64(concat(message, signature));
  };
}

/**
 * Another deposit like this one: own pass, ids and receipt. The server cannot tell that the
 * envelope's inside is the same.
 */
export function another(request: DepositRequest, token: string): DepositRequest {
  return {
    ...request,
    token,
    accessKey: toBase64(randomBytes(32)),
    proposalId: crypto.randomUUID(),
    envelope: { ...request.envelope, id: crypto.randomUUID() },
  };
}

function unwrapped(wrapped: Uint8Array): KeyObject {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv("aes-256-gcm", keyEncryptionKey(), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return createPrivateKey({
    key: Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]),
    format: "der",
    type: "pkcs8",
  });
}
