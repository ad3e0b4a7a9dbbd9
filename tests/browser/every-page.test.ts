import "#tests/support/database.ts";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { takeCertificate } from "#app/commands/publication/certificate.server.ts";
import {
  closeMeeting,
  openMeeting,
  recordPresence,
  setAgenda,
} from "#app/commands/meetings/meeting.server.ts";
import { savePrize, saveSponsor } from "#app/commands/awards/sponsor.server.ts";
import { locales } from "#app/domain/locale.ts";
import routes from "#app/routes.ts";
import { db } from "#app/platform/db.server.ts";
import { newLink } from "#app/platform/accounts/links.server.ts";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import {
  type Judged,
  openedEdition,
  proposerOf,
  publish,
} from "#tests/factories/published-edition.ts";
import { publishedWithMinutes } from "#tests/factories/published-minutes.ts";
import { setStage } from "#tests/support/stage.ts";
import { axe, expectNarrow, type Profile } from "#tests/support/story.ts";

// Every page there is, found in the table of routes and not in a list by hand: as whoever it is
// for, in both languages, it keeps nobody out, fits a phone, and has words for everything.

type Route = { file: string; path?: string; children?: Route[] };
type Who =
  | "visitor"
  | "owner"
  | "employee"
  | "administrator"
  | "organiser"
  | "chair"
  | "custodian"
  | "publisher";

const stage = setStage();
let jury: Judging;
let judged: Judged;
let profiles: Record<Who, Profile>;
let examples: Record<string, string>;

beforeAll(async () => {
  const earlier = await openedEdition({ deposits: 3, awarded: 1 });
  await publish(earlier, {});
  judged = await publishedWithMinutes({ answers: { 1: { named: true, prizeAccepted: true } } });
  const { user } = await proposerOf(judged, 1);
  const certificate = await takeCertificate(user.id, {
    edition: judged.sealed.edition.id,
    kind: "WINNER",
    publicNo: 1,
  });
  jury = await judging({
    phase: "preparation",
    changes: { secondRoundJurors: 1, asksPreferences: true },
  });
  const { carla, edition } = jury;
  await saveSponsor(carla.id, edition.id, {
    position: 1,
    name: "Cicli Po",
    url: "",
    tier: "",
    description: {},
  });
  const sponsor = await db().sponsor.findFirstOrThrow({ where: { editionId: edition.id } });
  await savePrize(carla.id, edition.id, sponsor.id, {
    name: { it: "Bicicletta", en: "Bicycle" },
    quantity: 1,
    conditions: {},
  });
  const prize = await db().prize.findFirstOrThrow({ where: { sponsorId: sponsor.id } });
  const mail = await db().outboxMail.findFirstOrThrow();
  for (const name of ["dario", "bruno"] as const) await delivers(jury, name, { 1: [3, 3] });
  await enters(jury, "deliberation");
  const at = { userId: carla.id, edition, number: await openMeeting(carla.id, edition.id) };
  await recordPresence(at, [jury.jury.dario.userId]);
  await setAgenda(at, { choice: "hand", numbers: [1], threshold: 0, order: "rank" });
  await closeMeeting(at);
  await db().implementation.create({
    data: {
      editionId: judged.sealed.edition.id,
      publicNo: 1,
      unit: "Ufficio Energia",
      ownerId: user.id,
    },
  });
  const administrator = await aPerson({ isAdministrator: true });
  // a phone is narrow for real names too
  await db().user.updateMany({ data: { surname: "Santacaterina Contigliozzi" } });
  const people = {
    employee: user,
    owner: user,
    administrator,
    organiser: carla,
    chair: jury.jury.dario.user,
    custodian: judged.sealed.custodians[0]!.user,
    publisher: judged.sealed.organiser,
  };
  const opened = await Promise.all(
    Object.entries(people).map(
      async ([who, person]) => [who, await stage.profileOf(person)] as const,
    ),
  );
  profiles = {
    ...(Object.fromEntries(opened) as Record<Exclude<Who, "visitor">, Profile>),
    visitor: await stage.visitor(),
  };
  examples = {
    secret: (await db().$transaction((tx) => newLink(tx, administrator.id))).split("/").at(-1)!,
    person: administrator.id,
    mail: mail.id,
    editionId: edition.id,
    juror: jury.jury.elena.id,
    sponsor: sponsor.id,
    prize: prize.id,
    meeting: "1",
    no: "1",
    number: "1",
    certificate,
    code: judged.sealed.edition.code,
    other: earlier.sealed.edition.code,
    figure: "perCategory",
    moment: "call",
    guide: "organiser",
  };
}, 180_000);

