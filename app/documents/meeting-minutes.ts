import { createTranslator } from "use-intl";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { type MinutesFacts, type SigningCapacity } from "#app/domain/meetings/minutes.ts";
import type { SeenMinutes } from "#app/domain/meetings/minutes-view.ts";
import type { Reason } from "#app/domain/refusal.ts";
import { choices, isAdopted, replacedVotes } from "#app/domain/meetings/vote.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { dateTime, number } from "#app/i18n/when.ts";
import { type Block, type Document, typed } from "./document.ts";

// The minutes of a meeting as a document, out of what they hold for one reader.

export type Signatures = {
  version: number;
  hash: string;
  signatures: {
    capacity: SigningCapacity;
    name: string;
    at: string;
    instead: boolean;
    withheld: number;
  }[];
  /** of ranking.json, once frozen */
  commitment: string | null;
};
type Seen = SeenMinutes["facts"];
type Vote = Seen["votes"][number];

/** The minutes as they are read; `extract`: as they are published. */
export function meetingMinutes(
  { facts, withheld }: SeenMinutes,
  signed: Signatures,
  locale: Locale,
  { extract = false } = {},
): Document {
  const say = sayer(locale, facts.edition.timeZone);
  const name = inLocale(facts.edition.names, locale) || facts.edition.code;
  return {
    locale,
    title: say.t(extract ? "extractTitle" : "title", { number: facts.number, name }),
    blocks: [
      ...head(say, facts),
      ...(extract
        ? [soft(say.t("beyond", { count: withheld }))]
        : withheld > 0
          ? [strong(say.t("withheld", { count: withheld }))]
          : []),
      ...members(say, facts.members),
      ...exceptions(say, facts.juryExceptions ?? []),
      ...criteria(say, facts.criteria),
      ...agenda(say, facts, extract),
      ...votes(say, facts.votes),
      ...ties(say, facts.ties),
      ...ranking(say, facts.ranking, withheld > 0 && !extract),
      ...remarks(say, facts.remarks),
      ...corrections(say, facts.corrections),
      ...commitment(say, facts.commitment ?? signed.commitment),
      ...signatures(say, signed),
    ],
  };
}

type Say = ReturnType<typeof sayer>;

function sayer(locale: Locale, timeZone: string) {
  return {
    locale,
    t: createTranslator({ locale, messages: messagesFor(locale), namespace: "meetingMinutes" }),
    words: createTranslator({ locale, messages: messagesFor(locale), namespace: "votes" }),
    method: createTranslator({ locale, messages: messagesFor(locale), namespace: "method.does" }),
    exception: createTranslator({
      locale,
      messages: messagesFor(locale),
      namespace: "juryExceptions",
    }),
    lack: createTranslator({ locale, messages: messagesFor(locale), namespace: "reason" }),
    when: (at: string) => dateTime(at, locale, timeZone),
    score: (value: number | null) => (value === null ? "–" : number(value, locale, 1)),
  };
}

function heading(level: 2 | 3, text: string): Block {
  return { kind: "heading", level, text };
}
const paragraph = (text: string): Block => ({ kind: "paragraph", text });
const soft = (text: string): Block => ({ kind: "paragraph", text, tone: "soft" });
const strong = (text: string): Block => ({ kind: "paragraph", text, tone: "strong" });

function head({ t, when }: Say, { edition, openedAt, closedAt, closedBy }: Seen): Block[] {
  const entries = [
    { term: t("edition"), value: edition.code },
    { term: t("opened"), value: when(openedAt) },
    { term: t("closed"), value: when(closedAt) },
    { term: t("closedBy"), value: closedBy },
    { term: t("timeZone"), value: edition.timeZone },
  ];
  return [{ kind: "facts", entries }];
}

function members({ t }: Say, all: MinutesFacts["members"]): Block[] {
  const line = ({ name, capacity }: MinutesFacts["members"][number]) =>
    t("member", { name, capacity: t(`capacity.${capacity}`) });
  const [present, absent] = [
    all.filter((member) => member.present),
    all.filter((member) => !member.present),
  ];
  const people = (who: typeof all): Block =>
    who.length > 0 ? { kind: "list", items: who.map(line) } : paragraph(t("nobody"));
  return [
    heading(2, t("present", { count: present.length, of: all.length })),
    people(present),
    heading(2, t("absent", { count: absent.length })),
    people(absent),
  ];
}

