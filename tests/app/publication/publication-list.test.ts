import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { answerClaim, withdrawNaming } from "#app/commands/opening/claim.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { locales } from "#app/domain/locale.ts";
import { releasesOf } from "#app/domain/publication/list.ts";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { db } from "#app/platform/db.server.ts";
import routes from "#app/routes.ts";
import { createEdition2014 } from "#prisma/demo/edition-2014.ts";
import { aPerson } from "#tests/factories/person.ts";
import {
  type Judged,
  openedEdition,
  proposerOf,
  publish,
} from "#tests/factories/published-edition.ts";
import { attachTo } from "#tests/factories/attached.ts";
import { ask } from "#tests/support/asking.ts";
import { everyPublicAddress, visit } from "#tests/support/public-pages.ts";

// Before the publication organisers open each page, file and certificate of it as it will be;
// nobody else does.

type Route = { file: string; path?: string; children?: Route[] };

const flat = (list: Route[]): Route[] =>
  list.flatMap((route) => [route, ...flat(route.children ?? [])]);
const previews = flat((await routes) as Route[]).find(
  ({ file }) => file === "routes/area/preview/layout.tsx",
)!;

/** The module and the parameters behind a path of the list. */
function behind(path: string): { file: string; params: Record<string, string> } {
  for (const { file, path: pattern = "" } of previews.children ?? []) {
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name!);
    const found = new RegExp(`^${pattern.replace(/:\w+/g, "([^/]+)")}$`).exec(path);
    if (found)
      return { file, params: Object.fromEntries(names.map((name, i) => [name, found[i + 1]!])) };
  }
  throw new Error(`Nothing answers ${path}.`);
}

let judged: Judged;

async function look(path: string, as: { id: string }, locale = "it") {
  const { file, params } = behind(path);
  const { loader } = (await import(`#app/${file}`)) as { loader: unknown };
  return ask(loader, { as, params: { edition: judged.sealed.edition.code, locale, ...params } });
}

const every = async () => {
  const { published, others } = await publicationPreview(judged.sealed.edition.id);
  const { pages, files, certificates } = releasesOf(published!, others);
  return [...pages, ...files, ...certificates].map(({ path }) => path);
};

/** What everybody is answered, by address. */
const answers = async () =>
  new Map(
    (await everyPublicAddress(["2014", judged.sealed.edition.code])).map((seen) => [
      seen.path.replace("http://innova.example", "").replace(/\/$/, ""),
      seen,
    ]),
  );
let newlyPublic: [list: string[], before: Awaited<ReturnType<typeof answers>>];

/** Two editions are compared at an address of each. */
const turnedRound = (address: string) =>
  address.replace(/editions\/2014\/compared\/(.+)$/, "editions/$1/compared/2014");

beforeAll(async () => {
  await createEdition2014();
  judged = await openedEdition();
  await attachTo(judged.sealed.edition, 1, "Preventivo delle spese, voce per voce");
}, 60_000);

