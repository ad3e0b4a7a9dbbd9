import { phaseOf } from "#app/domain/phase.ts";
import { checkEvidence, mayBeSigned } from "#app/custody/evidence.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import { fromBase64, toHex } from "#app/sealing/bytes.ts";
import {
  type Ceremony,
  checkAndUnwrap,
  checkSeal,
  type CustodianKeys,
  newCustodianKeys,
  readTest,
  signManifest,
  signRanking,
  signRoot,
} from "#app/sealing/custodian.ts";
import { checkKey } from "#app/sealing/key-check.ts";
import type { Custody } from "#app/queries/opening/custody.server.ts";
import type { Arranged } from "./arrange.ts";
import { saveDates } from "./edition.ts";
import type { HandedIn } from "./employee.ts";
import { Unexpected, type Person } from "./person.ts";
import { type Staff, waitFor } from "./people.ts";
import type { World } from "./world.ts";

type Dates = { opensAt: string; closesAt: string };
type State = Custody & { editionId: string };

const keys = new WeakMap<Person, CustodianKeys>();
/** the heads of the audit chain that each custodian has seen at earlier visits */
const heads = new WeakMap<Person, ChainHead[]>();

/**
 * Custodians make keys, pass the test and sign the manifest; then it is pinned and the edition is
 * announced.
 */
export async function announceAndKeys(
  world: World,
  arranged: Arranged,
  dates: () => Dates,
): Promise<void> {
  const { organiser, custodians, code } = arranged;
  await saveDates(organiser, code, dates());
  for (const [i, { staff, person }] of custodians.entries()) {
    await nameCustodian(arranged, staff, i + 1);
    await enrol(arranged, person);
  }
  await organiser.submit(`/area/manage/${code}/custodians/reminder`, { position: 1 });
  for (const { person } of custodians) await signTheManifest(arranged, person);
  await world.pin(code);
  // again: keys took their time, and the manifest has no dates
  await saveDates(organiser, code, dates());
  await announce(arranged);
}

/** An organiser gives a key to somebody on the staff list. */
export async function nameCustodian(
  { organiser, code }: Arranged,
  staff: Staff,
  position: number,
): Promise<void> {
  const html = await organiser.page(`/area/manage/${code}/custodians?search=${staff.staffNumber}`);
  const userId = /name="userId" value="([0-9a-f-]{36})"/.exec(html)?.[1];
  await organiser.submit(`/area/manage/${code}/custodians`, {
    userId,
    position,
    title: `Custode ${position}`,
  });
}

/** A custodian makes keys and passes the test decryption. */
export async function enrol({ code }: Arranged, person: Person): Promise<void> {
  const made = await newCustodianKeys();
  const { test } = await person.must<{ test: string }>(`/area/custody/${code}/keys`, {
    recipient: made.recipient,
    signPublicKey: made.signPublicKey,
  });
  await person.must(`/area/custody/${code}/proof`, { value: await readTest(made.identity, test) });
  keys.set(person, made);
}

export async function signTheManifest({ code }: Arranged, person: Person): Promise<void> {
  await sign(person, code, "MANIFEST", ({ manifest }) =>
    signManifest(identity(person), manifest ?? ""),
  );
}

/** The organiser announces the edition. */
export async function announce(arranged: Arranged): Promise<void> {
  const { organiser, custodians, code } = arranged;
  await organiser.submit(`/area/manage/${code}/phase`, { phase: phaseOf.announcement });
  arranged.editionId = (await stateOf(custodians[0]!.person, code)).editionId;
}

/** A quorum checks its keys and signs the root; the last custodian is away from now on. */
export async function signRoots({ custodians, code, editionId }: Arranged): Promise<void> {
  for (const { person } of custodians.slice(0, -1)) {
    const health = await checkKey(
      identity(person),
      await person.json<unknown>(`/area/custody/${code}/sample`),
    );
    if (health.faults > 0)
      throw new Unexpected(`A key cannot read ${health.faults} of ${health.checked} wraps.`);
    await person.must(`/area/custody/${code}/check`, health);
    await sign(person, code, "ROOT", (state) =>
      signRoot(identity(person), { editionId, manifest: state.manifest ?? "", ...state.closing! }),
    );
  }
}

