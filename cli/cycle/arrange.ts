import type { Edition } from "./edition.ts";
import { setUpEdition } from "./edition.ts";
import { enterByLink, enterByMail, staffCsv, staffList, type Staff } from "./people.ts";
import { Person, Unexpected } from "./person.ts";
import type { World } from "./world.ts";

/** Everybody at their places, with an edition in preparation. */
export type Arranged = Edition & {
  /** known once the edition has keys */
  editionId: string;
  staff: Staff[];
  organiser: Person;
  proposers: { staff: Staff; person: Person }[];
  custodians: { staff: Staff; person: Person }[];
  /** staff who will be internal jurors; they have no account open yet */
  internalJurors: Staff[];
  externalJurors: number;
  anonymous: Person;
  visitor: Person;
  phase(): Promise<string>;
};

const custodianCount = 3;

/** Imports staff, invites everybody by mail, and lets those needed sign in. */
export async function arrange(world: World, proposals: number, jurors: number): Promise<Arranged> {
  const internal = Math.ceil(jurors / 2);
  const staff = staffList(proposals + internal + custodianCount + 2);
  const administrator = await firstAdministrator(world);
  await importStaff(administrator, staff);
  await administrator.submit("/area/admin/staff/invitations", {});
  const [organiserStaff, ...others] = staff;
  const organiser = await enterByMail(world, organiserStaff!.email);
  const edition = await setUpEdition(administrator, organiser, organiserStaff!.email);
  const enter = (people: Staff[]) =>
    Promise.all(
      people.map(async (each) => ({ staff: each, person: await enterByMail(world, each.email) })),
    );
  const custodians = await enter(others.slice(0, custodianCount));
  const proposers = await enter(others.slice(custodianCount, custodianCount + proposals));
  const visitor = new Person(world.origin);
  return {
    ...edition,
    editionId: "",
    staff,
    organiser,
    custodians,
    proposers,
    internalJurors: others.slice(custodianCount + proposals, custodianCount + proposals + internal),
    externalJurors: jurors - internal,
    anonymous: new Person(world.origin),
    visitor,
    phase: () => phaseOf(organiser, edition.code),
  };
}

async function firstAdministrator(world: World): Promise<Person> {
  const email = "amministra@comune.example";
  const printed = await world.cli(
    "user",
    "create",
    "--email",
    email,
    "--name",
    "Alma",
    "--surname",
    "Ministra",
    "--admin",
  );
  const link = /https?:\/\/\S+/.exec(printed)?.[0];
  if (!link) throw new Unexpected(`No link printed: ${printed}`);
  return enterByLink(world, email, link);
}

/**
 * As the page does it: first the rehearsal, then the import of what it showed. A bad file is
 * refused whole.
 */
async function importStaff(administrator: Person, staff: Staff[]): Promise<void> {
  const upload = async (path: string, csv: string, fields: Record<string, string> = {}) => {
    const form = new FormData();
    form.append("file", new Blob([csv]), "staff.csv");
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return administrator.request(path, { method: "POST", body: form });
  };
  const bad = await upload("/area/admin/staff/import-preview", `${staffCsv(staff)}\nx,y`);
  if (!JSON.stringify(await bad.json()).includes("problems"))
    throw new Unexpected("A bad staff file was not refused.");
  const rehearsal = await upload("/area/admin/staff/import-preview", staffCsv(staff));
  const { preview } = (await rehearsal.json()) as { preview: { fingerprint: string } };
  const done = await upload("/area/admin/staff/import", staffCsv(staff), {
    agreed: preview.fingerprint,
  });
  if (done.status >= 400)
    throw new Unexpected(
      `The staff import was answered ${done.status}: ${(await done.text()).slice(0, 300)}`,
    );
}

/** The edition's phase, as its page marks it. */
async function phaseOf(organiser: Person, code: string): Promise<string> {
  const html = await organiser.page(`/area/manage/${code}`);
  const phase = /data-phase="(\w+)"/.exec(html)?.[1];
  if (!phase) throw new Unexpected("The edition's page does not tell its phase.");
  return phase;
}
