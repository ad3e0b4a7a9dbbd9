import { createHash } from "node:crypto";
import { languageOf } from "#app/domain/people/account.ts";
import { refuse } from "#app/domain/refusal.ts";
import {
  compareStaff,
  type KnownPerson,
  parseStaff,
  staffFileLimit,
  type StaffChange,
  type StaffDifference,
  type StaffProblem,
  type StaffRow,
} from "#app/domain/people/staff.ts";
import { addressChanged } from "#app/mail/people/account.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { readCsv } from "#app/platform/csv.server.ts";
import { db, isDuplicate, longTransaction, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { enqueueMails } from "#app/platform/mail/outbox.server.ts";
import { keepingAnAdministrator } from "./administrators.server.ts";
import { rewriteGuardIndex } from "#app/commands/self-identification/guard-index.server.ts";

export type StaffCounts = {
  added: number;
  changed: number;
  deactivated: number;
  unchanged: number;
};
type Imported = { problems: StaffProblem[] } | { counts: StaffCounts };
type Comparison = { difference: StaffDifference; counts: StaffCounts; fingerprint: string };

/** What importing this file would do, with a fingerprint of it to agree to. Writes nothing. */
export async function previewStaffImport(
  file: Uint8Array,
): Promise<{ problems: StaffProblem[] } | Comparison> {
  return compare(db(), file);
}

/**
 * Makes the staff what the file says, or changes nothing at all. `agreed` is the fingerprint of the
 * rehearsal that was agreed to: when the file or the staff is another one meanwhile, it refuses
 * conflict. A bad line comes back as a problem. Then the self-identification guard learns the new
 * list.
 */
export async function importStaff(
  actorId: string | null,
  file: Uint8Array,
  agreed?: string,
): Promise<Imported> {
  const imported = await importAtOnce(actorId, file, agreed);
  if ("counts" in imported) await rewriteGuardIndex();
  return imported;
}

async function importAtOnce(
  actorId: string | null,
  file: Uint8Array,
  agreed?: string,
): Promise<Imported> {
  try {
    return await longTransaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('staff'))`;
      const found = await compare(tx, file);
      if ("problems" in found) return found;
      if (agreed !== undefined && agreed !== found.fingerprint) throw refuse("conflict");
      await keepingAnAdministrator(tx, () => apply(tx, found.difference));
      const { unchanged: _, ...detail } = found.counts;
      await audit(tx, { actorId, action: "staff.imported", detail });
      return { counts: found.counts };
    });
  } catch (error) {
    // somebody was created under one of the addresses meanwhile
    if (isDuplicate(error)) throw refuse("conflict");
    throw error;
  }
}

async function compare(
  tx: Tx,
  file: Uint8Array,
): Promise<{ problems: StaffProblem[] } | Comparison> {
  if (file.byteLength > staffFileLimit) throw refuse("too-large");
  const { rows, problems } = parseStaff(readCsv(file));
  if (problems.length > 0) return { problems };
  const difference = compareStaff(await knownPeople(tx), rows);
  if (difference.problems.length > 0) return { problems: difference.problems };
  const { add, change, deactivate } = difference;
  const counts = {
    added: add.length,
    changed: change.length,
    deactivated: deactivate.length,
    unchanged: rows.length - add.length - change.length,
  };
  return {
    difference,
    counts,
    fingerprint: createHash("sha256").update(JSON.stringify(difference)).digest("hex"),
  };
}

function knownPeople(tx: Tx): Promise<KnownPerson[]> {
  return tx.user.findMany({
    select: {
      id: true,
      staffNumber: true,
      name: true,
      surname: true,
      email: true,
      unit: true,
      qualification: true,
      director: true,
      active: true,
      locale: true,
    },
    orderBy: { id: "asc" },
  });
}

async function apply(tx: Tx, { add, change, deactivate, vacate }: StaffDifference): Promise<void> {
  const moving = change.filter(({ fields }) => fields.includes("email"));
  await removeAccess(
    tx,
    deactivate.map(({ id }) => id),
  );
  // out of the way first: two people may swap their addresses, and a newcomer may get that of
  // somebody who left
  await parkAddresses(tx, [
    ...vacate.map(({ id }) => id),
    ...moving.map(({ person }) => person.id),
  ]);
  await update(tx, change);
  await removeLinks(
    tx,
    moving.map(({ person }) => person.id),
  );
  for (const part of inParts(add)) await tx.user.createMany({ data: part.map(personOf) });
  for (const part of inParts(moving.filter(({ person }) => person.active)))
    await enqueueMails(tx, part.map(farewell));
}

async function removeAccess(tx: Tx, ids: string[]): Promise<void> {
  await tx.$executeRaw`UPDATE "User" SET active = false, "isAdministrator" = false WHERE id = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`DELETE FROM "Session" WHERE "userId" = ANY(${ids}::uuid[])`;
  await removeLinks(tx, ids);
}

async function removeLinks(tx: Tx, ids: string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM "OneTimeLink" WHERE "userId" = ANY(${ids}::uuid[])`;
}

async function parkAddresses(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0)
    await tx.$executeRaw`UPDATE "User" SET email = id::text || '@nowhere.invalid' WHERE id = ANY(${ids}::uuid[])`;
}

/** All changes in one statement. */
async function update(tx: Tx, change: StaffChange[]): Promise<void> {
  if (change.length === 0) return;
  const rows = JSON.stringify(
    change.map(({ person, row }) => ({ id: person.id, ...personOf(row) })),
  );
  await tx.$executeRaw`
    UPDATE "User" u SET "staffNumber" = s."staffNumber", name = s.name, surname = s.surname, email = s.email, unit = s.unit,
      qualification = s.qualification, director = s.director, active = true
    FROM jsonb_to_recordset(${rows}::jsonb) AS s(id uuid, "staffNumber" text, name text, surname text, email text, unit text, qualification text, director boolean)
    WHERE u.id = s.id`;
}

function personOf({ line: _, ...person }: StaffRow): Prisma.UserCreateManyInput {
  return person;
}

/** Tells the old address. */
function farewell({ person }: StaffChange) {
  const locale = languageOf(person);
  return { toAddress: person.email, locale, ...addressChanged(locale, person) };
}

/** A statement takes 65,535 parameters at most. */
function* inParts<T>(all: T[], size = 1000): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