/** A quorum signs the frozen ranking and releases its shares; the winners' envelopes open. */
export async function openEnvelopes(arranged: Arranged, handedIn: HandedIn[]) {
  const { organiser, custodians, code } = arranged;
  const present = custodians.slice(0, -1);
  for (const { person } of present) await signTheRanking(arranged, person);
  await organiser.submit(`/area/manage/${code}/phase`, { phase: phaseOf.ceremony });
  for (const { person } of present) await releaseShares(arranged, person);
  const state = await waitFor(
    async () => {
      const now = await stateOf(present[0]!.person, code);
      return now.opened === now.toOpen ? now : undefined;
    },
    "the envelopes to open",
    120,
  );
  return {
    envelopes: state.opened,
    awards: awardsIn(state.ranking!.json),
    commitment: toHex(fromBase64(state.ranking!.commit)),
    namesMatch: await namesMatch(arranged, state, handedIn),
  };
}

/** A custodian checks everything and hands over their own shares. */
export async function releaseShares({ code }: Arranged, person: Person): Promise<void> {
  const { faults, shares } = await checkAndUnwrap(
    identity(person),
    await person.json<Ceremony>(`/area/custody/${code}/ceremony`),
  );
  if (faults.length > 0) throw new Unexpected(`A custodian's check failed: ${faults.join(", ")}`);
  await person.must(`/area/custody/${code}/shares`, { shares });
}

/**
 * Signs the ranking as a custodian's page does: only after everything that can be checked was
 * checked.
 */
export async function signTheRanking({ code, editionId }: Arranged, person: Person): Promise<void> {
  const checked = await checkEvidence(
    await person.json<unknown>(`/area/custody/${code}/evidence`),
    heads.get(person) ?? [],
    (seal) => checkSeal(identity(person), seal),
  );
  if (!mayBeSigned(checked))
    throw new Unexpected(
      `A custodian may not sign the ranking: ${JSON.stringify({ ...checked, file: undefined, json: undefined })}`,
    );
  await sign(person, code, "RANKING", () =>
    signRanking(identity(person), editionId, checked.root, checked.json),
  );
}

/**
 * Compares the name each opened envelope shows with the one who sealed it; only this process knows
 * both.
 */
async function namesMatch(
  { organiser, code }: Arranged,
  state: State,
  handedIn: HandedIn[],
): Promise<boolean[]> {
  const { openList } = JSON.parse(state.ranking!.json) as {
    openList: { envelopeId: string; publicNo: number }[];
  };
  const text = (await organiser.page(`/area/manage/${code}/opening`)).replaceAll("<!-- -->", "");
  return openList.map(({ envelopeId, publicNo }) => {
    const sealedBy = handedIn.find(({ request }) => request.envelope.id === envelopeId)?.staff;
    const row = new RegExp(`<tr><td>n\\. ${publicNo} · [\\s\\S]*?</tr>`).exec(text)?.[0] ?? "";
    return sealedBy !== undefined && row.includes(`>${sealedBy.name} ${sealedBy.surname}<`);
  });
}

function awardsIn(ranking: string): number {
  return (JSON.parse(ranking) as { awards: unknown[] }).awards.length;
}

async function sign(
  person: Person,
  code: string,
  subject: string,
  make: (state: State) => { subjectHash: string; signature: string },
): Promise<void> {
  await person.must(`/area/custody/${code}/signature`, {
    subject,
    ...make(await stateOf(person, code)),
  });
}

export async function stateOf(person: Person, code: string): Promise<State> {
  const state = await person.json<State>(`/area/custody/${code}/state`);
  if (state.head) heads.set(person, [...(heads.get(person) ?? []), state.head]);
  return state;
}

/** The custodian's secret key, which only this process knows. */
export function identity(person: Person): string {
  const own = keys.get(person);
  if (!own) throw new Unexpected("This custodian has no key.");
  return own.identity;
}
