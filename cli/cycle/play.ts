import { phaseOf } from "#app/domain/phase.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { accessKeyFor } from "#app/sealing/wallet.ts";
import { arrange, type Arranged } from "./arrange.ts";
import { handIn, type HandedIn, sealingSeconds, takePasses } from "./employee.ts";
import { judge } from "./jury.ts";
import { announceAndKeys, openEnvelopes, signRoots } from "./keys.ts";
import { publish } from "./publish.ts";
import type { CycleOptions } from "./options.ts";
import { waitFor } from "./people.ts";
import { Unexpected } from "./person.ts";
import type { World } from "./world.ts";

/** What a played edition comes to. */
export type CycleResult = {
  staff: number;
  activated: number;
  proposals: number;
  jurors: number;
  assignments: number;
  recusals: number;
  awards: number;
  opened: number;
  named: number;
  rankingCommitment: string;
  published: boolean;
  /** For each envelope opened: is the name in it the one that sealed it? */
  namesMatch: boolean[];
  faults: Record<string, string>;
  phases: { phase: string; ms: number }[];
};

/**
 * Plays one whole edition over HTTP, from staff import to published results, with what goes wrong
 * in real life.
 */
export async function playCycle(
  world: World,
  { proposals, jurors, say, meanwhile }: CycleOptions,
): Promise<CycleResult> {
  const phases: CycleResult["phases"] = [];
  const timed = async <T>(phase: string, act: () => Promise<T>): Promise<T> => {
    say(`${phase} …`);
    const start = performance.now();
    const value = await act();
    phases.push({ phase, ms: Math.round(performance.now() - start) });
    return value;
  };
  const faults: CycleResult["faults"] = {};

  const arranged = await timed("people and edition", () => arrange(world, proposals, jurors));
  const seconds = await sealingSeconds();
  await timed("keys and manifest", () =>
    announceAndKeys(world, arranged, () => datesFor(seconds, proposals)),
  );
  const wallets = await timed("passes", () => takePasses(arranged, say));
  await waitForPhase(arranged, phaseOf.callOpening);
  const handedIn = await timed("deposits", () => handIn(arranged, wallets, say));
  faults["wrong receipt"] = await refusalOf(arranged, {
    op: "read",
    edition: arranged.editionId,
    accessKey: accessKeyFor(newReceipt(), arranged.editionId),
  });
  faults["lost reply"] = await repeatedDeposit(arranged, handedIn[0]!);
  const program = Buffer.from("MZ relazione.pdf").toString("base64url");
  faults["program called relazione.pdf"] = await refusalOf(arranged, {
    op: "clean",
    edition: arranged.editionId,
    accessKey: handedIn[0]!.request.accessKey,
    bytes: program,
  });
  await timed("closing", () => waitForPhase(arranged, phaseOf.closing));
  faults["late proposal"] = await refusalOf(arranged, handedIn[0]!.late);
  await timed("root signed by a quorum, one custodian absent", () => signRoots(arranged));
  faults["absent custodian"] = arranged.custodians.at(-1)!.person.email;
  const judged = await timed("screening, jury, scoring", () =>
    judge(world, arranged, { say, meanwhile }),
  );
  faults["recusal"] = judged.recused;
  const opened = await timed("freeze and opening", () => openEnvelopes(arranged, handedIn));
  await meanwhile?.("opening", arranged, []);
  const published = await timed("publication", () => publish(arranged, handedIn));
  faults["denied claim"] = published.disputed;
  await meanwhile?.("published", arranged, []);

  return {
    staff: arranged.staff.length,
    activated: wallets.length,
    proposals: handedIn.length,
    jurors: judged.jurors,
    assignments: judged.assignments,
    recusals: 1,
    awards: opened.awards,
    opened: opened.envelopes,
    named: published.named,
    rankingCommitment: opened.commitment,
    published: published.published,
    namesMatch: opened.namesMatch,
    faults,
    phases,
  };
}

/** Local times of opening and closing: soon, and after everything was handed in. */
function datesFor(secondsPerProposal: number, proposals: number) {
  const opens = Date.now() + 12_000;
  const closes = opens + 15_000 + proposals * secondsPerProposal * 1500;
  const local = (at: number) =>
    `${localTimeOf(new Date(at), "Europe/Rome")}:${new Date(at).toISOString().slice(17, 19)}`;
  return { opensAt: local(opens), closesAt: local(closes) };
}

/** Waits until the edition has entered a phase by itself. */
async function waitForPhase(arranged: Arranged, phase: string): Promise<void> {
  await waitFor(
    async () => ((await arranged.phase()) === phase ? true : undefined),
    `the phase ${phase}`,
    600,
  );
}

/** Sends to the anonymous endpoint what must be refused; gives the word of the refusal. */
async function refusalOf({ anonymous }: Arranged, request: object): Promise<string> {
  const answer = await anonymous.post("/p/api", request);
  if ("value" in answer)
    throw new Unexpected(
      `The server took what it had to refuse: ${JSON.stringify(request).slice(0, 80)}`,
    );
  return answer.refusal.code;
}

async function repeatedDeposit(
  { anonymous }: Arranged,
  { request, reply }: HandedIn,
): Promise<string> {
  const again = await anonymous.must("/p/api", request);
  if (JSON.stringify(again) !== JSON.stringify(reply))
    throw new Unexpected("A repeated deposit was answered differently.");
  return "answered alike";
}
