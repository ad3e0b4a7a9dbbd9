import { type Field, floorRows } from "./floor.ts";
import { chosenBy } from "./network.ts";
import { inTime, type SideRow, solveProgram, type LpSolver } from "./program.ts";
import type { Rung, Table } from "./problem.ts";

/** Jurors and the proposals they share with each other, by place. */
type Piece = { readonly jurors: ReadonlySet<number>; readonly proposals: ReadonlySet<number> };

const rounds = 30;

/**
 * An equally good assignment whose jurors can all be compared, through proposals they share, where
 * one is found: whatever falls apart is asked for a pair that leads out of it, until nothing falls
 * apart or nothing is left. Else what was given, which is not proved to be all there is when time
 * or tries ran out.
 */
export function connectJurors(
  table: Table,
  field: Field,
  given: Uint8Array,
  solve: LpSolver,
): Promise<Rung> {
  return inTime(() => connected(table, field, given, solve), { chosen: given, proved: false });
}

async function connected(
  table: Table,
  field: Field,
  given: Uint8Array,
  solve: LpSolver,
): Promise<Rung> {
  const floor = floorRows(table, field.on, given);
  const ways: SideRow[] = [];
  let chosen = given;
  for (let round = 0; round < rounds; round += 1) {
    const apart = pieces(table, chosen);
    if (apart.length <= 1) return { chosen, proved: true };
    if (!hasEnoughPairs(table, apart)) return { chosen: given, proved: true };
    ways.push(...apart.map((piece) => wayOut(table, piece)));
    const flow = await solveProgram({ ...field, rows: [...field.rows, ...floor, ...ways] }, solve);
    if (flow === null) return { chosen: given, proved: true };
    chosen = chosenBy(field.on, flow);
  }
  return { chosen: given, proved: false };
}

/** Can all jurors be compared, through proposals they share? */
export function isConnected(table: Table, chosen: Uint8Array): boolean {
  return pieces(table, chosen).length <= 1;
}

/** A connected graph has at least as many edges as nodes less one. */
function hasEnoughPairs({ proposals, problem }: Table, apart: readonly Piece[]): boolean {
  const jurors = apart.reduce((sum, piece) => sum + piece.jurors.size, 0);
  return proposals.length * problem.jurorsPerProposal >= proposals.length + jurors - 1;
}

function pieces({ proposals, jurors }: Table, chosen: Uint8Array): Piece[] {
  const panels = proposals.map((_, p) =>
    jurors.flatMap((__, j) => (chosen[p * jurors.length + j] ? [j] : [])),
  );
  return panels.reduce<Piece[]>((apart, panel, p) => {
    const touching = apart.filter((piece) => panel.some((j) => piece.jurors.has(j)));
    const joined = {
      jurors: new Set([...panel, ...touching.flatMap((piece) => [...piece.jurors])]),
      proposals: new Set([p, ...touching.flatMap((piece) => [...piece.proposals])]),
    };
    return [...apart.filter((piece) => !touching.includes(piece)), joined];
  }, []);
}

/** At least one pair of a juror in the piece and a proposal outside, or the other way round. */
function wayOut({ proposals, jurors }: Table, piece: Piece): SideRow {
  const terms = proposals.flatMap((_, p) =>
    jurors.flatMap((__, j): [number, number][] =>
      piece.proposals.has(p) === piece.jurors.has(j) ? [] : [[p * jurors.length + j, 1]],
    ),
  );
  return { terms, is: ">=", bound: 1 };
}
