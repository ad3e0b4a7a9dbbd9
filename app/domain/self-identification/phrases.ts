import type { FoldedText } from "./text.ts";

// Turns of phrase by which people say where or as what they work. They are looked for in the folded
// text: small letters without accents.

const to = "(?:all'|(?:al|allo|alla|ai|agli|alle|presso)\\b)";
const inside = "(?:nell'|(?:in|nel|nello|nella|nei|negli|nelle)\\b)";
const of = "(?:dell'|(?:di|del|dello|della|dei|degli|delle)\\b)";

/** Where one works, in the singular: 'our offices' are the city's, 'our office' is one's own. */
const place =
  "(?:ufficio|servizio|settore|reparto|sportello|team|dipartimento|direzione|assessorato|unita|area|divisione|sezione|sede|scuola|asilo|nido|plesso|classe|biblioteca|comando|centrale|cantiere|" +
  "magazzino|officina|segreteria|circoscrizione|museo|archivio|squadra|gruppo di lavoro|pattuglia|postazione|scrivania|stanza|mansione|qualifica|incarico|ruolo|profilo professionale|posto di lavoro|turno|" +
  "dirigente|direttore|direttrice|capo|capufficio|capoufficio|caposquadra|responsabile|superiore|coordinatore|coordinatrice|matricola|badge|tesserino|interno|cellulare|telefono|numero|nome|cognome)";
const englishPlace =
  "(?:office|unit|department|team|desk|section|division|branch|counter|library|school|station|depot|workshop|crew|boss|manager|supervisor|director|line manager|job|position|shift|surname|phone|extension)";

const trade =
  "(?:impiegat[oa]|funzionari[oa]|istruttore|istruttrice|addett[oa]|responsabile|operatore|operatrice|agente|vigile|maestr[oa]|educatore|educatrice|bibliotecari[oa]|assistente|tecnic[oa]|geometra|" +
  "ingegnere|architett[oa]|ragionier[ea]|avvocat[oa]|messo|messa|usciere|giardinier[ea]|autista|cuoc[oa]|custode|coordinatore|coordinatrice|caposquadra|capoufficio|segretari[oa]|referente|" +
  "contabile|programmatore|programmatrice|archivista)\\b";
const trades =
  "(?:impiegat[ie]|funzionari[e]?|istruttor[i]|addett[ie]|responsabili|operator[i]|operatrici|agenti|vigili|maestr[ie]|educator[i]|educatrici|bibliotecar[i]e?|assistenti|tecnic[i]|geometri|custodi|giardinieri|autisti)\\b";
const englishTrade =
  "(?:clerk|officer|librarian|teacher|educator|gardener|driver|engineer|architect|accountant|lawyer|secretary|technician|inspector|archivist|coordinator|supervisor|manager|director|head|chief|nurse|social worker)";

// not after an article or preposition: 'il lavoro allo sportello' is a noun
const notANoun =
  "(?<!\\b(?:il|lo|un|di|del|dal|al|nel|sul|col|questo|quel|quello|ogni|buon|nostro|vostro|suo|loro|mio|tuo|e|per|a|da|in|con|su|tra|fra|senza|nuovo|vero|bel|primo|altro) )";

