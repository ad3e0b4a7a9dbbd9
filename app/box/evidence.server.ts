import { readBox } from "./store.server.ts";

// What custodians and `verify` may know of the envelopes in the box: under which keys they were
// sealed, and wraps to try a key on. Not how many there are.

/** The hash of every manifest that an envelope of this edition was sealed under, each once. */
export async function sealedUnder(editionId: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const rows = await readBox((box) =>
    box.envelope.findMany({
      where: { proposal: { editionId } },
      distinct: ["manifestHash"],
      select: { manifestHash: true },
    }),
  );
  return rows.map(({ manifestHash }) => manifestHash);
}

/** Up to `most` envelopes at random, with all their wraps. */
export async function envelopeSample(editionId: string, most: number) {
  return readBox(
    (box) => box.$queryRaw<{ id: string; proposalId: string; wraps: Uint8Array<ArrayBuffer> }[]>`
    SELECT e.id::text, e."proposalId"::text AS "proposalId", e.wraps FROM "Envelope" e JOIN "Proposal" p ON p.id = e."proposalId"
    WHERE p."editionId" = ${editionId}::uuid ORDER BY gen_random_uuid() LIMIT ${most}`,
  );
}
