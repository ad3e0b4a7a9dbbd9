import { firstPhase, phaseOf } from "#app/domain/phase.ts";
import { allowOpeningBelowFloor } from "#app/commands/edition/edition.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { Cast } from "./people.ts";
import { inDays, prepareSealedEdition, type SealedDemo, walletFor } from "./sealed.ts";

// An edition open for proposals, in which whoever tries the product takes part.

const activated = 6;

/** Creates the edition; a few colleagues have their passes, nobody has handed in yet. */
export async function createOpenEdition(cast: Cast): Promise<SealedDemo> {
  const sealed = await prepareSealedEdition(2027, cast, { settings: { activationFloor: 30 } });
  const { id } = sealed.edition;
  await enterPhase(cast.organiser.id, id, phaseOf.announcement);
  for (const colleague of cast.colleagues.slice(0, activated)) await walletFor(colleague, sealed);
  await allowOpeningBelowFloor(
    cast.organiser.id,
    id,
    "Dimostrazione con poche persone, tutte inventate. · A demonstration with few people, all of them invented.",
  );
  await db().edition.update({
    where: { id },
    data: { opensAt: inDays(-3, "09:00"), closesAt: inDays(32, "23:59") },
  });
  await enterPhase(null, id, phaseOf.callOpening);
  await db().phaseChange.updateMany({
    where: { editionId: id, phase: firstPhase },
    data: { at: inDays(-45, "09:00") },
  });
  await db().phaseChange.updateMany({
    where: { editionId: id, phase: phaseOf.announcement },
    data: { at: inDays(-20, "09:00") },
  });
  await db().phaseChange.updateMany({
    where: { editionId: id, phase: phaseOf.callOpening },
    data: { at: inDays(-3, "09:00") },
  });
  return sealed;
}
