import { refuse } from "#app/domain/refusal.ts";

// Every body is read here: counted as it comes, whatever it says of itself, with a bound on how
// much of them is in memory and on how long one may take. There is no limit by address: a whole
// city leaves through one.

/** The most bytes of a form or of JSON, where nothing else is said. */
const usualLimit = 64 * 1024;
/** Behind a guard that lets few pass: long texts in two languages, a line for every proposal. */
export const longLimit = 1024 * 1024;
/** Behind the organisers' guard: a table of proposals by jurors. */
export const tableLimit = 6 * 1024 * 1024;

/**
 * Whose bodies stay when not all can: those of who has a pass or receipt before the others of `/p`,
 * these before forms.
 */
export type Precedence = "form" | "anonymous" | "entitled";

/** A body that still comes. */
type Place = {
  precedence: Precedence;
  whose?: string | undefined;
  since: number;
  bytes: number;
  drop(error: Error): void;
};
type Reading = {
  limit?: number | undefined;
  precedence?: Precedence;
  /** by which pass or receipt it is read, so that one has not many places */ whose?:
    string | undefined;
};

/**
 * All bodies under way, those that are read whole among them: so many that still come, and so many
 * bytes.
 */
const maxBodies = { coming: 500, bytes: 64 * 1024 * 1024 };
/** A body may take `patience` milliseconds, and one more for every `pace` bytes that came. */
const slowest = { patience: 10_000, pace: 8 };

const places = new Set<Place>();
const underWay = { bytes: 0 };

/**
 * Reads the body of `request` and gives it to `act`; its bytes count as under way until `act` is
 * done. Refuses too-large beyond `limit` bytes, and busy when it comes too slowly, or when room is
 * needed and it is the slowest to come.
 */
export async function withBody<T>(
  request: Request,
  { limit = usualLimit, precedence = "form", whose }: Reading,
  act: (body: Buffer<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) throw refuse("too-large");
  const place: Place = {
    precedence,
    whose,
    since: performance.now(),
    bytes: 0,
    drop: () => undefined,
  };
  places.add(place);
  try {
    const body = await whole(request, limit, place);
    places.delete(place); // it is here, and nobody takes its room any more
    return await act(body);
  } finally {
    giveBack(place);
  }
}

function giveBack(place: Place): void {
  places.delete(place);
  underWay.bytes -= place.bytes;
  place.bytes = 0;
}

/** The body of `request` as a form. Refuses too-large, busy, and invalid what is no form. */
export async function formOf(request: Request, limit?: number): Promise<FormData> {
  const headers = { "Content-Type": request.headers.get("Content-Type") ?? "" };
  return withBody(request, { limit }, async (body) => {
    const form = await new Response(body, { headers }).formData().catch(() => null);
    if (!form) throw refuse("invalid", { field: "body" });
    return form;
  });
}

async function whole(request: Request, limit: number, place: Place): Promise<Buffer<ArrayBuffer>> {
  const dropped = new Promise<never>((_, reject) => (place.drop = reject));
  dropped.catch(() => undefined); // it may be dropped while nobody waits for a piece
  makeRoom();
  const pieces: Uint8Array[] = [];
  const reader = request.body?.getReader();
  for (
    let piece = await inTime(reader, place, dropped);
    piece;
    piece = await inTime(reader, place, dropped)
  ) {
    place.bytes += piece.byteLength;
    underWay.bytes += piece.byteLength;
    pieces.push(piece);
    if (place.bytes > limit) throw refuse("too-large");
    makeRoom();
    if (!places.has(place)) throw refuse("busy");
  }
  return Buffer.concat(pieces);
}

/**
 * The next piece, null at the end. The rest of a body that is given up stays unread: the shell
 * deals with it.
 */
async function inTime(
  reader: Reader | undefined,
  place: Place,
  dropped: Promise<never>,
): Promise<Uint8Array | null> {
  if (!reader) return null;
  const left = slowest.patience + place.bytes / slowest.pace - (performance.now() - place.since);
  const late = setTimeout(() => place.drop(refuse("busy")), left);
  try {
    return (await Promise.race([reader.read(), dropped])).value ?? null;
  } finally {
    clearTimeout(late);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * Drops bodies of the least precedence until the others have room: of the pass or receipt that
 * takes most, the slowest.
 */
function makeRoom(): void {
  while (places.size > maxBodies.coming || underWay.bytes > maxBodies.bytes) {
    const full = underWay.bytes > maxBodies.bytes;
    const last = lastOf(
      [...places].filter(({ bytes }) => !full || bytes > 0),
      ({ bytes }) => (full ? bytes : 1),
    );
    if (!last) return;
    giveBack(last);
    last.drop(refuse("busy"));
  }
}

function lastOf(coming: Place[], takes: (place: Place) => number): Place | undefined {
  const now = performance.now();
  const taken = new Map<string, number>();
  for (const place of coming)
    if (place.whose) taken.set(place.whose, (taken.get(place.whose) ?? 0) + takes(place));
  const share = ({ whose = "" }: Place) => taken.get(whose) ?? 0;
  // what has just come has no speed yet: it counts as if it had come in a quarter of a second
  const speed = ({ bytes, since }: Place) => bytes / Math.max(250, now - since);
  return coming.sort(
    (a, b) =>
      order[a.precedence] - order[b.precedence] ||
      share(b) - share(a) ||
      speed(a) - speed(b) ||
      a.since - b.since,
  )[0];
}

const order: Record<Precedence, number> = { form: 0, anonymous: 1, entitled: 2 };