const said: RegExp[] = [
  `\\b(?:mio|mia|nostro|nostra) (?:(?:stesso|stessa|attuale|vecchio|vecchia|ex|piccolo|piccola|precedente) )?${place}\\b`,
  `${notANoun}\\blavoro (?:${to}|come|da (?:\\w+ |\\w+')?anni)(?: sportello| front office)?`,
  `\\b(?:io|che|dove|in cui|per cui|con cui|ci) lavoro(?: (?:${to}|${inside}|come|da))?(?: sportello| ufficio)?`,
  `\\bda (?:\\w+ |\\w+')(?:anni|mesi) lavoro (?:${to}|${inside}|come|con)`,
  `\\blavoriamo (?:${to}|${inside}|come)(?: sportello| ufficio)?`,
  `\\b(?:lavoravo|lavoravamo|ho lavorato|abbiamo lavorato) (?:${to}|${inside}|come|per)`,
  `\\b(?:mi occupo|ci occupiamo|mi sono occupat[oa]|mi sono sempre occupat[oa]) ${of}`,
  `(?<!\\b(?:ci|vi|si) )\\b(?:io )?(?:sono|ero) (?:un |un'|una |l'|il |la |anche )?(?:\\w+ )?${trade}`,
  `\\b(?:noi )?(?:siamo|eravamo) (?:gli |le |i |anche )?(?:\\w+ )?${trades}`,
  `\\bcome ${trade}(?: (?:${of}|${to}))?(?=.{0,160}\\b(?:ho|sono|vedo|so|posso|mi|abbiamo|vediamo|conosco|noto|lavoro|devo|ricevo|incontro|uso|seguo)\\b)`,
  `\\b(?:io,? (?:da|come)|essendo(?: un| una| un')?) ?${trade}`,
  `\\bnoi ${trades}`,
  `\\bin (?:qualita|veste) di(?: ${trade})?`,
  `\\bsiamo (?:solo |soltanto |appena )?in (?:due|tre|quattro|cinque|sei|sette|otto|nove|dieci|pochi|poche|\\d+)(?: (?:${to}|${inside}))?(?: ${place}| sportello)?`,
  `\\bnoi (?:${of}|che lavoriamo|${to})(?= ?\\w)`,
  `\\b(?:qui )?da noi (?:${inside}|${to}) ?\\w+`,
  "\\b(?:presto|prestiamo|prestavo) servizio\\b",
  `\\bfaccio parte ${of}`,
  "\\b(?:gestisco|coordino|dirigo|sovrintendo)\\b",
  `\\b(?:mia|nostra) esperienza (?:${to}|${inside}|come|da|di)(?: \\w+)?`,
  `\\bnel mio lavoro(?: (?:${of}|${to}|come|da))?`,
  "\\b(?:sono|siamo) stat[oaie] (?:trasferit|assegnat|spostat|distaccat)[oaie]\\b",
  "\\bsottoscritt[oaie]\\b",
  "\\bmi chiamo\\b",
  "\\b(?:contattatemi|scrivetemi|chiamatemi|telefonatemi|cercatemi|contattarmi|scrivermi|chiamarmi)\\b",
  `\\b(?:my|our) (?:(?:own|current|former|old|small|little) )?${englishPlace}\\b(?! of (?:view|reference))`,
  `\\b(?:i|we) (?:have )?(?:work|worked|been working) (?:at|in|for|as|on|with)\\b`,
  "\\bwhere (?:i|we) work\\b",
  `\\bas (?:the |a |an )?(?:\\w+ )?(?:employee|member of staff|${englishTrade}) (?:of|at|in|for)\\b`,
  `\\b(?:i am|i'm|i was|we are|we're) (?:the |a |an )?(?:\\w+ )?${englishTrade}s?\\b`,
  "\\b(?:i am|i'm|we are|we're) (?:responsible for|in charge of)",
  "\\bi (?:run|manage|lead|coordinate|supervise|head) (?:the|a|our|my)\\b",
  `\\bin my (?:role|capacity|job|position)(?: as(?: (?:a|an|the))?(?: ${englishTrade})?)?`,
  "\\b(?:we|those of us|us) (?:at|in) the\\b",
  "\\bmy name is\\b",
  "\\bthe undersigned\\b",
  "\\b(?:contact|call|write to|email|mail|phone|ring|text) me\\b",
].map((source) => new RegExp(source, "gu"));

// 'ero al …' says where one works only when an office follows
const beforeOffice = new RegExp(
  `\\b(?:da quando )?(?:qui|sono|ero|eravamo|siamo|sto|stavo|vengo|arrivo|passat[oa]|entrat[oa]|assunt[oa]) (?:${to}|${inside}|dal|dallo|dalla|dall'|dai|dagli|dalle)`,
  "gu",
);

export type Phrase = {
  start: number;
  end: number;
  /** counts only where an office's name follows */ needsOffice: boolean;
};

/** The phrases in a text, by their places in the folded text. */
export function phrasesIn({ folded }: FoldedText): Phrase[] {
  const spaced = folded.replace(/\s/gu, " ");
  const found = (pattern: RegExp, needsOffice: boolean) =>
    [...spaced.matchAll(pattern)].map(({ 0: words, index }) => ({
      start: index,
      end: index + words.trimEnd().length,
      needsOffice,
    }));
  return [...said.flatMap((pattern) => found(pattern, false)), ...found(beforeOffice, true)];
}
