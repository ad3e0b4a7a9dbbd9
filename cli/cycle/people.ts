import { Person, Unexpected } from "./person.ts";
import type { World } from "./world.ts";

export type Staff = {
  staffNumber: string;
  name: string;
  surname: string;
  email: string;
  unit: string;
  qualification: string;
  director: boolean;
};

const names = [
  "Ada",
  "Bruno",
  "Carla",
  "Dario",
  "Elena",
  "Fabio",
  "Giulia",
  "Hamid",
  "Irene",
  "Luca",
  "Marta",
  "Nadia",
  "Omar",
  "Paola",
  "Rita",
  "Sara",
  "Tito",
  "Ugo",
  "Vera",
  "Zeno",
];
const surnames = [
  "Bianchi",
  "Costa",
  "Conti",
  "Esposito",
  "Ferrero",
  "Gallo",
  "Lombardi",
  "Marino",
  "Negri",
  "Orlando",
  "Pace",
  "Ricci",
  "Sala",
  "Testa",
  "Verdi",
];
const units = [
  "Anagrafe",
  "Ambiente",
  "Biblioteche",
  "Edilizia",
  "Mobilità",
  "Personale",
  "Scuola",
  "Tributi",
];

/** A staff list of `count` employees; the last is a director. */
export function staffList(count: number): Staff[] {
  return Array.from({ length: count }, (_, i) => ({
    staffNumber: String(10_000 + i),
    name: names[i % names.length]!,
    surname: `${surnames[(i * 7) % surnames.length]!}${i >= 15 ? ` ${i}` : ""}`,
    email: `persona${i}@comune.example`,
    unit: units[i % units.length]!,
    qualification: "Istruttore",
    director: i === count - 1,
  }));
}

/** The staff list as the personnel office hands it over. */
export function staffCsv(staff: Staff[]): string {
  const lines = staff.map((p) =>
    [
      p.staffNumber,
      p.name,
      p.surname,
      p.email,
      p.unit,
      p.qualification,
      p.director ? "yes" : "no",
    ].join(","),
  );
  return ["staffNumber,name,surname,email,unit,qualification,director", ...lines].join("\n");
}

export const password = "una-lunga-password-di-prova";

/** Sets a password with a one-time link, which signs in at once. */
export async function enterByLink(world: World, email: string, link: string): Promise<Person> {
  const person = new Person(world.origin, email);
  await person.submit(new URL(link).pathname, { password, repeat: password });
  person.password = password;
  return person;
}

/** Waits for a mail with a one-time link, and enters by it; using one makes the others void. */
export async function enterByMail(world: World, email: string): Promise<Person> {
  return waitFor(async () => {
    const links = world.mails
      .filter(({ to }) => to === email)
      .flatMap(({ text }) => /https?:\/\/\S+\/area\/link\/\S+/.exec(text)?.[0] ?? []);
    // the mail may be a moment ahead of the transaction that stores its link
    const works =
      links.length > 0 &&
      (await new Person(world.origin).page(new URL(links.at(-1)!).pathname)).includes(
        'name="password"',
      );
    return works ? enterByLink(world, email, links.at(-1)!).catch(() => undefined) : undefined;
  }, `a link by mail to ${email}`);
}

/** Asks again until there is an answer; gives up after `seconds`. */
export async function waitFor<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  what: string,
  seconds = 90,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Unexpected(`Waited ${seconds} s in vain for ${what}.`);
}
