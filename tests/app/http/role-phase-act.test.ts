import "#app/i18n/all.ts";
import "#tests/support/database.ts";
import { beforeAll, describe, expect, it } from "vitest";
import {
  closeMeeting,
  openMeeting,
  recordPresence,
  setAgenda,
} from "#app/commands/meetings/meeting.server.ts";
import { phases, type Phase } from "#app/domain/phase.ts";
import { db, type RoleKind } from "#app/platform/db.server.ts";
import routes from "#app/routes.ts";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { everyRow } from "#tests/support/every-row.ts";

// Who may open what, do what and learn what, and when: every address of an edition, as every role,
// in every phase.

type Route = { file: string; path?: string; children?: Route[] };
type Address = { path: string; loader?: unknown; action?: unknown };
type Role =
  | "organiser"
  | "secretary"
  | "custodian"
  | "chair"
  | "juror"
  | "declined"
  | "employee"
  | "administrator"
  | "elsewhere";
/**
 * In which phases an address exists for a role; at every other time, and for every other role, it
 * answers 404.
 */
type Opens = Partial<Record<Role, readonly Phase[]>>;

const from = (first: Phase) => phases.slice(phases.indexOf(first));
const always: Opens = { organiser: phases };
const jury: Opens = { chair: phases, juror: phases };
const judged: Opens = { chair: from("scoring"), juror: from("scoring") };
const ceremony: Opens = { organiser: phases, custodian: phases };
const meetings: Opens = {
  organiser: from("deliberation"),
  secretary: from("deliberation"),
  chair: from("deliberation"),
};
const totals: Opens = { organiser: from("deliberation"), chair: from("deliberation") };
const presided: Opens = { organiser: phases, chair: phases };

/**
 * Organisers' addresses are theirs in every phase; all others need a line here. What has no line is
 * nobody's.
 */
const opens: Record<string, Opens> = {
  "manage/:edition/opening/session": ceremony,
  "manage/:edition/opening/minutes": ceremony,
  "manage/:edition/opening/minutes.html": ceremony,
  "manage/:edition/ranking": presided,
  "manage/:edition/ranking/methods": presided,
  "manage/:edition/ranking/version": totals,
  "custody/:edition": { custodian: phases },
  "custody/:edition/state": { custodian: phases },
  "custody/:edition/evidence": { custodian: phases },
  "custody/:edition/sample": { custodian: phases },
  "custody/:edition/waiting": { custodian: phases },
  "custody/:edition/ceremony": { custodian: phases },
  "custody/:edition/task": { custodian: phases },
  "meetings/:edition": meetings,
  "meetings/:edition/:meeting": meetings,
  "meetings/:edition/:meeting/minutes": meetings,
  "meetings/:edition/:meeting/minutes.html": meetings,
  "meetings/:edition/:meeting/minutes.json": meetings,
  "meetings/:edition/:meeting/minutes.pdf": meetings,
  "jury/:edition": jury,
  "jury/:edition/declination": jury,
  "jury/:edition/conflicts": { chair: ["screening"], juror: ["screening"] },
  "jury/:edition/presiding": { chair: phases },
  "jury/:edition/offline": jury,
  "jury/:edition/offline/file": jury,
  "jury/:edition/print": jury,
  "jury/:edition/preferences": { chair: ["screening"], juror: ["screening"] },
  "jury/:edition/ranking": presided,
  "jury/:edition/ranking/methods": presided,
  "jury/:edition/ranking/version": totals,
  "jury/:edition/:no": judged,
  "jury/:edition/:no/recusal": judged,
  "jury/:edition/:no/revision": { chair: ["deliberation"], juror: ["deliberation"] },
};
/**
 * Nothing is frozen in these tests, so there is nothing to preview. Whose proposal, file or rule of
 * that number is not there in these tests.
 */
const absent = [
  "files/:position",
  "files/:position/passages",
  "sponsors/:sponsor",
  "sponsors/:sponsor/logo",
  "prizes/:prize",
  "implementation/:no",
];

let j: Judging;
let people: Record<Role, { id: string }>;
let addresses: Address[];

beforeAll(async () => {
  j = await judging({
    phase: "preparation",
    proposals: 2,
    assigned: { bruno: [1, 2], dario: [1, 2] },
    changes: {
      secondRoundJurors: 1,
      asksPreferences: true,
      employeesVote: true,
      voteStartsAt: new Date(Date.now() + 3_600_000),
      voteEndsAt: new Date(Date.now() + 7_200_000),
    },
  });
  const other = await judging({ phase: "preparation", proposals: 1 });
  const holding = async (kind: RoleKind) => {
    const person = await aPerson();
    await db().role.create({ data: { editionId: j.edition.id, userId: person.id, kind } });
    return person;
  };
  const custodian = await holding("CUSTODIAN");
  await db().custodian.create({
    data: { editionId: j.edition.id, userId: custodian.id, position: 1, title: "Segretario" },
  });
  await db().juror.update({ where: { id: j.jury.gina.id }, data: { state: "DECLINED" } });
  await delivers(j, "bruno", { 1: [3, 3], 2: [2, 2] });
  await delivers(j, "dario", { 1: [3, 3], 2: [2, 2] });
  await enters(j, "deliberation");
  const at = {
    userId: j.carla.id,
    edition: j.edition,
    number: await openMeeting(j.carla.id, j.edition.id),
  };
  await recordPresence(at, [j.jury.dario.userId]);
  await setAgenda(at, { choice: "hand", numbers: [1], threshold: 0, order: "rank" });
  await closeMeeting(at);
  people = {
    organiser: j.carla,
    secretary: await holding("SECRETARY"),
    custodian,
    chair: j.jury.dario.user,
    juror: j.jury.bruno.user,
    declined: j.jury.gina.user,
    employee: await aPerson(),
    administrator: await aPerson({ isAdministrator: true }),
    elsewhere: other.carla,
  };
  addresses = await Promise.all(
    flat((await routes) as Route[])
      .filter(({ path }) => /^area\/[a-z]+\/:edition/.test(path))
      .map(async ({ file, path }) => ({
        path: path.replace("area/", ""),
        ...((await import(`#app/${file}`)) as object),
      })),
  );
});

