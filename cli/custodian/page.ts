import { type Checked, mayBeSigned } from "#app/custody/evidence.ts";
import { headsIn } from "#app/custody/sheet-check.ts";
import { answerTo, type CustodyTask, taskSchema, type Worked, workOn } from "#app/custody/task.ts";
import type { RankingFile } from "#app/domain/ranking/file.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import { decryptKeyFile } from "#app/sealing/custodian.ts";

// A custodian's page that comes from no server: one file, opened from a disk, that can reach no
// network. It works on a task that the custodian saved, with their key, and saves the answer
// (sealing.md §1). The build puts it into one HTML file.

type Language = "it" | "en";
type Words = (typeof import("#app/i18n/it/index.ts"))["default"];
declare const WORDS: Record<
  Language,
  Pick<Words["custody"], "alone"> & Faults & { methods: Record<string, string> }
>;
type Faults = {
  release: Record<string, string>;
  ranking: Record<string, string>;
  chain: Record<string, string>;
  numbers: string;
};

let language: Language = navigator.language.startsWith("it") ? "it" : "en";
const said = () => WORDS[language];
const filled = (text: string, values: Record<string, string | number> = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
const t = (key: keyof Words["custody"]["alone"], values?: Record<string, string | number>) =>
  filled(said().alone[key], values);

type Child = Node | string;

function element(
  name: string,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function field(label: string, help: string, input: HTMLElement): HTMLElement {
  return element("label", {}, element("span", {}, label), element("small", {}, help), input);
}

const main = document.body.appendChild(element("main"));

/** The first view: key, phrase and task. Called again when the language changes. */
function ask(): void {
  document.documentElement.lang = language;
  document.title = t("title");
  const other = element("button", { type: "button", class: "plain" }, t("otherLanguage"));
  other.addEventListener("click", () => {
    language = language === "it" ? "en" : "it";
    ask();
  });
  const key = element("input", { type: "file", required: "" }) as HTMLInputElement;
  const phrase = element("input", {
    type: "password",
    autocomplete: "off",
    required: "",
  }) as HTMLInputElement;
  const task = element("input", {
    type: "file",
    accept: ".json",
    required: "",
  }) as HTMLInputElement;
  const heads = element("textarea", { rows: "3" }) as HTMLTextAreaElement;
  const button = element("button", { type: "submit" }, t("work"));
  const problem = element("p", { role: "alert", class: "bad" });
  const form = element(
    "form",
    {},
    field(t("task"), t("taskHelp"), task),
    field(t("key"), t("keyHelp"), key),
    field(t("phrase"), t("phraseHelp"), phrase),
    field(t("heads"), t("headsHelp"), heads),
    problem,
    button,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const say = (words: string) => {
      problem.textContent = words;
      button.textContent = t("work");
      button.removeAttribute("disabled");
    };
    button.textContent = t("working");
    button.setAttribute("disabled", "");
    // after the words are on the screen: the phrase takes seconds
    setTimeout(
      () =>
        void begin(key.files?.[0], phrase.value, task.files?.[0], headsIn(heads.value)).then(say),
      50,
    );
  });
  main.replaceChildren(other, element("h1", {}, t("title")), element("p", {}, t("text")), form);
}

function alert(words: string): HTMLElement {
  return element("p", { role: "alert", class: "bad" }, words);
}

/** Works on the task and shows what was found; gives what keeps it from that, in words. */
async function begin(
  key: File | undefined,
  phrase: string,
  file: File | undefined,
  heads: ChainHead[],
): Promise<string> {
  const task = await taskIn(file);
  if (!task) return t("noTask");
  const identity = key
    ? await decryptKeyFile(new Uint8Array(await key.arrayBuffer()), phrase)
    : null;
  if (!identity) return t("wrongPhrase");
  try {
    show(identity, task, await workOn(identity, task, heads), heads);
    return "";
  } catch {
    return t("noTask");
  }
}

async function taskIn(file: File | undefined): Promise<CustodyTask | null> {
  try {
    return taskSchema.parse(JSON.parse((await file?.text()) ?? ""));
  } catch {
    return null;
  }
}

/** What was found; nothing leaves the page before it is saved by hand. */
function show(identity: string, task: CustodyTask, worked: Worked, heads: ChainHead[]): void {
  const { health, checked, unwrapped } = worked;
  const save = element("button", { type: "button" }, t("save"));
  const boxes = checked && mayBeSigned(checked) && checked.file ? decisionsIn(checked.file) : [];
  const ticked = () => boxes.every((box) => box.checked);
  const refresh = () => save.toggleAttribute("disabled", !ticked());
  for (const box of boxes) box.addEventListener("change", refresh);
  save.addEventListener("click", () =>
    download(
      answerTo(identity, task, worked, { sign: boxes.length > 0 && ticked() }),
      task.edition,
    ),
  );
  const title = element("h1", { tabindex: "-1" }, t("found", { edition: task.edition }));
  main.replaceChildren(
    title,
    ...(health
      ? [
          section(
            t("health"),
            good(health.faults + health.foreign === 0, t("healthNumbers", health)),
            health.foreign > 0 ? alert(t("foreign")) : "",
          ),
        ]
      : []),
    ...(checked ? [section(t("ranking"), ...rankingView(checked, heads, boxes))] : []),
    ...(unwrapped ? [section(t("shares"), ...sharesView(unwrapped))] : []),
    element("p", {}, save),
    element("p", {}, t("saveText")),
  );
  refresh();
  title.focus(); // whoever does not see the page hears that it is another
}

function section(title: string, ...children: Child[]): HTMLElement {
  return element("section", {}, element("h2", {}, title), ...children);
}

function good(is: boolean, words: string): HTMLElement {
  return element("p", { class: is ? "good" : "bad" }, `${is ? "✓" : "✗"} ${words}`);
}

function list(items: Child[]): HTMLElement {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}

/** `82,50`: as the ranking shows it, behind the mark of the reader's language. */
function points(score: number): string {
  return score.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function rankingView(
  { seal, ranking, sheets, file }: Checked,
  heads: ChainHead[],
  boxes: HTMLInputElement[],
): Child[] {
  const { release, ranking: parts, chain, numbers, methods } = said();
  const at = (some: number[]) =>
    some.length > 0 ? ` ${filled(numbers, { numbers: some.join(", ") })}` : "";
  const faults = [
    ...seal.map((fault) => release[fault] ?? fault),
    ...ranking.map((fault) => `${parts[fault.part] ?? fault.part}${at(fault.numbers)}`),
    ...sheets.map((fault) =>
      filled(chain[fault.part] ?? fault.part, { numbers: fault.numbers.join(", ") }),
    ),
  ];
  if (faults.length > 0 || !file) return [good(false, t("notSigned")), list(faults)];
  const rows = file.order.map(({ rank, publicNo, mean, score = mean, sheets: count }) =>
    element(
      "tr",
      {},
      ...[rank, publicNo, points(score), count].map((value) => element("td", {}, String(value))),
    ),
  );
  const names = [t("rank"), t("proposal"), t("points"), t("sheets")].map((name) =>
    element("th", { scope: "col" }, name),
  );
  return [
    good(true, t("recomputed", { sheets: file.sheets.length, heads: heads.length })),
    element("p", {}, t("method", { method: methods[file.rules.method ?? "mean"] ?? "" })),
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...names)),
      element("tbody", {}, ...rows),
    ),
    element("h3", {}, t("tick")),
    list(boxes.map((box) => box.parentElement ?? box)),
  ];
}

