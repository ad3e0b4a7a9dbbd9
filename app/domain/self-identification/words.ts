// Words the self-identification guard knows of itself; what it knows of the staff comes out of the
// index.

const set = (words: string) => new Set(words.trim().split(/\s+/));

/** What family names begin with. */
export const particles = set(
  "d de di da del dell della dello dei degli delle dal dalla lo la li le el al ben bin abu van von der den mc mac o san santa st dos das du",
);

/**
 * Of these, the ones that are Italian prepositions: two in a row, as in `a d'angelo`, are a
 * preposition and a name.
 */
export const prepositionParticles = set("d di da del dell della dello dei degli delle dal dalla");
export const prepositions = set(
  "a ad con da di e ed per su tra fra o od and with by to of for from ask",
);

/** Titles after which a name is a name, however it is written. */
export const titles = set(
  "sig sigra signor signora signore signorina dott dottssa dottor dottore dottoressa dr dssa ing arch geom rag avv prof profssa mr mrs ms miss sir madam ra ssa",
);

/** Occupations after which a capital makes a name. */
export const occupations = set(`
  collega colleghi colleghe ingegnere architetto architetta geometra ragioniere ragioniera avvocato avvocata professore professoressa maestro maestra direttore direttrice
  dirigente capo responsabile assessore assessora agente ispettore ispettrice comandante commissario commissaria funzionario funzionaria coordinatore coordinatrice segretario
  segretaria bibliotecario bibliotecaria educatore educatrice messo usciere caposervizio caposquadra capufficio referente presidente consigliere consigliera sindaco sindaca vigile colleague director manager officer inspector head engineer`);

/**
 * What streets, buildings, laws and prizes are called by: the name after it is not that of a
 * colleague.
 */
export const eponyms = set(`
  via viale vie corso corsi piazza piazzale piazzetta largo strada vicolo lungo lungopo lungofiume ponte parco giardino giardini scuola liceo istituto asilo nido teatro palazzo villa cascina
  ospedale biblioteca museo stazione fermata metro legge decreto lodo riforma premio fondazione azienda ditta quartiere borgo torre castello casa cinema auditorium stadio palestra piscina
  centro galleria caserma collezione archivio fondo rapporto piano metodo modello sala aula padiglione residenza plesso street square avenue road san santa santo sant saint st`);

/** The same, where English puts them after the name. */
export const eponymsAfter = set(
  "street square avenue road school library museum park bridge prize foundation hospital law act theatre",
);

/** Between an eponym and its name: `scuola media statale Garibaldi`. */
export const eponymAdjectives = set(
  "civica civico comunale media elementare statale primaria primario materna superiore nazionale regionale pubblica storica vecchia vecchio nuova nuovo piccola grande",
);

/** Plural articles: what follows is a noun (`i Verdi`, `dei Conti`). */
export const pluralArticles = set(
  "i gli le dei degli delle ai agli alle nei negli nelle sui sugli sulle dai dagli dalle",
);
export const genitives = set("d di del dell della dello dei degli delle de of");

/** Capitals that only a headline has. */
export const smallWords = set(
  "a al alla alle agli ai e ed o od di del della dei delle da dal in nel nella con per su tra fra il lo la i gli le un una che non piu the of and for to in on with an",
);

/**
 * Towns, regions, feasts and days that are family names too: they count after a title or a first
 * name only.
 */
export const alwaysCapital = set(`
  agrigento alessandria ancona aosta arezzo ascoli asti avellino bari barletta belluno benevento bergamo biella bologna bolzano brescia brindisi cagliari caltanissetta campobasso caserta
  catania catanzaro chieti como cosenza cremona crotone cuneo enna fermo ferrara firenze foggia forli frosinone genova gorizia grosseto imperia isernia lecce lecco livorno lodi lucca
  macerata mantova massa matera messina milano modena monza napoli novara nuoro oristano padova palermo parma pavia perugia pesaro pescara piacenza pisa pistoia pordenone potenza prato
  ragusa ravenna rieti rimini roma rovigo salerno sassari savona siena siracusa sondrio taranto teramo terni torino trapani trento treviso trieste udine varese venezia verbania vercelli
  verona vicenza viterbo abruzzo basilicata calabria campania friuli lazio liguria lombardia marche molise piemonte puglia sardegna sicilia toscana umbria veneto italia europa francia spagna
  germania inghilterra america africa natale pasqua epifania ferragosto gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedi martedi mercoledi
  giovedi venerdi sabato domenica dio madonna papa comune citta stato regione provincia paese po dora sangone stura ivrea chieri moncalieri rivoli pinerolo susa`);

/** What an office's name begins with; it belongs to the name but is not needed to recognise it. */
export const officeWords = set(
  "ufficio servizio settore area divisione direzione dipartimento sportello reparto sezione unita nucleo segreteria assessorato comando polo uff serv office department unit service section division",
);
export const officeWordsAfter = set(
  "office department unit service section division desk branch team",
);

/** Not part of what an office is compared by. */
export const officeFillers = set(
  "e ed di del dell della dello dei degli delle d per il lo la i gli le l al alla ai alle con su the of and for",
);

/** Institutions of others: `Ministero dell'Ambiente` is no office of the city. */
export const institutions = set(`
  ministero ministra ministro assessore assessora agenzia corte camera facolta festival giornata codice universita politecnico istituto legge testo scuola museo banca borsa regione comunita european
  ministry agency university`);

/**
 * Everyday words that no list of nouns and adjectives has, and family names nevertheless: numerals,
 * prepositions, forms of verbs.
 */
export const everydayWords = set(`
  uno due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento duecento mille primo secondo terzo quarto quinto sesto
  settimo ottavo nono decimo durante davanti dopo prima sopra sotto dentro fuori verso contro presso vicino lontano accanto attorno intorno insieme senza oltre poco molto troppo tanto tutti tutto
  niente nulla sempre spesso mai forse quasi presto tardi oggi ieri domani adesso allora ancora anzi bene male meglio peggio basta manca resta porta passa trova pensa spera vince vinci vola canta
  cresci cresce mangia tira lascia ama sta bada conta canti parla parli salva salvi segue serve servi chiama torna torni vede vedi dice dici dona doni gira giri guarda ferma fermi grida leva para
  pari pesa piega rompi scala sente spacca stringi taglia tocca vale valenti voglia dai dato detto fatto messo preso scelto visto venuto lui lei noi voi loro mio tuo suo nostro vostro amen
  young brown black white green king bell page rose may hill wood lake field long short good best bishop cook baker miller taylor park street rice price sharp stone swan wolf fox bird rivers`);