function exceptions(
  { exception, lack }: Say,
  all: NonNullable<MinutesFacts["juryExceptions"]>,
): Block[] {
  const said = ({ key, params }: Reason) =>
    lack.has(key as never) ? lack(key as never, params as never) : key;
  return all.flatMap(({ phase, reason, lacks }): Block[] => [
    heading(2, exception(`title.${phase}`)),
    { kind: "list", items: lacks.map(said) },
    paragraph(exception("reason", { reason })),
  ]);
}

function criteria({ t, locale }: Say, all: MinutesFacts["criteria"]): Block[] {
  const columns = [
    { header: t("criterion") },
    { header: t("weight"), align: "end" as const },
    { header: t("maximum"), align: "end" as const },
  ];
  const rows = all.map(({ key, name, weight, maxScore }) => [
    inLocale(name, locale) || key,
    `${weight} %`,
    String(maxScore),
  ]);
  return [
    heading(2, t("criteria")),
    { kind: "table", caption: t("criteria"), captioned: false, columns, rows },
  ];
}

function agenda(say: Say, facts: Seen, extract: boolean): Block[] {
  const { t } = say;
  if (facts.items.length === 0) return [heading(2, t("agenda")), paragraph(t("noAgenda"))];
  return [
    heading(2, t("agenda")),
    soft(t("letters")),
    ...(facts.sealedConflicts ? [soft(t("sealed"))] : []),
    ...facts.items.flatMap((item, at) => [
      heading(3, t("item", { place: at + 1, no: item.no })),
      ...itemBlocks(say, item, facts, extract),
    ]),
  ];
}

function itemBlocks(
  say: Say,
  { no, title, locale, discussed, left, note, sheets, revisions }: Seen["items"][number],
  { criteria: scored, sealedConflicts }: Seen,
  extract: boolean,
): Block[] {
  const { t, score } = say;
  const who =
    left.length > 0
      ? [paragraph(t("left", { names: left.join(", ") }))]
      : sealedConflicts || extract
        ? []
        : [paragraph(t("nobodyLeft"))];
  return [
    ...(title
      ? [{ kind: "paragraph", text: { text: title, lang: locale }, tone: "strong" } as const]
      : []),
    ...(discussed ? who : [paragraph(t("notDiscussed"))]),
    ...typed(note),
    ...(sheets.length > 0 ? [scoreTable(say, no, sheets, scored)] : [paragraph(t("noSheets"))]),
    ...(revisions.length > 0
      ? [
          paragraph(t("revisions")),
          {
            kind: "list",
            items: revisions.map(({ letter, before, total, reason }) =>
              t("revised", {
                letter,
                before: score(before),
                total: score(total),
                reason: reason || "none",
              }),
            ),
          } as const,
        ]
      : []),
  ];
}

function scoreTable(
  { t, locale, score }: Say,
  no: number,
  sheets: Seen["items"][number]["sheets"],
  scored: MinutesFacts["criteria"],
): Block {
  return {
    kind: "table",
    caption: t("scores", { no }),
    columns: [
      { header: t("juror") },
      ...scored.map(({ key, name }) => ({
        header: inLocale(name, locale) || key,
        align: "end" as const,
      })),
      { header: t("total"), align: "end" },
    ],
    rows: sheets.map(({ letter, round, scores, total }) => [
      round > 1 ? t("ofRound", { letter, round }) : letter,
      ...scored.map(({ key }) => String(scores[key] ?? "–")),
      score(total),
    ]),
  };
}

function votes(say: Say, all: Vote[]): Block[] {
  const { t } = say;
  const replaced = new Set(replacedVotes(all));
  return [
    heading(2, t("votes")),
    ...(all.length === 0
      ? [paragraph(t("noVotes"))]
      : all.flatMap((vote) => voteBlocks(say, vote, replaced.has(vote.number)))),
  ];
}

