import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { marksIn } from "#app/domain/self-identification/guard.ts";
import { guardFacts, type Knows, type StaffMember } from "#app/domain/self-identification/index.ts";
import { compact, fold } from "#app/domain/self-identification/text.ts";
import { italianWords } from "#app/platform/italian-words.server.ts";

const lexicon = new Set(italianWords().map(compact));

function knowing(staff: StaffMember[]): Knows {
  const facts = new Set(guardFacts(staff, lexicon).map(({ kind, value }) => `${kind}|${value}`));
  return (kind, value) => facts.has(`${kind}|${value}`);
}

const someone = (
  name: string,
  surname: string,
  unit = "",
  staffNumber: string | null = null,
): StaffMember => ({ name, surname, unit, staffNumber });
const nobody: Knows = () => false;
const marked = (text: string, knows: Knows) =>
  marksIn(text, knows).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe("the name of somebody on the list is marked", () => {
  const people = [
    someone("Nicolò", "D'Angelo"),
    someone("Maria Grazia", "De Luca"),
    someone("Sara", "Ferrari-Trecate"),
    someone("Zoë", "Müller"),
    someone("Giosuè", "Lo Russo"),
    someone("Rosa", "Bianchi"),
    someone("Anna", "Neri"),
  ];
  const knows = knowing(people);
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "");
  const forms: [string, (person: StaffMember) => string][] = [
    ["first name first", ({ name, surname }) => `${name} ${surname}`],
    ["surname first", ({ name, surname }) => `${surname} ${name}`],
    ["an initial before", ({ name, surname }) => `${name[0]}. ${surname}`],
    ["an initial after", ({ name, surname }) => `${surname} ${name[0]}.`],
    ["in capitals", ({ name, surname }) => `${name} ${surname}`.toUpperCase()],
    ["without accents", ({ name, surname }) => plain(`${name} ${surname}`)],
    [
      "with accents as signs of their own",
      ({ name, surname }) => `${name} ${surname}`.normalize("NFD"),
    ],
    [
      "with a typographic apostrophe",
      ({ name, surname }) => `${name} ${surname.replace("'", "’")}`,
    ],
    ["in bold", ({ name, surname }) => `**${name}** *${surname}*`],
    ["as in an address", ({ name, surname }) => `${name}.${surname}`],
  ];

  it.each(forms)("%s, wherever it stands", (_how, form) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom("", "La pratica è di ", "Oggi. ", "è qui: "),
        fc.constantFrom("", " ed è tutto.", ", forse", "\n\nPoi"),
        (person, before, after) => {
          const text = `${before}${form(person)}${after}`;
          const persons = marksIn(text, knows).filter(({ kind }) => kind === "person");
          expect(persons, text).toHaveLength(1);
          expect(compact(text.slice(persons[0]!.start, persons[0]!.end)), text).toBe(
            compact(form(person)),
          );
        },
      ),
    );
  });

  it.each([
    "scuola Rosa Bianchi",
    "via Rosa Bianchi 3",
    "Anna Bianchi",
    "muri bianchi",
    "la rosa bianca",
    "Bianchi sono i muri.",
  ])("and not in: %s", (text) => {
    expect(marked(text, knows)).toEqual([]);
  });
});

describe("a surname that is a word", () => {
  const knows = knowing([
    someone("Anna", "Verdi"),
    someone("Luca", "Costa"),
    someone("Paola", "Sala"),
    someone("Giorgio", "Conti"),
  ]);
  it.each(["Verdi", "Costa", "Sala", "Conti"])(
    "%s counts with a first name, a title, or a capital inside a sentence",
    (surname) => {
      const first = { Verdi: "Anna", Costa: "Luca", Sala: "Paola", Conti: "Giorgio" }[surname]!;
      const small = surname.toLowerCase();
      expect(marked(`con ${first.toLowerCase()} ${small}`, knows)).toEqual([
        `person ${first.toLowerCase()} ${small}`,
      ]);
      expect(marked(`il dott. ${small} lo sa`, knows)).toEqual([`person ${small}`]);
      expect(marked(`lo sa ${surname} e basta`, knows)).toEqual([`person ${surname}`]);
    },
  );

  it.each(["Verdi", "Costa", "Sala", "Conti"])(
    "%s is a word in small letters, and at the beginning of a sentence",
    (surname) => {
      expect(
        marked(
          `vediamo ${surname.toLowerCase()} dappertutto. ${surname} dappertutto!\n- ${surname} dappertutto`,
          knows,
        ),
      ).toEqual([]);
    },
  );
});

