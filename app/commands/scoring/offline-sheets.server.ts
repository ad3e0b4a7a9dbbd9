import {
  type OfflineFault,
  type OfflineSheet,
  readSheets,
} from "#app/domain/scoring/offline-sheet.ts";
import { type RefusalCode, Refused } from "#app/domain/refusal.ts";
import { saveDraft } from "./score.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";
import type { Edition } from "#app/platform/db.server.ts";
import { readEdited } from "#app/platform/edited-text.server.ts";

/** What became of one sheet of a file; null: kept. */
export type Taken = { no: number; refused: RefusalCode | null };

/**
 * Keeps the sheets of a file as drafts, each by itself: one that was typed on online meanwhile
 * stays as it is there (stale). A file with a fault gives no sheet.
 */
export async function takeOfflineFile(
  userId: string,
  edition: Edition,
  file: Uint8Array,
): Promise<{ faults: OfflineFault[]; taken: Taken[] }> {
  const edited = readEdited(file);
  if (!edited.ok)
    return { faults: [{ line: edited.line, fault: "not-utf8", text: "" }], taken: [] };
  const { sheets, faults } = readSheets(edited.text, edition.code, await criteriaOf(edition.id));
  return { faults, taken: faults.length > 0 ? [] : await takeSheets(userId, edition.id, sheets) };
}

async function takeSheets(
  userId: string,
  editionId: string,
  sheets: readonly OfflineSheet[],
): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const { publicNo, ...sheet } of sheets) {
    if (sheet.version === 0 && isEmpty(sheet)) continue;
    try {
      await saveDraft(userId, editionId, publicNo, sheet);
      taken.push({ no: publicNo, refused: null });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      taken.push({ no: publicNo, refused: error.refusal.code });
    }
  }
  return taken;
}

function isEmpty({
  scores,
  commentProposer,
  commentJury,
}: Omit<OfflineSheet, "publicNo">): boolean {
  return Object.keys(scores).length === 0 && commentProposer === "" && commentJury === "";
}
