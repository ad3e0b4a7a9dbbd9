import { type EditionTexts, type Settings, usualSettings } from "#app/domain/edition/settings.ts";

// The rules that both sealed demonstration editions have in common.

export const demoSettings: Settings = {
  ...usualSettings,
  asksAuthor: true,
  quorum: 2,
  custodianCount: 3,
  minimumScore: 60,
};

type Both = { it: string; en: string };
const both = (it: string, en: string): Both => ({ it, en });

/** Six labels, 0 to 5. */
const scale = (...labels: Both[]) =>
  Object.fromEntries(labels.map((label, score) => [String(score), label]));

export const demoCriteria = [
  {
    key: "benefit",
    weight: 35,
    name: both("Beneficio", "Benefit"),
    description: both(
      "Quanto guadagnano i cittadini, i colleghi o l’ente.",
      "How much citizens, colleagues or the city gain.",
    ),
    anchors: scale(
      both("nessun beneficio", "no benefit"),
      both("per pochissimi", "for very few"),
      both("limitato", "limited"),
      both("chiaro per un servizio", "clear for one service"),
      both("ampio e stimato", "wide and estimated"),
      both("ampio, stimato e duraturo", "wide, estimated and lasting"),
    ),
  },
  {
    key: "feasibility",
    weight: 30,
    name: both("Fattibilità", "Feasibility"),
    description: both(
      "Tempi, persone e norme: si può fare?",
      "Time, people and law: can it be done?",
    ),
    anchors: scale(
      both("non realizzabile", "cannot be done"),
      both("ostacoli gravi", "grave obstacles"),
      both("molti punti da chiarire", "much to be cleared up"),
      both("realizzabile con aiuti", "can be done with help"),
      both("realizzabile da noi", "we can do it ourselves"),
      both("si può cominciare domani", "can begin tomorrow"),
    ),
  },
  {
    key: "originality",
    weight: 20,
    name: both("Novità", "Originality"),
    description: both("È nuova per il nostro Comune?", "Is it new for our city?"),
    anchors: scale(
      both("esiste già qui", "exists here"),
      both("già tentata", "was tried"),
      both("poco nuova", "hardly new"),
      both("nuova per noi", "new for us"),
      both("nuova in Italia", "new in the country"),
      both("mai vista", "never seen"),
    ),
  },
  {
    key: "sustainability",
    weight: 15,
    name: both("Sostenibilità", "Sustainability"),
    description: both("Si ripaga o si mantiene nel tempo?", "Does it pay for itself, or last?"),
    anchors: scale(
      both("costi senza ritorno", "costs without return"),
      both("molto onerosa", "very dear"),
      both("onerosa", "dear"),
      both("in pareggio", "breaks even"),
      both("conveniente", "pays"),
      both("si ripaga in un anno", "pays within a year"),
    ),
  },
].map((criterion, at) => ({ ...criterion, position: at + 1, maxScore: 5 }));

export const demoSponsors = [
  {
    name: "Ciclofficina Aurora",
    tier: "Partner",
    description: both(
      "Biciclette costruite e riparate in città.",
      "Bicycles made and mended in the city.",
    ),
    prizes: [
      {
        name: both("Bicicletta elettrica", "Electric bicycle"),
        quantity: 2,
        value: 1600,
        conditions: both("Da ritirare entro sei mesi.", "To be collected within six months."),
      },
    ],
  },
  {
    name: "Cooperativa Passo Lento",
    tier: "Sponsor",
    description: both("Viaggi a piedi e in treno.", "Journeys on foot and by train."),
    prizes: [
      {
        name: both("Fine settimana in montagna per due", "Weekend in the mountains for two"),
        quantity: 3,
        value: 280,
        conditions: both("Valido un anno.", "Valid for a year."),
      },
    ],
  },
  {
    name: "Libreria Il Faro",
    tier: "Sponsor",
    description: both("Libreria indipendente.", "An independent bookshop."),
    prizes: [
      {
        name: both("Buono libri", "Book voucher"),
        quantity: 10,
        value: 50,
        conditions: both("", ""),
      },
    ],
  },
];

/** What wins what; `prize` is the sponsor's place in the list above. */
export const demoAwards = [
  {
    kind: "OVERALL",
    name: both("Primo e secondo posto", "First and second place"),
    places: 2,
    prize: 0,
  },
  {
    kind: "OVERALL",
    name: both("Dal terzo al quinto posto", "Third to fifth place"),
    places: 3,
    prize: 1,
  },
  {
    kind: "MENTION",
    name: both("Menzione della giuria", "The jury’s mention"),
    places: 3,
    prize: 2,
  },
] as const;

/** The call of a demonstration edition. */
export function demoTexts(year: number): EditionTexts {
  return {
    it: {
      name: `Innova.TO ${year}`,
      summary:
        "Hai un’idea per far funzionare meglio il Comune? Scrivila in dieci minuti. La giuria leggerà l’idea, non il tuo nome.",
      rules: `### A che cosa serve
Raccogliere dalle persone che lavorano nel Comune idee che migliorano i servizi, riducono gli sprechi o fanno lavorare meglio.

### Che cosa si consegna
Una proposta di poche pagine: il **problema**, la **soluzione**, chi ne trae vantaggio, tempi, costi e come si sostiene. Da soli; ognuno può consegnarne fino a due.

### Come resta anonima
Il testo non deve contenere nomi, uffici o fatti che permettano di riconoscere chi scrive. Il nome è in una busta sigillata che si apre solo se la proposta è premiata.

### Che cosa succede dopo
1. L’organizzazione verifica la forma delle proposte.
2. La giuria, per metà esterna, dà i punteggi.
3. La graduatoria si chiude; i custodi aprono le buste dei premiati.
4. Chi vince decide se comparire con il proprio nome.`,
    },
    en: {
      name: `Innova.TO ${year}`,
      summary:
        "Do you have an idea to make the city work better? Write it down in ten minutes. The jury will read the idea, not your name.",
      rules: `### What it is for
To gather, from the people who work for the city, ideas that improve services, cut waste or make work better.

### What to hand in
A proposal of a few pages: the **problem**, the **solution**, who gains, time, cost and how it keeps going. Alone; everybody may hand in up to two.

### How it stays anonymous
The text must hold no names, offices or facts that give away who wrote it. The name is in a sealed envelope that is opened only if the proposal wins.

### What happens next
1. The organisers check the form of the proposals.
2. The jury, half of it from outside, scores.
3. The ranking is frozen; the custodians open the winners' envelopes.
4. Winners decide whether to be named.`,
    },
  };
}
