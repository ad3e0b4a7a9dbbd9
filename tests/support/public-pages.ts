import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { extractText, getDocumentProxy } from "unpdf";
import routes from "#app/routes.ts";
import { chartFigures } from "#app/domain/statistics/view.ts";
import { guides } from "#app/domain/city/guide.ts";
import { locales } from "#app/domain/locale.ts";

const modules = import.meta.glob("../../app/routes/{public,system}/**/*.{ts,tsx}");

type Entry = { path?: string; index?: boolean; file: string; children?: Entry[] };
type Loader = (args: LoaderFunctionArgs) => Promise<unknown>;
type Answer = { data?: unknown; init?: ResponseInit | null } | Response;

/**
 * Every public address with its module, out of the table of routes: what is added there is tested
 * here.
 */
export const publicRoutes: { path: string; file: string }[] = (routes as Entry[])
  .filter(({ path }) => path === ":locale")
  .flatMap(({ children }) => children ?? [])
  .map(({ path, file }) => ({ path: path ?? "", file }));

/**
 * The same of what anybody may ask for outside the languages, such as the site map; the anonymous
 * wing answers no GET but its page.
 */
export const rootRoutes: { path: string; file: string }[] = (routes as Entry[])
  .filter(({ path, file }) => path !== ":locale" && /^routes\/(system|public)\//.test(file))
  .map(({ path, file }) => ({ path: `/${path ?? ""}`, file }));

/** The frame of the public pages, which answers together with each. */
export const frame = "/frame-of-the-pages";

/** What a public page answers: its status, headers, and every byte it knows. */
export type Seen = {
  path: string;
  status: number;
  headers: Headers;
  bytes: string;
  body: Buffer;
  again: (headers: Record<string, string>) => Promise<Seen>;
};

/** What stands for the parts of an address that a test does not name. */
const usual = {
  guide: "juror",
  figure: "perCategory",
  other: "2014",
  position: "1",
  number: "1",
  certificate: "x",
  file: "x.png",
  no: "1",
};

/**
 * Asks one public page. A document is drawn from its loader's data alone, so these hold all that it
 * can show.
 */
export async function visit(
  path: string,
  named: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Seen> {
  const params: Record<string, string> = { ...usual, ...named };
  const route = [
    ...publicRoutes,
    ...rootRoutes,
    { path: frame, file: "routes/public/layout.tsx" },
  ].find((each) => each.path === path)!;
  const { loader } = (await modules[`../../app/${route.file}`]!()) as { loader: Loader };
  const place = path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "");
  const address = place.startsWith("/")
    ? `http://innova.example${place}`
    : `http://innova.example/${params.locale}/${place}`;
  const answer = (await loader({
    request: new Request(address, { headers }),
    params,
    context: { nonce: "" },
  }).catch((thrown: unknown) => thrown)) as Answer;
  if (answer instanceof Error) throw answer;
  const [status, given, body] =
    answer instanceof Response
      ? ([answer.status, answer.headers, Buffer.from(await answer.arrayBuffer())] as const)
      : ([
          answer.init?.status ?? 200,
          new Headers(answer.init?.headers),
          Buffer.from(JSON.stringify(answer.data ?? answer)),
        ] as const);
  return {
    path: address,
    status,
    headers: given,
    bytes: new TextDecoder().decode(body),
    body,
    again: (headersNow) => visit(path, named, headersNow),
  };
}

/** The words of an answer, also of a PDF. */
export async function readable({ path, headers, body, bytes }: Seen): Promise<string> {
  const pdf =
    headers.get("Content-Type") === "application/pdf" && body.subarray(0, 5).toString() === "%PDF-";
  if (!pdf) return `${path} ${[...headers].join()} ${bytes}`;
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(body)), {
    mergePages: true,
  });
  return `${path} ${[...headers].join()} ${text}`;
}

/** What every part of an address can stand for; of codes those that are asked for. */
const values: Record<string, (codes: string[]) => string[]> = {
  locale: () => [...locales],
  code: (codes) => codes,
  other: (codes) => codes,
  no: () => ["1", "2", "3", "4", "5", "6"],
  position: () => ["1", "2"],
  figure: () => [...chartFigures],
  number: () => ["1"],
  guide: () => [...guides],
  certificate: () => ["x"],
  file: () => ["x.png", "0066cc.css"],
};

/**
 * Every answer that anybody can get of these editions: all of the table of routes, with all that
 * their parts can be.
 */
export async function everyPublicAddress(codes: string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const { path } of [...publicRoutes, ...rootRoutes]) {
    const parts = [
      ...(path.startsWith("/") ? [] : ["locale"]),
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => name!),
    ];
    for (const params of combinations(parts, codes)) seen.push(await visit(path, params));
  }
  for (const locale of locales) seen.push(await visit(frame, { locale }));
  return seen;
}

function combinations([part, ...rest]: string[], codes: string[]): Record<string, string>[] {
  if (part === undefined) return [{}];
  const own = values[part];
  if (!own) throw new Error(`Nobody has said what :${part} can be in a public address.`);
  return own(codes).flatMap((value) =>
    combinations(rest, codes).map((others) => ({ [part]: value, ...others })),
  );
}

/** Every public page there is of an edition, in every language. */
export async function visitAll(code: string, numbers: number[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const locale of locales) {
    for (const { path } of publicRoutes) {
      const params = { locale, code };
      if (!path.includes(":no")) seen.push(await visit(path, params));
      else for (const no of numbers) seen.push(await visit(path, { ...params, no: String(no) }));
    }
  }
  return seen;
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The source of every module of the public pages, without its comments. */
export function publicSources(): { file: string; text: string }[] {
  const folder = "app/routes/public";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return files.map((file) => ({
    file,
    text: readFileSync(`${folder}/${file}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
  }));
}