/** The addresses of pages: those of modules that draw something and hold no others. */
function pages(list: Route[], around = ""): string[] {
  return list.flatMap(({ file, path, children }) => {
    const whole = [around, path].filter(Boolean).join("/");
    if (children?.length) return pages(children, whole);
    return /^export default /m.test(readFileSync(`app/${file}`, "utf8")) ? [whole] : [];
  });
}

/**
 * Whose a page is; what is about the end of an edition is looked at in the one that is published.
 */
function whose(path: string): Who {
  if (/^area\/(login|forgotten|link)/.test(path) || !path.startsWith("area/")) return "visitor";
  if (path.startsWith("area/admin") || path.startsWith("area/account/second-factor"))
    return "administrator";
  if (path.startsWith("area/custody")) return "custodian";
  if (path.startsWith("area/implementation")) return "owner";
  if (/^area\/manage\/:edition\/(opening|publication|handing-over|implementation)/.test(path))
    return "publisher";
  if (path.startsWith("area/manage")) return "organiser";
  return /^area\/(jury|meetings)/.test(path) ? "chair" : "employee";
}

/** Pages of a moment that has passed in both editions: looked at by the stories of that moment. */
const ofAnotherMoment = [
  "area/jury/:edition/conflicts",
  "area/jury/:edition/preferences",
  "area/manage/:edition/vote",
];
const pageThatIsNone = ":locale/*";

function addressOf(path: string, locale: string): string {
  const edition = ["publisher", "custodian", "owner"].includes(whose(path))
    ? judged.sealed.edition.code
    : jury.edition.code;
  const parts: Record<string, string> = { ...examples, edition, locale };
  return `/${path.replace(/:(\w+)/g, (_, name: string) => parts[name] ?? `no-example-for-${name}`)}`;
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { violations } = await axe(page)
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  const words = await page.locator("body").innerText();
  return [
    ...violations.map(
      ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    ),
    ...(
      words.match(
        /\b(?:public|area|manage|admin|jury|custody|desk|form|shell|sheet|sponsors|p|mail|awards|people|meetings)\.[a-zA-Z]+(?:\.[a-zA-Z-]+)*/g,
      ) ?? []
    ).map((key) => `no words for ${key}`),
  ];
}

test.each(locales)(
  "every page keeps nobody out, fits a phone and has words, in %s",
  async (locale) => {
    await db().user.updateMany({ data: { locale } });
    const all = pages((await routes) as Route[]).filter(
      (path) => ![...ofAnotherMoment, pageThatIsNone].includes(path),
    );
    expect(all.length).toBeGreaterThan(70);
    const faults: string[] = [];
    for (const path of all) {
      const { page } = profiles[whose(path)];
      const response = await page.goto(
        `${addressOf(path, locale)}${/^area\/(login|forgotten)/.test(path) ? `?lang=${locale}` : ""}`,
      );
      if (response?.status() !== 200) {
        faults.push(`${addressOf(path, locale)}: ${response?.status()}`);
        continue;
      }
      if ((await page.locator("html").getAttribute("lang")) !== locale)
        faults.push(`${path}: not in ${locale}`);
      faults.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
      await expectNarrow(page);
    }
    // axe tries to enter the frame that shows a mail, whose scripts are forbidden
    for (const { problems } of Object.values(profiles))
      faults.push(...problems.splice(0).filter((problem) => !problem.includes("about:srcdoc")));
    expect(faults).toEqual([]);
  },
  600_000,
);

test("on a phone the menu of an edition shows the page where one is", async () => {
  const { page } = profiles.publisher;
  await page.setViewportSize({ width: 360, height: 740 });
  const current = page.locator(".side [aria-current=page]");
  for (const part of ["publication", "settings"]) {
    await page.goto(`/area/manage/${judged.sealed.edition.code}/${part}`);
    await expect
      .poll(
        () =>
          current.evaluate(
            (link) =>
              link.getBoundingClientRect().left >= 0 &&
              link.getBoundingClientRect().right <= innerWidth,
          ),
        { message: part },
      )
      .toBe(true);
  }
});
