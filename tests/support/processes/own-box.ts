import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll } from "vitest";
import { boxConnection, closeBox, openBox, placeOf, readBox } from "#app/box/store.server.ts";

/**
 * Gives the tests of a file a ballot box in a cluster of its own, as in production; where it lies.
 */
export function ownBox(): { directory: string } {
  const directory = mkdtempSync(join(tmpdir(), "innova-box-"));
  beforeAll(async () => {
    await closeBox();
    await openBox(directory);
  }, 60_000);
  afterAll(async () => {
    await closeBox({ stopAdopted: true });
    rmSync(directory, { recursive: true, force: true });
  });
  return { directory };
}

/** Closes the box as a process that ends does, and opens it as the next one does. */
export async function reopenBox(directory: string): Promise<void> {
  await closeBox();
  await openBox(directory);
}

/** The folders of clusters in a box's directory. */
export function clustersIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith("cluster-"));
}

/** How many files of the cluster that counts hold these bytes. */
export function filesWith(directory: string, text: string): number {
  return filesHolding(join(directory, placeOf(directory).folder), text);
}

/** How many files under a folder do. */
export function filesHolding(folder: string, text: string): number {
  try {
    return execFileSync("grep", ["-rlaF", text, folder], { encoding: "utf8" }).trim().split("\n")
      .length;
  } catch {
    return 0; // grep found nothing
  }
}

/** An edition in the box that takes whatever is put there. */
export async function editionInBox(): Promise<string> {
  const id = randomUUID();
  await readBox((box) => box.edition.create({ data: { id, facts: "{}" } }));
  return id;
}

/** Puts a proposal there as a deposit does, each in a transaction; gives its id. */
export async function putInBox(editionId: string, title = "t"): Promise<string> {
  const { client } = await boxConnection();
  const id = randomUUID();
  await client.$transaction(async (tx) => {
    await tx.spentToken.create({
      data: { nullifier: new Uint8Array(randomBytes(32)), editionId, purpose: "deposit" },
    });
    // too long for a page and nothing to compress: it is laid down apart, as long proposals are
    await tx.proposal.create({
      data: {
        id,
        editionId,
        ...words,
        title,
        problem: randomBytes(6000).toString("base64"),
        contentHash: new Uint8Array(randomBytes(32)),
      },
    });
    await tx.access.create({
      data: { keyHash: new Uint8Array(randomBytes(32)), proposalId: id, slot: 1 },
    });
  });
  return id;
}

const words = {
  locale: "it",
  summary: "s",
  solution: "s",
  beneficiaries: "",
  benefit: "",
  resource: "",
  horizon: "short",
  staff: "",
  cost: "",
  sustainability: "",
  categories: ["environment"],
  goals: [],
};
