import { phasesWith } from "#app/domain/phase.ts";
import type { Locale } from "#app/domain/locale.ts";
import { fingerprint } from "#app/sealing/manifest.ts";
import { db } from "#app/platform/db.server.ts";
import { isPinned, type PinState } from "#app/platform/pins.server.ts";
import { cardParts, editionCard, visible } from "#app/queries/edition/public-edition.server.ts";

export type TrustedEdition = {
  code: string;
  name: string;
  fingerprint: string;
  pinned: PinState;
  quorum: number;
  custodians: number;
  /** fixed at closing */ counts: {
    eligible: number;
    activated: number;
    issued: number;
    spent: number;
    proposals: number;
  } | null;
};

/**
 * The sealed editions whose names may still be opened, with what their keys are recognised by; the
 * newest first.
 */
export async function trustPage(locale: Locale): Promise<TrustedEdition[]> {
  const rows = await db().edition.findMany({
    where: {
      ...visible,
      NOT: { phase: { in: phasesWith("archived") } },
      manifest: { isNot: null },
    },
    include: {
      ...cardParts,
      manifest: true,
      closing: {
        select: { eligible: true, activated: true, issued: true, spent: true, count: true },
      },
    },
    orderBy: [{ opensAt: { sort: "desc", nulls: "first" } }, { code: "desc" }],
  });
  return rows.map((row) => ({
    code: row.code,
    name: editionCard(row, locale).name,
    fingerprint: fingerprint(row.manifest!.hash),
    pinned: isPinned(row.id, row.manifest!.hash),
    quorum: row.quorum,
    custodians: row.custodianCount,
    counts: row.closing && { ...row.closing, proposals: row.closing.count },
  }));
}
