import { db, type Prisma } from "#app/platform/db.server.ts";

let made = 0;

/** Somebody on the staff list, called Ada unless told otherwise. */
export async function aPerson(changes: Partial<Prisma.UserUncheckedCreateInput> = {}) {
  made += 1;
  return db().user.create({
    data: {
      name: "Ada",
      surname: "Negri",
      email: `ada-${made}@comune.example`,
      staffNumber: `A${made}`,
      unit: "Biblioteche",
      qualification: "C",
      ...changes,
    },
  });
}

/** An expert from outside, called Bruno unless told otherwise. */
export async function anOutsider(changes: Partial<Prisma.UserUncheckedCreateInput> = {}) {
  return aPerson({
    name: "Bruno",
    surname: "Conti",
    email: `bruno-${made + 1}@university.example`,
    staffNumber: null,
    unit: "",
    qualification: "",
    ...changes,
  });
}