describe("any text", () => {
  const letters = fc.string({
    unit: fc.constantFrom(..."aàeéiouvrdctsnl AERVD'’.,-\n0123456789@*/ß\u0301".split("")),
    maxLength: 200,
  });
  const pieces = fc
    .array(
      fc.constantFrom(
        "Rosa",
        "Bianchi",
        "De Luca",
        "sig.",
        "il mio ufficio",
        "tel. 011 4431234",
        "40107",
        "matricola",
        "a@b.it",
        "Ufficio Tributi",
        " ",
        "\n",
        ".",
        "-",
      ),
      { maxLength: 30 },
    )
    .map((all) => all.join(" "));
  const knows = knowing([
    someone("Rosa", "Bianchi", "Tributi", "40107"),
    someone("Chiara", "De Luca"),
  ]);

  it("gives marks in order, apart from each other, of whole passages", () => {
    fc.assert(
      fc.property(fc.oneof(letters, pieces, fc.string({ unit: "grapheme" })), (text) => {
        const marks = marksIn(text, knows);
        marks.forEach(({ start, end }, at) => {
          expect(start).toBeGreaterThanOrEqual(marks[at - 1]?.end ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("says the same of a text whose accents are signs of their own", () => {
    fc.assert(
      fc.property(fc.oneof(letters, pieces), (text) => {
        const said = (written: string) =>
          marksIn(written, knows).map(
            ({ kind, start, end }) => `${kind} ${written.slice(start, end).normalize("NFC")}`,
          );
        expect(said(text.normalize("NFD"))).toEqual(said(text.normalize("NFC")));
      }),
    );
  });

  it("however hostile is read in one go: a hundred thousand letters without a fault", () => {
    for (const part of [
      "a",
      "1",
      "+1",
      "a.",
      "a@",
      "come vigile ",
      "sono in ",
      "Bianchi ",
      "De ",
      "tel. ",
      "0",
      "(",
      "' ",
    ]) {
      expect(() => marksIn(part.repeat(Math.ceil(100_000 / part.length)), knows)).not.toThrow();
    }
  }, 60_000);
});

describe("what reaches a person", () => {
  it.each([
    ["011 4431234", "phone"],
    ["011.443.1234", "phone"],
    ["+39 011 4431234", "phone"],
    ["0039 349 1234567", "phone"],
    ["349/1234567", "phone"],
    ["3491234567", "phone"],
    ["+33 1 23 45 67 89", "phone"],
    ["nome@comune.it", "mail"],
    ["nome.cognome+altro@pec.comune.torino.it", "mail"],
    ["nome [at] comune.it", "mail"],
    ["nome chiocciola comune punto it", "mail"],
  ])("%s is marked as %s, whole", (written, kind) => {
    expect(marked(`Per sapere: ${written}, grazie`, nobody)).toEqual([`${kind} ${written}`]);
  });

  it.each([
    "800 123456",
    "01/02/2024",
    "12.30-14.00",
    "1.234.567",
    "350.000.000",
    "0,50",
    "n. 0123456/2024",
    "10122 Torino",
    "2024",
    "@comune",
    "tre@",
  ])("%s is not", (written) => {
    expect(marked(`Per sapere: ${written}, grazie`, nobody)).toEqual([]);
  });
});

describe("what is compared", () => {
  it("is a text without accents, capitals and kinds of apostrophe, whose letters know their place", () => {
    expect(fold("È D’Aß").folded).toBe("e d'ass");
    expect(fold("È D’Aß").at).toEqual([0, 1, 2, 3, 4, 5, 5, 6]);
    expect(compact("De  Luca-D’Angeló")).toBe("delucadangelo");
  });

  it("never tells who has an office or a number: facts stand alone", () => {
    const kinds = guardFacts([someone("Ada", "Negri", "Ufficio Tributi", "00123")], lexicon).map(
      ({ kind, value }) => `${kind} ${value}`,
    );
    expect(kinds).toEqual([
      "first ada",
      "surname-word negri",
      "full ada|negri",
      "initial a|negri",
      "number 123",
      "unit tributi",
      "unit-head tributi",
      "unit tributi",
      "unit-head tributi",
    ]);
  });
});

describe("whatever a text is made of", () => {
  const counting = (knows: Knows) => {
    const asked = { count: 0 };
    return { asked, knows: ((kind, value) => ((asked.count += 1), knows(kind, value))) as Knows };
  };

  it("a mark stands where the words stand, behind emoji too", () => {
    const knows = knowing([someone("Ada", "Negri")]);
    expect(marked("🏛️🎉 𝒳 Così la pensa Ada Negri 🎉.", knows)).toEqual(["person Ada Negri"]);
    fc.assert(
      fc.property(
        fc
          .string({ unit: "grapheme", maxLength: 40 })
          .filter((text) => !/[\p{L}\p{N}]/u.test(text)),
        (before) => {
          expect(marked(`${before} Così la pensa Ada Negri`, knows)).toEqual(["person Ada Negri"]);
        },
      ),
    );
  });

  it.each(["e ", "’è", "di ", "a e "])(
    "'%s' without end is looked through about once, even where every word is an office",
    (piece) => {
      const { asked, knows } = counting(() => true);
      const words = 20_000 / piece.length;
      marksIn(piece.repeat(words), knows);
      expect(asked.count).toBeLessThan(60 * words);
    },
  );
});

describe("the prose of the demonstration's proposals, written without a thought of the guard", () => {
  const surnames =
    "Rossi Ferrari Russo Bianchi Romano Gallo Costa Fontana Conti Esposito Ricci Bruno Rizzo Moretti Marino Greco Barbieri Lombardi Giordano Cassano Colombo Mancini Longo Leone Martinelli Marchetti Martini " +
    "Galli Gatti Mariani Ferrara Santoro Marini Bianco Conte Serra Farina Gentile Caruso Morelli Ferri Testa Ferraro Pellegrini Grassi Rossetti D'Angelo Bernardi Mazza Rizzi Silvestri Vitale Franco Parisi " +
    "Martino Valentini Castelli Bellini Monti Lombardo Fiore Grasso Ferro Carbone Orlando Guerra Palmieri Milani Villa Viola Ruggeri De-Santis D'Amico Negri Battaglia Sala Palumbo Benedetti Giuliani Bosco " +
    "Pace Porta Riva Cattaneo Basile Neri Sartori Sanna Piras Manca Lupo Volpe Poli Ponti Ponte Campo Prato Valle Croce Chiesa Canale Stella Cielo Sole Vento Pane Vino Casa Torre Castello Piazza Strada " +
    "Quaranta Cento Durante Amato Donati Fabbri Medici Monaco Abate Papa Santi Prete Conforti Giusti Veri Vero Bello Bravi Forte Forti Grande Piccolo Basso Alto Nuovo Vecchi Verdi Azzurro Celeste Grigio";
  const firsts =
    "Mario Anna Luca Paola Giorgio Rosa Chiara Stefano Elena Franco Vittoria Grazia Felice Serena Marina Viola Gioia Libero Fortunato Italia Bianca Alba Aurora Celeste Bruno Leone Santo Pace Speranza Vera".split(
      " ",
    );
  const units = [
    "Anagrafe e stato civile",
    "Biblioteche civiche",
    "Edilizia privata",
    "Servizi sociali",
    "Verde pubblico",
    "Polizia locale",
    "Servizi educativi",
    "Tributi",
    "Mobilità",
    "Patrimonio",
    "Personale",
    "Ambiente",
  ];
  const all = surnames
    .split(" ")
    .flatMap((surname, s) =>
      firsts.map((name, f) =>
        someone(name, surname, units[(s + f) % units.length], String(10_000 + s * 30 + f)),
      ),
    );
  const texts = readdirSync("prisma/demo/proposals").flatMap((file) =>
    z
      .array(z.record(z.string(), z.unknown()))
      .parse(JSON.parse(readFileSync(`prisma/demo/proposals/${file}`, "utf8")))
      .flatMap((proposal) => Object.values(proposal).filter((value) => typeof value === "string")),
  );

  it("is left alone, though thousands have the commonest names, nearly all of them everyday words", () => {
    const knows = knowing(all);
    const found = texts.flatMap((text) => marked(text, knows));
    const read = texts.join(" ").split(/\s+/).length;
    expect(read).toBeGreaterThan(20_000);
    expect(found.length, found.join("\n")).toBeLessThan(read / 5000);
    // there was something to find: the same prose with a name in it
    expect(
      texts
        .slice(0, 50)
        .every((text) =>
          marked(`${text}\n\nCosì la pensa Stefano Gatti.`, knows).includes("person Stefano Gatti"),
        ),
    ).toBe(true);
  });
});