/** One box for each decision of a person and each opening. */
function decisionsIn(file: RankingFile): HTMLInputElement[] {
  const nameOf = (ruleId: string) => {
    const name = file.rules.awards.find(({ id }) => id === ruleId)?.name;
    return name?.[language] ?? name?.it ?? name?.en ?? "";
  };
  const opened = [...new Set(file.openList.map(({ publicNo }) => publicNo))];
  const grounds = (no: number) =>
    file.awards
      .filter(({ publicNo }) => publicNo === no)
      .map(({ ruleId, reason }) => [nameOf(ruleId), reason].filter(Boolean).join(": "));
  const texts = [
    ...(file.shortlist?.decisions ?? []).map(({ publicNo, listed, reason }) =>
      t(listed ? "listed" : "unlisted", { no: publicNo, reason }),
    ),
    ...file.overrides.map(({ ruleId, publicNo, reason }) =>
      t("override", { no: publicNo, rule: nameOf(ruleId), reason }),
    ),
    ...opened.map((no) => t("opening", { no, ground: grounds(no).join("; ") })),
  ];
  return texts.map((words) => {
    const box = element("input", { type: "checkbox" }) as HTMLInputElement;
    element("label", { class: "box" }, box, ` ${words}`);
    return box;
  });
}

function sharesView({
  faults,
  shares,
  unreadable,
  foreign,
}: NonNullable<Worked["unwrapped"]>): Child[] {
  const { release } = said();
  if (faults.length > 0)
    return [good(false, t("notGiven")), list(faults.map((fault) => release[fault] ?? fault))];
  return [
    good(true, t("given", { count: shares.length })),
    ...(unreadable > 0 ? [good(false, t("unreadable", { count: unreadable }))] : []),
    ...(foreign > 0 ? [alert(t("foreign"))] : []),
  ];
}

function download(answer: object, edition: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(answer)], { type: "application/json" }));
  element("a", { href: url, download: `answer-${edition}.json` }).click();
  URL.revokeObjectURL(url);
}

ask();