function flat(list: Route[], around = ""): { file: string; path: string }[] {
  return list.flatMap(({ file, path, children }) => {
    const whole = [around, path].filter(Boolean).join("/");
    return [{ file, path: whole }, ...flat(children ?? [], whole)];
  });
}

const params = () => ({
  edition: j.edition.code,
  no: "1",
  meeting: "1",
  position: "1",
  juror: j.jury.elena.id,
  sponsor: "1",
  prize: "1",
  rule: "1",
  passage: "1",
  separation: "1",
  override: "1",
  moment: "call",
  locale: "it",
  figure: "perCategory",
  file: "data.csv",
});
const exists = (status: number) => status !== 404;
const expected = (path: string, role: Role, phase: Phase) =>
  !absent.some((end) => path.endsWith(end)) &&
  !path.includes("preview/:locale/") &&
  ((opens[path] ?? (path.startsWith("manage/") ? always : {}))[role] ?? []).includes(phase);

/** What of an edition a text tells: traces that the tests' proposals and sheets bear. */
const traces: Record<string, RegExp> = {
  "a proposal's text": /della-proposta-/,
  "Bruno's sheet": /commento-di-bruno/,
  "Dario's sheet": /commento-di-dario/,
  totals: /"mean":\d|"score":\d/,
};

/**
 * What each role can learn of an edition's proposals, and from which phase on: whoever is not here
 * learns nothing.
 */
const tells: Partial<Record<Role, Record<string, readonly Phase[]>>> = {
  organiser: { "a proposal's text": phases, totals: from("deliberation") },
  secretary: { "a proposal's text": from("deliberation"), totals: from("deliberation") },
  chair: {
    "a proposal's text": from("screening"),
    "Dario's sheet": from("scoring"),
    "Bruno's sheet": from("deliberation"),
    totals: from("deliberation"),
  },
  juror: {
    "a proposal's text": from("screening"),
    "Bruno's sheet": from("scoring"),
    "Dario's sheet": from("deliberation"),
  },
};
const mayLearn = (role: Role, phase: Phase) =>
  Object.entries(tells[role] ?? {})
    .filter(([, when]) => when.includes(phase))
    .map(([what]) => what)
    .sort();

describe("every address of an edition", () => {
  it("exists for whom and when the table says, and answers 404 otherwise; and tells no more than that", async () => {
    const wrong: string[] = [];
    for (const phase of phases) {
      await enters(j, phase);
      for (const role of Object.keys(people) as Role[]) {
        const seen = new Set<string>();
        for (const { path, loader } of addresses) {
          if (!loader) continue;
          const { status, text } = await ask(loader, { as: people[role], params: params() });
          if (exists(status) !== expected(path, role, phase))
            wrong.push(`${path} for ${role} in ${phase}: ${status}`);
          for (const [what, trace] of Object.entries(traces)) if (trace.test(text)) seen.add(what);
        }
        expect([...seen].sort(), `${role} in ${phase}`).toEqual(mayLearn(role, phase));
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);
});

/** Who may act at an address at all; in which phase, the act itself decides. */
function actsAt(path: string): Role[] {
  if (/ranking|presiding/.test(path))
    return path.includes("presiding") ? ["chair"] : ["organiser", "chair"];
  if (path.startsWith("manage/"))
    return path.includes("opening/") ? ["organiser", "custodian"] : ["organiser"];
  if (path.startsWith("meetings/")) return ["organiser", "secretary", "chair"];
  // and whoever keeps that page: nobody here
  if (path.startsWith("implementation/")) return ["organiser"];
  return path.startsWith("custody/") ? ["custodian"] : ["juror", "chair", "declined"];
}

describe("every act of an edition", () => {
  const sent = { publicNo: "1", number: "1", no: "1", reason: "Perché", note: "x", before: "" };

  it.each(phases)(
    "in %s answers 404 to all who hold no role for it, and stores nothing",
    async (phase) => {
      await enters(j, phase);
      const before = await everyRow(["Session"]);
      const wrong: string[] = [];
      for (const { path, action } of addresses) {
        if (!action) continue;
        for (const role of (Object.keys(people) as Role[]).filter(
          (name) => !actsAt(path).includes(name),
        )) {
          const { status } = await ask(action, { as: people[role], params: params(), form: sent });
          if (status !== 404) wrong.push(`${path} by ${role}: ${status}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(await everyRow(["Session"])).toBe(before);
    },
    60_000,
  );

  it.each(phases)(
    "in %s gives those who hold it an answer, whatever they send, and never an error",
    async (phase) => {
      const wrong: string[] = [];
      for (const { path, action } of addresses) {
        if (!action) continue;
        await enters(j, phase);
        for (const role of actsAt(path)) {
          for (const form of [sent, {}]) {
            const status = await ask(action, { as: people[role], params: params(), form }).then(
              (answer) => answer.status,
              (error: unknown) => `threw ${String(error).slice(0, 200)}`,
            );
            if (typeof status === "string" || status >= 500)
              wrong.push(`${path} by ${role}: ${status}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
