import { holdersOf, itemsOf } from "#app/domain/awards/handing-over.ts";
import type { PrizeShare } from "#app/domain/awards/award.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { whyProposalVoid } from "#app/domain/opening/opening.ts";
import {
  frozenRankingSchema,
  successors,
  isDeclined,
  type OpenedFacts,
} from "#app/domain/publication/publication.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { forfeitedBy } from "#app/queries/publication/forfeited.server.ts";
import { currentOpenList } from "#app/queries/opening/open-list.server.ts";
import { settledFacts } from "#app/queries/publication/settled-facts.server.ts";

/**
 * One thing to hand over, or what became of it. `passed`: it was given up and went on to another
 * proposal; `declined`: nobody takes it, and it stays with its sponsor.
 */
export type HandingRow = {
  ruleId: string;
  rule: Localised;
  prize: Localised;
  sponsor: string;
  publicNo: number;
  proposalId: string;
  title: string;
  item: number;
  of: number;
  to: readonly string[];
  state: "closed" | "declined" | "passed" | "due" | "recorded";
  record: { outcome: "GIVEN" | "UNCLAIMED"; day: string; receipt: string; note: string } | null;
};

/** Every prize of every winner, in the order of the awards; empty before a ranking is frozen. */
export async function handingOver(editionId: string, tx: Tx = db()): Promise<HandingRow[]> {
  const { ranking, awardRules, handingsOver } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: {
      ranking: { select: { json: true } },
      awardRules: {
        select: {
          id: true,
          name: true,
          prize: { select: { name: true, share: true, sponsor: { select: { name: true } } } },
        },
      },
      handingsOver: true,
    },
  });
  if (!ranking) return [];
  const { proposals, opened, ...passing } = await passingOf(editionId, tx);
  const { awards } = frozenRankingSchema.parse(JSON.parse(ranking.json));
  return awards
    .filter(({ prizeId }) => prizeId !== null)
    .flatMap((award) => {
      const { ruleId, quantity } = award;
      const rule = awardRules.find(({ id }) => id === ruleId);
      if (!rule?.prize) return [];
      const { prize } = rule;
      const words = {
        ruleId,
        rule: localised.parse(rule.name),
        prize: localised.parse(prize.name),
        sponsor: prize.sponsor.name,
      };
      const chain = holdersOf(award, passing);
      return chain.flatMap((no, at) => {
        const proposal = proposals.find((each) => each.publicNo === no);
        if (no === null || !proposal) return [];
        const items = itemsOf(heldBy(proposal, { share: prize.share, quantity }, opened));
        return items.map(({ item, to, state }): HandingRow => {
          const found = handingsOver.find(
            (each) =>
              each.ruleId === ruleId && each.proposalId === proposal.id && each.item === item,
          );
          const record = found
            ? {
                outcome: found.outcome,
                day: found.day.toISOString().slice(0, 10),
                receipt: found.receipt,
                note: found.note,
              }
            : null;
          return {
            ...words,
            publicNo: no,
            proposalId: proposal.id,
            title: proposal.title,
            item,
            of: items.length,
            to,
            record,
            state: at < chain.length - 1 ? "passed" : record ? "recorded" : state,
          };
        });
      });
    });
}

type Opened = { id: string; publicNo: number; title: string; envelopeIds: string[] };

/** A proposal whose envelopes are not all judged has nobody to give a prize to. */
function heldBy(
  { envelopeIds }: Opened,
  prize: { share: PrizeShare; quantity: number },
  opened: readonly OpenedFacts[],
) {
  const own = envelopeIds.flatMap((id) => opened.filter(({ envelopeId }) => envelopeId === id));
  const valid = own.length === envelopeIds.length ? own.filter(({ why }) => why === null) : [];
  return {
    ...prize,
    holders: valid.map(({ envelopeId, name }) => ({
      name: name ?? "",
      declined: isDeclined([envelopeId], valid),
    })),
  };
}

async function passingOf(editionId: string, tx: Tx) {
  const opened = await settledFacts(editionId, tx);
  const rows = await tx.proposal.findMany({
    where: { editionId, withdrawn: false, publicNo: { not: null } },
    select: {
      id: true,
      publicNo: true,
      title: true,
      envelopes: { select: { id: true }, orderBy: { slot: "asc" } },
    },
  });
  const proposals = rows.map(({ id, publicNo, title, envelopes }): Opened => ({
    id,
    publicNo: publicNo!,
    title,
    envelopeIds: envelopes.map((each) => each.id),
  }));
  const isVoid = ({ envelopeIds }: Opened) =>
    whyProposalVoid(opened.filter(({ envelopeId }) => envelopeIds.includes(envelopeId))) !== null;
  const called = (await currentOpenList(editionId, tx)).called.filter(({ applied }) => applied);
  return {
    proposals,
    opened,
    called,
    successorOf: successors(
      proposals.filter(isVoid).map(({ publicNo }) => publicNo),
      called,
    ),
    forfeited: new Set(await forfeitedBy(editionId, tx)),
  };
}
