import { type BoxClient, boxConnection } from "#app/box/store.server.ts";
import { rotate } from "#app/box/rotation.server.ts";
import { depositBy, employee, openEdition } from "#tests/factories/sealed-edition.ts";
import { withWorld } from "./bench-world.ts";
import { type Bench, type Figure, timed } from "./measure.ts";

const megabytes = 3;

/**
 * How long the ballot box takes to move into a fresh cluster; those who write wait for a part of
 * it.
 */
export const rotating: Bench = {
  name: "Rotation",
  run: (say) =>
    withWorld(async () => {
      const sealed = await openEdition();
      const { request } = await depositBy(await employee(), sealed);
      const figures: Figure[] = [
        { what: "rotation of 1 proposal (baseline)", ...(await rotated()) },
      ];
      for (const [count, limit] of [
        [300, 60],
        [1_000, 10],
        [10_000, 60],
      ] as const) {
        say(`${count} proposals`);
        await fillBox((await boxConnection()).client, request.proposalId, count);
        if (count === 300) {
          await fillFiles((await boxConnection()).client, sealed.edition.id, megabytes);
          figures.push({
            what: `rotation of 300 proposals with ${megabytes} MB of files each`,
            ...(await rotated()),
            limit,
          });
          await (
            await boxConnection()
          ).client.$executeRaw`DELETE FROM "ProposalFile"`;
        } else {
          figures.push({
            what: `rotation of ${count.toLocaleString("en")} proposals without files`,
            ...(await rotated()),
            limit,
          });
        }
      }
      return figures;
    }),
};

async function rotated() {
  return { value: (await timed(() => rotate())) / 1000, unit: "s" as const };
}

/** Copies of one proposal in its edition, until there are `count`. */
export async function fillBox(client: BoxClient, proposalId: string, count: number): Promise<void> {
  const { editionId } = await client.proposal.findUniqueOrThrow({ where: { id: proposalId } });
  const missing = count - (await client.proposal.count({ where: { editionId } }));
  await client.$executeRaw`INSERT INTO "Proposal" SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
    FROM "Proposal" p, generate_series(1, ${missing}::int) WHERE p.id = ${proposalId}::uuid`;
  await client.$executeRaw`INSERT INTO "Envelope" SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'proposalId', p.id))).*
    FROM "Envelope" e, "Proposal" p WHERE e."proposalId" = ${proposalId}::uuid AND p."editionId" = ${editionId}::uuid
    AND NOT EXISTS (SELECT 1 FROM "Envelope" x WHERE x."proposalId" = p.id)`;
  await client.$executeRaw`INSERT INTO "Access" SELECT sha256(id::text::bytea), id, 1 FROM "Proposal" WHERE "editionId" = ${editionId}::uuid ON CONFLICT DO NOTHING`;
  await client.$executeRaw`INSERT INTO "SpentToken" SELECT sha256(id::text::bytea), "editionId", 'deposit' FROM "Proposal" WHERE "editionId" = ${editionId}::uuid ON CONFLICT DO NOTHING`;
}

/** A file of so many megabytes for each proposal of an edition, which nothing compresses. */
export async function fillFiles(
  client: BoxClient,
  editionId: string,
  megabytes: number,
): Promise<void> {
  const size = megabytes * 1_000_000;
  await client.$executeRaw`INSERT INTO "ProposalFile" (id, "proposalId", position, kind, sha256, size, bytes)
    SELECT gen_random_uuid(), id, 1, 'pdf', sha256('x'), ${size}, (SELECT string_agg(sha512(p.id::text::bytea || i::text::bytea), '') FROM generate_series(1, ${size / 64}::int) i)
    FROM "Proposal" p WHERE "editionId" = ${editionId}::uuid`;
}
