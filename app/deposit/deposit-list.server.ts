import { lastListed, listAsOf } from "#app/box/deposit-tags.server.ts";
import { dayAfter, localDay } from "#app/domain/screening/dialogue.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { depositTag, joinedList } from "#app/sealing/deposit-list.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";
import type { Responses } from "./responses.ts";
import { type SealedEdition, sealedEdition } from "./edition.server.ts";
import type { RequestOf } from "./request.ts";

/** What stands for a deposit in the public list, from the next midnight on. */
export function ownTag({ id: editionId, timeZone }: SealedEdition, accessKey: Uint8Array) {
  const listedFrom = dayAfter(localDay(now(), timeZone));
  return { editionId, tag: depositTag(accessKey), listedFrom };
}

/**
 * The whole public list, so that nobody learns which tag is looked for. Refuses receipt-unknown for
 * an edition that there is not.
 */
export async function depositList(
  request: RequestOf<"deposit-list">,
): Promise<Responses["deposit-list"]> {
  const edition = await sealedEdition(request.edition);
  const inBox = await lastListed(edition.id);
  if (inBox) return kept(edition.id, inBox, () => listAsOf(edition.id, inBox));
  const last = await db().depositList.aggregate({
    where: { editionId: edition.id },
    _max: { day: true },
  });
  const day = last._max.day; // after closing it is in the main database
  return day ? kept(edition.id, day, () => handedOver(edition.id)) : { day: null, tags: "" };
}

async function handedOver(editionId: string): Promise<Uint8Array> {
  const rows = await db().depositList.findMany({ where: { editionId } });
  return joinedList(rows.map(({ tags }) => tags));
}

type Answer = Responses["deposit-list"];
const answers = () => processSingleton("deposit-lists", () => new Map<string, Promise<Answer>>());

/** One answer for everybody who asks on a day: anybody may ask, and making it takes a while. */
async function kept(
  editionId: string,
  day: Date,
  read: () => Promise<Uint8Array>,
): Promise<Answer> {
  const text = day.toISOString().slice(0, 10);
  const known = await answers().get(editionId);
  if (known?.day === text) return known;
  const made = read().then((tags) => ({ day: text, tags: toBase64(tags) }));
  answers().set(editionId, made);
  made.catch(() => answers().delete(editionId));
  return made;
}