function voteBlocks({ t, words }: Say, vote: Vote, replaced: boolean): Block[] {
  const {
    no,
    matter,
    secret,
    byName,
    present,
    members: of,
    replaces,
    reason,
    inFavour,
    against,
    abstained,
  } = vote;
  const cast = choices.flatMap((each) => {
    const names = byName.filter((ballot) => ballot.choice === each).map(({ name }) => name);
    return names.length > 0 ? [{ term: words(`count.${each}`), value: names.join(", ") }] : [];
  });
  return [
    heading(
      3,
      t("vote", {
        number: vote.number,
        subject: no === null ? t("onMatter") : t("onProposal", { no }),
      }),
    ),
    ...(replaced ? [strong(t("replaced"))] : []),
    {
      kind: "facts",
      entries: [
        { term: t("question"), value: matter },
        {
          term: t("outcome"),
          value: t("outcomeIs", {
            outcome: words(isAdopted(vote) ? "adopted" : "rejected"),
            inFavour,
            against,
            abstained,
          }),
        },
        { term: t("manner"), value: t(secret ? "secretly" : "byName") },
        { term: t("quorum"), value: t("ofMembers", { present, members: of }) },
        ...cast,
        ...(replaces === null
          ? []
          : [{ term: t("replaces"), value: t("replacesVote", { number: replaces, reason }) }]),
      ],
    },
  ];
}

function ties({ t }: Say, all: MinutesFacts["ties"]): Block[] {
  if (all.length === 0) return [];
  const order = (positions: MinutesFacts["ties"][number]["positions"]) =>
    positions.map(({ no, position }) => t("place", { no, position })).join(", ");
  return [
    heading(2, t("ties")),
    {
      kind: "list",
      items: all.map(({ positions, reason }) => t("tie", { order: order(positions), reason })),
    },
  ];
}

function ranking({ t, score, method }: Say, standing: Seen["ranking"], among: boolean): Block[] {
  if (!standing) return [heading(2, t("ranking")), paragraph(t("noRanking"))];
  const columns = [
    { header: t("proposal") },
    { header: t("rank"), align: "end" as const },
    { header: t("score"), align: "end" as const },
    { header: t("sheets"), align: "end" as const },
  ];
  const rows = standing.rows.map((row) => [
    t("number", { no: row.no }),
    String(row.rank),
    score(row.score),
    String(row.sheets),
  ]);
  return [
    heading(2, t("ranking")),
    paragraph(method(standing.method)),
    ...(among ? [soft(t("among"))] : []),
    ...(rows.length > 0
      ? [{ kind: "table", caption: t("ranking"), captioned: false, columns, rows } as const]
      : [paragraph(t("nothingRanked"))]),
    ...(standing.unranked.length > 0
      ? [paragraph(t("unranked", { numbers: standing.unranked.join(", ") }))]
      : []),
  ];
}

function remarks({ t, when }: Say, all: MinutesFacts["remarks"]): Block[] {
  if (all.length === 0) return [];
  return [
    heading(2, t("remarks")),
    ...all.flatMap(({ name, at, text }) => [
      strong(t("remark", { name, at: when(at) })),
      ...typed(text),
    ]),
  ];
}

function corrections({ t, when }: Say, all: MinutesFacts["corrections"]): Block[] {
  if (all.length === 0) return [];
  const items = all.map(({ no, name, at, reason, before }) =>
    t("correction", { no, name, at: when(at), reason, before: before || t("empty") }),
  );
  return [heading(2, t("corrections")), { kind: "list", items }];
}

function commitment({ t }: Say, commit: string | null): Block[] {
  return commit === null
    ? []
    : [heading(2, t("commitment")), { kind: "paragraph", text: commit, tone: "code" }];
}

function signatures({ t, when }: Say, { version, hash, signatures: given }: Signatures): Block[] {
  const line = (capacity: SigningCapacity) => {
    const signature = given.find((each) => each.capacity === capacity);
    if (!signature) return t("notSigned");
    const { name, at, instead, withheld } = signature;
    const by = t(instead ? "instead" : "signed", { name, at: when(at) });
    return withheld > 0 ? `${by}. ${t("signedUnseen", { count: withheld })}` : by;
  };
  return [
    heading(2, t("signatures")),
    {
      kind: "facts",
      entries: [
        ...(["CHAIR", "SECRETARY"] as const).map((capacity) => ({
          term: t(`signer.${capacity}`),
          value: line(capacity),
        })),
        { term: t("version"), value: String(version) },
        { term: t("hash"), value: hash },
      ],
    },
  ];
}

/** How a page of the document says its number. */
export function pageNumber(locale: Locale): (at: number, of: number) => string {
  const { t } = sayer(locale, "UTC");
  return (at, of) => t("page", { at, of });
}
