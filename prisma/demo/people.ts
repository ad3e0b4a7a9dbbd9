import { hashPassword } from "#app/platform/accounts/password.server.ts";
import { db, type User } from "#app/platform/db.server.ts";

// The invented people of the demonstration. Their password is public: a server in production
// refuses such data.

export const demoPassword = "due-buste-una-idea";

/** Those whom the demonstration calls by their role; all others are simply colleagues. */
export type Cast = {
  administrator: User;
  organiser: User;
  employee: User;
  director: User;
  custodians: User[];
  internalJurors: User[];
  externalJurors: { name: string; surname: string; email: string }[];
  colleagues: User[];
};

const units = [
  "Anagrafe e stato civile",
  "Biblioteche civiche",
  "Edilizia privata",
  "Servizi sociali",
  "Verde pubblico",
  "Polizia locale",
  "Servizi educativi",
  "Sistemi informativi",
  "Tributi",
  "Mobilità",
  "Patrimonio",
  "Cultura e turismo",
];

// role | name | surname | unit | qualification
const staff = `
administrator|Aldo|Amateis|7|funzionario
organiser|Olga|Rinaudo|11|funzionario
employee|Ada|Ferraris|1|istruttore
director|Dino|Valsania|10|dirigente
custodian|Carla|Noero|3|funzionario
custodian|Corrado|Testore|8|funzionario
custodian|Clelia|Vigliani|6|funzionario
internal|Bice|Montaldo|6|funzionario
internal|Ivo|Gariglio|9|funzionario
internal|Ines|Calosso|3|funzionario
internal|Italo|Perrone|7|funzionario
internal|Irma|Bertola|4|funzionario
internal|Ilario|Dogliani|0|funzionario
|Agnese|Barberis|0|istruttore
|Alfio|Novarese|0|operatore
|Amelia|Crosetto|0|istruttore
|Arturo|Ghione|0|istruttore
|Beatrice|Olivero|1|istruttore
|Bruna|Scarzello|1|operatore
|Carmine|Fiandra|1|istruttore
|Cesira|Pautasso|2|istruttore
|Cosimo|Lanteri|2|funzionario
|Dalia|Mondino|2|istruttore
|Damiano|Rovera|2|istruttore
|Delia|Tarditi|3|istruttore
|Donato|Angeleri|3|istruttore
|Edda|Cavagnero|3|operatore
|Egidio|Bosio|3|funzionario
|Elisa|Marengo|4|operatore
|Emilio|Sartoris|4|operatore
|Ermes|Viale|4|istruttore
|Fabrizia|Demichelis|5|agente
|Fedele|Brignolo|5|agente
|Fiorenza|Allasia|5|agente
|Fulvio|Cordero|5|commissario
|Gemma|Tallone|6|educatore
|Gerardo|Pejrone|6|educatore
|Gilda|Osella|6|educatore
|Giosuè|Racca|6|istruttore
|Iolanda|Bessone|7|istruttore
|Lamberto|Griva|7|funzionario
|Lavinia|Serafino|7|istruttore
|Leda|Boasso|8|istruttore
|Libero|Chiavassa|8|istruttore
|Lidia|Morra|8|operatore
|Loris|Destefanis|9|istruttore
|Mafalda|Audisio|9|istruttore
|Marzia|Galfré|9|operatore
|Nazario|Peirano|10|istruttore
|Nella|Bonavia|10|istruttore
|Olindo|Quaglia|10|operatore
|Orsola|Fenoglio|11|istruttore
|Palmira|Giacosa|11|istruttore
|Quinto|Robaldo|11|operatore
|Renata|Sibona|0|istruttore
|Rocco|Tesio|1|operatore
|Serena|Ughetto|3|istruttore
|Tullio|Vernetti|6|istruttore
|Wanda|Zunino|8|istruttore
|Zaira|Abrate|2|operatore
director|Ottavio|Blengini|4|dirigente
director|Sveva|Manassero|7|dirigente
`;

const outsiders = [
  ["Bruno", "Contigliozzi", "politecnico.example"],
  ["Elvira", "Santacaterina", "universita.example"],
  ["Ezio", "Buonamico", "cameradicommercio.example"],
  ["Enrica", "Fiordalisi", "terzosettore.example"],
  ["Ernesto", "Malaspina", "design.example"],
  ["Eva", "Torrebruna", "innovazione.example"],
] as const;

const address = (name: string, surname: string, host: string) =>
  `${name}.${surname}@${host}`
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f\s']/g, "");

/** Creates the invented staff and says who plays which part. */
export async function createPeople(): Promise<Cast> {
  const passwordHash = await hashPassword(demoPassword);
  const people: { role: string; user: User }[] = [];
  for (const [at, line] of staff.trim().split("\n").entries()) {
    const [role = "", name = "", surname = "", unit = "", qualification = ""] = line.split("|");
    const user = await db().user.create({
      data: {
        name,
        surname,
        qualification,
        passwordHash,
        email: address(name, surname, "comune.example"),
        staffNumber: String(40_100 + at * 7),
        unit: units[Number(unit)] ?? "",
        director: role === "director",
        isAdministrator: role === "administrator",
      },
    });
    people.push({ role, user });
  }
  const all = (role: string) => people.filter((each) => each.role === role).map(({ user }) => user);
  const one = (role: string) => all(role)[0]!;
  return {
    administrator: one("administrator"),
    organiser: one("organiser"),
    employee: one("employee"),
    director: one("director"),
    custodians: all("custodian"),
    internalJurors: all("internal"),
    externalJurors: outsiders.map(([name, surname, host]) => ({
      name,
      surname,
      email: address(name, surname, host),
    })),
    colleagues: all(""),
  };
}

/** Gives those who were invited from outside the same public password. */
export async function givePasswords(emails: string[]): Promise<void> {
  await db().user.updateMany({
    where: { email: { in: emails } },
    data: { passwordHash: await hashPassword(demoPassword) },
  });
}
