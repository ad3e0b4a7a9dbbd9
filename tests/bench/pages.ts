import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { db } from "#app/platform/db.server.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import { aJuror, drafts, judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { openedEdition, publish } from "#tests/factories/published-edition.ts";
import { withWorld } from "./bench-world.ts";
import { type Bench, type Figure, median, timed } from "./measure.ts";

const rounds = 200;
const warmUp = 300; // a server in service has its code compiled
const ticksPerSecond = 100; // of /proc; the same on every Linux there is

/**
 * What a page costs the server and its database together, beside a page that asks the database
 * nothing. Linux only.
 */
export const pages: Bench = {
  name: "Pages of the jury",
  run: (say) =>
    withWorld(async ({ origin, directory }) => {
      const j = await judging({ proposals: 71, assigned: { bruno: range(10), dario: range(71) } });
      for (let i = 0; i < 16; i += 1) {
        const juror = await aJuror(j.edition, await aPerson({ surname: `Giurato ${i}` }), {});
        await db().assignment.createMany({
          data: j.proposals
            .slice(i * 4, i * 4 + 12)
            .map(({ id }) => ({ jurorId: juror.id, proposalId: id })),
        });
      }
      for (const no of range(6)) await drafts(j, "bruno", no);
      const cookieOf = async (userId: string) =>
        `${sessionCookieName}=${(await lucia().createSession(userId, {})).id}`;
      const [juror, organiser] = [await cookieOf(j.jury.bruno.userId), await cookieOf(j.carla.id)];
      const at = `/area/jury/${j.edition.code}`;
      let version = 0;
      const asked: [string, number | undefined, () => Promise<Response>][] = [
        [
          "a page without a question to the database (baseline)",
          undefined,
          () => get("/area/login"),
        ],
        ["a juror's list of 10", 5.1, () => get(at, juror)],
        ["a proposal with its score sheet", 4, () => get(`${at}/1`, juror)],
        [
          "saving a score sheet",
          3.8,
          () =>
            post(`${at}/7/draft`, juror, {
              version: String(version++),
              "scores.impact": String(version % 6),
              commentProposer: "",
              commentJury: `${version}`,
            }),
        ],
        [
          "an organiser's list of 71",
          8.4,
          () => get(`/area/manage/${j.edition.code}/screening`, organiser),
        ],
      ];
      const figures: Figure[] = [];
      for (const [what, limit, ask] of asked) {
        say(what);
        for (let i = 0; i < warmUp; i += 1) await checked(ask());
        const [before, times] = [cpuOf(directory), [] as number[]];
        for (let i = 0; i < rounds; i += 1) times.push(await timed(() => checked(ask())));
        const used = cpuOf(directory) - before;
        figures.push(
          { what: `${what}: CPU of all processes`, value: used / rounds, unit: "ms", limit },
          { what: `${what}: median time`, value: median(times), unit: "ms" },
        );
      }
      const judged = await openedEdition({ deposits: 8, awarded: 2 });
      await publish(judged, { 1: { named: true, prizeAccepted: true } });
      for (const [what, path] of [
        ["the home page", "/it"],
        ["the results", `/it/editions/${judged.sealed.edition.code}/results`],
      ] as const) {
        say(`${what}, from what is kept`);
        const [before, asks] = [cpuOf(directory), 4000];
        await Promise.all(
          Array.from({ length: 8 }, async () => {
            for (let i = 0; i < asks / 8; i += 1) await checked(get(path));
          }),
        );
        figures.push({
          what: `${what} as kept for a second, on one core`,
          value: (asks * 1000) / (cpuOf(directory) - before),
          unit: "per second",
          limit: 1500,
        });
      }
      return figures;

      function get(path: string, cookie = "") {
        return fetch(origin + path, { headers: { Cookie: cookie } });
      }
      function post(path: string, cookie: string, fields: Record<string, string>) {
        return fetch(origin + path, {
          method: "POST",
          headers: { Cookie: cookie, Origin: origin },
          body: new URLSearchParams(fields),
        });
      }
    }),
};

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

async function checked(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.url} was answered ${response.status}.`);
}

/**
 * Milliseconds of CPU that the server, its threads and its database have used since they started.
 */
function cpuOf(directory: string): number {
  if (!existsSync("/proc/self/stat")) return NaN;
  const [postmaster = ""] = readFileSync(
    join(directory, "postgres", "postmaster.pid"),
    "utf8",
  ).split("\n");
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statOf);
  const ours = processes.filter(
    ({ pid, parent }) => [pid, parent].includes(postmaster) || parent === String(process.pid),
  );
  return ours.reduce((sum, { ticks }) => sum + ticks, 0) * (1000 / ticksPerSecond);
}

function statOf(pid: string): { pid: string; parent: string; ticks: number }[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    // of a process and of the children it has outlived: backends come and go
    return [
      {
        pid,
        parent: fields[1] ?? "",
        ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0),
      },
    ];
  } catch {
    return []; // it has ended meanwhile
  }
}
