import { type Preference, preferenceOf, whyNotPrefer } from "#app/domain/jury/preference.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { jurorOf } from "./juror-desk.server.ts";
import { forJurors, hiddenFields } from "#app/queries/scoring/jurors-text.server.ts";

export type PreferencesPage = {
  editable: boolean;
  proposals: {
    no: number;
    title: string;
    summary: string;
    locale: string;
    preference: Preference | null;
  }[];
};

/**
 * The admitted proposals, by number and without those the juror is in conflict with, for saying
 * what one would gladly judge; refuses not-found whenever it is not asked.
 */
export async function preferencesPage(userId: string, edition: Edition): Promise<PreferencesPage> {
  const juror = await jurorOf(userId, edition.id);
  const assigned = await db().assignment.count({ where: { jurorId: juror.id } });
  const why = whyNotPrefer({
    phase: edition.phase,
    state: juror.state,
    asked: edition.asksPreferences,
    declared: juror.confirmedOwn,
    assigned,
  });
  if (why === "not-found" || !phaseHas(edition.phase, "screens")) throw refuse("not-found");
  const own = { where: { jurorId: juror.id } };
  const rows = await db().proposal.findMany({
    where: {
      editionId: edition.id,
      withdrawn: false,
      screening: { verdict: "CLEARED" },
      conflicts: { none: { jurorId: juror.id } },
    },
    select: {
      publicNo: true,
      title: true,
      summary: true,
      locale: true,
      ...hiddenFields,
      preferences: own,
    },
    orderBy: { publicNo: "asc" },
  });
  return {
    editable: why === null,
    proposals: rows
      .map(forJurors)
      .map(({ publicNo, title, summary, locale, preferences: [said] }) => ({
        no: publicNo ?? 0,
        title,
        summary,
        locale,
        preference: preferenceOf(said?.value),
      })),
  };
}
