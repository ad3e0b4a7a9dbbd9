import { phaseOf } from "#app/domain/phase.ts";
import type { Arranged } from "./arrange.ts";
import { categories } from "./edition.ts";
import type { CycleOptions } from "./options.ts";
import { enterByMail } from "./people.ts";
import { type Person, Unexpected } from "./person.ts";

import type { World } from "./world.ts";

export type Judged = { jurors: number; assignments: number; recused: string };

/**
 * Screens, appoints the jury, assigns, scores and confirms; one juror recuses and another steps in.
 */
export async function judge(
  world: World,
  arranged: Arranged,
  { say, meanwhile }: Pick<CycleOptions, "say" | "meanwhile">,
): Promise<Judged> {
  const { organiser, code } = arranged;
  await meanwhile?.("screening", arranged, []);
  const numbers = await proposalNumbers(arranged);
  for (const no of numbers)
    await organiser.submit(`/area/manage/${code}/screening/${no}`, {
      verdict: "CLEARED",
      reason: "",
    });
  const jurors = await appoint(world, arranged);
  say(`  jurors ${jurors.length}`);
  for (const juror of jurors)
    await juror.submit(`/area/jury/${code}/conflicts`, { lookedAtAll: "on" });
  const assignments = await assign(arranged, "started");
  say(`  assignments ${assignments}`);
  await organiser.submit(`/area/manage/${code}/phase`, { phase: phaseOf.scoring });
  const recused = await recuseOne(arranged, jurors[0]!);
  await assign(arranged, "checked");
  await meanwhile?.("scoring", arranged, jurors);
  for (const [i, juror] of jurors.entries()) {
    await score(arranged, juror);
    say(`  scored ${i + 1}/${jurors.length}`);
  }
  await organiser.submit(`/area/manage/${code}/phase`, { phase: phaseOf.deliberation });
  await meanwhile?.("deliberation", arranged, jurors);
  await freeze(arranged, jurors[0]!);
  return { jurors: jurors.length, assignments, recused };
}

async function proposalNumbers({ organiser, code }: Arranged): Promise<number[]> {
  return numbersIn(
    await organiser.page(`/area/manage/${code}/screening`),
    `/area/manage/${code}/screening/`,
  );
}

/** The numbers behind links that begin with `path`. */
function numbersIn(html: string, path: string): number[] {
  const found = [...html.matchAll(new RegExp(`href="${path}(\\d+)"`, "g"))].map(([, no]) =>
    Number(no),
  );
  return [...new Set(found)].sort((a, b) => a - b);
}

/**
 * Internal jurors from the staff list, external ones by mail; the first is the chair. All accept.
 */
async function appoint(
  world: World,
  { organiser, code, internalJurors, externalJurors }: Arranged,
): Promise<Person[]> {
  const jurors: Person[] = [];
  for (const [i, staff] of internalJurors.entries()) {
    const html = await organiser.page(`/area/manage/${code}/jury?search=${staff.staffNumber}`);
    const userId = /name="userId" value="([0-9a-f-]{36})"/.exec(html)?.[1];
    await organiser.submit(`/area/manage/${code}/jury`, {
      userId,
      as: i === 0 ? "chair" : "juror",
    });
    jurors.push(await enterByMail(world, staff.email));
  }
  for (let i = 0; i < externalJurors; i += 1) {
    const email = `esterno${i}@universita.example`;
    await organiser.submit(`/area/manage/${code}/jury/invitation`, {
      name: "Esperta",
      surname: `Esterna ${i}`,
      email,
      locale: "it",
    });
    jurors.push(await enterByMail(world, email));
  }
  for (const [i, juror] of jurors.entries()) {
    await juror.submit(
      `/area/jury/${code}?index`,
      Object.fromEntries(categories.map((key, at) => [`expertise.${key}`, (at + i) % 3])),
    );
  }
  return jurors;
}

/** Lets the solver propose, and applies what it proposed; gives the number of pairs. */
async function assign({ organiser, code }: Arranged, keep: "started" | "checked"): Promise<number> {
  const path = `/area/manage/${code}/assignment`;
  const current = keep === "started" ? [] : checkedPairs(await organiser.page(path));
  const form = new FormData();
  form.append("keep", keep);
  for (const pair of current) form.append("pair", pair);
  const response = await organiser.request(`${path}/plan`, { method: "POST", body: form });
  const html = await response.text();
  const [basis, planned] = [hidden(html, "basis"), hidden(html, "planned")];
  if (!planned)
    throw new Unexpected(
      `No assignment was proposed: ${html
        .replace(/<[^>]+>/g, " ")
        .replace(/\s+/g, " ")
        .slice(0, 600)}`,
    );
  await organiser.submit(path, { basis, planned, pair: planned.split(" ") });
  return planned.split(" ").length;
}

function checkedPairs(html: string): string[] {
  return [...html.matchAll(/<input[^>]*name="pair"[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /type="hidden"|checked=""/.test(tag))
    .flatMap((tag) => /value="([^"]+)"/.exec(tag)?.[1] ?? []);
}

function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
}

async function recuseOne({ code }: Arranged, juror: Person): Promise<string> {
  const [first] = await ownNumbers(juror, code);
  await juror.submit(`/area/jury/${code}/${first}/recusal`, {
    kind: "none",
    note: "Conosco da vicino questo progetto.",
  });
  return `proposal ${first}, another juror steps in`;
}

async function ownNumbers(juror: Person, code: string): Promise<number[]> {
  return numbersIn(await juror.page(`/area/jury/${code}`), `/area/jury/${code}/`);
}

async function score({ code }: Arranged, juror: Person): Promise<void> {
  for (const no of await ownNumbers(juror, code)) {
    const scores = Object.fromEntries(
      ["impact", "innovation", "feasibility", "sustainability"].map((key) => [
        `scores.${key}`,
        Math.floor(Math.random() * 6),
      ]),
    );
    const version = hidden(await juror.page(`/area/jury/${code}/${no}`), "version");
    await juror.submit(`/area/jury/${code}/${no}`, {
      ...scores,
      commentProposer: "Proposta chiara.",
      commentJury: "",
      version,
      then: "stay",
    });
  }
  await juror.submit(`/area/jury/${code}/confirmation`, {});
}

/** Chair and organiser confirm the same ranking; whatever tie needs a vote gets one. */
async function freeze({ organiser, code }: Arranged, chair: Person): Promise<void> {
  const hash = hidden(await organiser.page(`/area/manage/${code}/ranking`), "hash");
  await organiser.submit(`/area/manage/${code}/ranking/confirmation`, { hash });
  await chair.submit(`/area/jury/${code}/ranking/confirmation`, { hash });
  await organiser.submit(`/area/manage/${code}/phase`, { phase: phaseOf.freeze });
}
