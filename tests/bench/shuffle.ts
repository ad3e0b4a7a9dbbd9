import { db } from "#app/platform/db.server.ts";
import { shuffle } from "#app/platform/shuffle.server.ts";
import { depositBy, employee, openEdition } from "#tests/factories/sealed-edition.ts";
import { withWorld } from "./bench-world.ts";
import { type Bench, type Figure, timed } from "./measure.ts";

const megabytes = 3;

/** How long the sealed tables are locked while they are written anew. */
export const shuffling: Bench = {
  name: "Shuffle",
  run: (say) =>
    withWorld(async () => {
      const sealed = await openEdition();
      const { request } = await depositBy(await employee(), sealed);
      const figures: Figure[] = [{ what: "shuffle of 1 proposal (baseline)", value: (await timed(() => shuffle())) / 1000, unit: "s" }];
      for (const [count, limit] of [[300, 60], [1_000, 3], [10_000, 30]] as const) {
        say(`${count} proposals`);
        await fill(request.proposalId, count);
        if (count === 300) {
          await db().$executeRaw`INSERT INTO "ProposalFile" (id, "proposalId", position, kind, sha256, size, bytes)
            SELECT gen_random_uuid(), id, 1, 'pdf', sha256('x'), ${megabytes * 1_000_000}, (SELECT string_agg(sha512(p.id::text::bytea || i::text::bytea), '') FROM generate_series(1, ${(megabytes * 1_000_000) / 64}::int) i) FROM "Proposal" p`;
          figures.push({ what: `shuffle of 300 proposals with ${megabytes} MB of files each`, value: (await timed(() => shuffle({ withFiles: true }))) / 1000, unit: "s", limit });
          await db().$executeRaw`DELETE FROM "ProposalFile"`;
        } else {
          figures.push({ what: `shuffle of ${count.toLocaleString("en")} proposals without files`, value: (await timed(() => shuffle())) / 1000, unit: "s", limit });
        }
      }
      return figures;
    }),
};

/** Copies of one proposal, until there are `count`. */
async function fill(proposalId: string, count: number): Promise<void> {
  const missing = count - (await db().proposal.count());
  await db().$executeRaw`INSERT INTO "Proposal" SELECT (jsonb_populate_record(NULL::"Proposal", to_jsonb(p) || jsonb_build_object('id', gen_random_uuid()))).*
    FROM (SELECT * FROM "Proposal" WHERE id = ${proposalId}::uuid) p, generate_series(1, ${missing}::int)`;
  await db().$executeRaw`INSERT INTO "Envelope" SELECT (jsonb_populate_record(NULL::"Envelope", to_jsonb(e) || jsonb_build_object('id', gen_random_uuid(), 'proposalId', p.id))).*
    FROM (SELECT * FROM "Envelope" WHERE "proposalId" = ${proposalId}::uuid) e, "Proposal" p WHERE NOT EXISTS (SELECT 1 FROM "Envelope" x WHERE x."proposalId" = p.id)`;
  await db().$executeRaw`INSERT INTO "Access" SELECT sha256(id::text::bytea), id, 1 FROM "Proposal" ON CONFLICT DO NOTHING`;
  await db().$executeRaw`INSERT INTO "SpentToken" SELECT sha256(id::text::bytea), "editionId", 'deposit' FROM "Proposal" ON CONFLICT DO NOTHING`;
}