describe("the list of what a publication releases", () => {
  it("leads organisers to each, in both languages, and kept by no cache", async () => {
    const paths = await every();
    expect(paths).toEqual(
      expect.arrayContaining([
        "results",
        "proposals/1",
        "proposals/2",
        "proposals/3",
        "statistics",
        "ranking.json",
        "data.csv",
        "data.json",
        "data.jsonld",
        "statistics.csv",
        "implementation",
        "implementation.csv",
        "errata.csv",
        "errata.json",
        "compared/2014",
        "proposals/1/files/1",
        "news.xml",
        "sharing.png",
        "certificates/1",
      ]),
    );
    for (const locale of ["it", "en"]) {
      for (const path of paths) {
        const { status, headers, text } = await look(path, judged.sealed.organiser, locale);
        expect(`${path} ${status}`).toBe(`${path} 200`);
        expect(text.length).toBeGreaterThan(20);
        if (headers) expect(headers.get("Cache-Control"), path).toBe("no-store");
      }
    }
  });

  it("does not exist for anybody else: employees, jurors, custodians, administrators, organisers of other editions", async () => {
    const { edition, custodians } = judged.sealed;
    const juror = await db().juror.findFirstOrThrow({
      where: { editionId: edition.id },
      include: { user: true },
    });
    const elsewhere = await aPerson();
    await db().role.create({
      data: {
        editionId: (await db().edition.create({ data: { code: "altrove" } })).id,
        userId: elsewhere.id,
        kind: "ORGANISER",
      },
    });
    const winner = (await proposerOf(judged, 1)).user;
    for (const somebody of [
      await aPerson(),
      await aPerson({ isAdministrator: true }),
      juror.user,
      custodians[0]!.user,
      elsewhere,
      winner,
    ]) {
      for (const path of await every())
        expect(`${path} ${(await look(path, somebody)).status}`).toBe(`${path} 404`);
    }
    for (const path of ["results", "statistics", "data.csv", "data.json", "ranking.json"])
      expect(
        (await visit(`editions/:code/${path}`, { locale: "it", code: edition.code })).status,
        path,
      ).toBe(404);
  });

  it("has no page for who does not win", async () => {
    expect((await look("proposals/5", judged.sealed.organiser)).status).toBe(404);
    expect((await look("certificates/5", judged.sealed.organiser)).status).toBe(404);
    expect((await look("unknown.csv", judged.sealed.organiser)).status).toBe(404);
  });

  it("shows a name until its winner takes it back, a minute before the publication, and both preview and publication follow", async () => {
    const { edition, organiser } = judged.sealed;
    const { user, request } = await proposerOf(judged, 1);
    await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 60 } });
    const name = `${user.name} ${user.surname}`;
    await answerClaim(user.id, request.envelope.id, {
      notMine: false,
      reason: "",
      named: true,
      prizeAccepted: true,
    });
    for (const path of ["results", "proposals/1", "data.csv", "data.json"])
      expect((await look(path, organiser)).text, path).toContain(name);
    await withdrawNaming(user.id, request.envelope.id);
    for (const path of await every())
      expect((await look(path, organiser)).text, path).not.toContain(user.surname);
    const before = await look("data.csv", organiser);
    const [list, hidden] = [await every(), await answers()];
    await publish(judged, {});
    newlyPublic = [list, hidden];
    const results = publishedSchema.parse(
      (await db().publication.findUniqueOrThrow({ where: { editionId: edition.id } })).results,
    );
    expect(results.winners.find(({ publicNo }) => publicNo === 1)?.names).toBeNull();
    // what was previewed is what is public, byte for byte
    expect(
      (await visit("editions/:code/data.csv", { locale: "it", code: edition.code })).bytes,
    ).toBe(before.text);
    expect(
      (await visit("editions/:code/results", { locale: "it", code: edition.code })).bytes,
    ).not.toContain(user.surname);
  });

  it("lacks no address that the publication makes public", async () => {
    const [list, before] = newlyPublic;
    const after = await answers();
    const released = [...after]
      .filter(([address, { status }]) => status === 200 && before.get(address)?.status !== 200)
      .map(([address]) => address);
    const listed = locales.flatMap((locale) =>
      list.map((path) => `/${locale}/editions/${judged.sealed.edition.code}/${path}`),
    );
    expect(released.filter((address) => !listed.includes(turnedRound(address)))).toEqual([]);
    expect(released.length).toBeGreaterThan(30);
    // what was public before and says something else now: what the list's last sentence names, and
    // the feed
    const changed = [...after]
      .filter(
        ([address, { status, bytes }]) =>
          status === 200 &&
          before.get(address)?.status === 200 &&
          before.get(address)?.bytes !== bytes,
      )
      .map(([address]) => address.replace(/^\/(it|en)(?=\/|$)/, ""));
    expect(new Set(changed)).toEqual(
      new Set([
        "",
        `/editions/${judged.sealed.edition.code}`,
        "/editions",
        "/editions/2014/statistics",
        `/editions/${judged.sealed.edition.code}/verify`,
        "/news.xml",
        "/sitemap.xml",
        "/catalogue.jsonld",
      ]),
    );
  });

  it("is gone once the results are public", async () => {
    for (const path of [
      "results",
      "proposals/1",
      "statistics",
      "data.csv",
      "ranking.json",
      "certificates/1",
    ])
      expect((await look(path, judged.sealed.organiser)).status, path).toBe(404);
  });
});

describe("publishing twice at once", () => {
  it("publishes once, and tells the other so", async () => {
    const twice = await openedEdition({ deposits: 3, awarded: 1 });
    const { edition, organiser } = twice.sealed;
    await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 0 } });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => enterPhase(organiser.id, edition.id, "published")),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of outcomes)
      if (each.status === "rejected")
        expect((each.reason as { refusal: { code: string } }).refusal.code).toBe("blocked");
    expect(await db().publication.count({ where: { editionId: edition.id } })).toBe(1);
    expect(
      await db().phaseChange.count({ where: { editionId: edition.id, phase: "published" } }),
    ).toBe(1);
  });
});
