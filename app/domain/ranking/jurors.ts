// What is done to sheets because jurors use the scale differently. Sums run over jurors in an order
// that their scores give, so that the result is the same to the last bit whatever names they go by
// (a custodian's browser knows only codes).

/**
 * A counted sheet as methods see it: its total in points (scoring.ts), or what a method made of it.
 */
export type MethodSheet = {
  readonly jurorId: string;
  readonly publicNo: number;
  readonly points: number;
};

/** Each juror's sheets by public number; the jurors in the order of what they scored. */
export function sheetsByJuror(sheets: readonly MethodSheet[]): MethodSheet[][] {
  const jurors = new Map<string, MethodSheet[]>();
  for (const sheet of [...sheets].sort((a, b) => a.publicNo - b.publicNo))
    jurors.set(sheet.jurorId, [...(jurors.get(sheet.jurorId) ?? []), sheet]);
  const keyed = [...jurors.values()].map((own) => ({
    own,
    key: own.map(({ publicNo, points }) => `${publicNo}:${points}`).join(" "),
  }));
  // jurors who scored the same are alike to all that follows; their names only make the order one
  return keyed
    .sort(
      (a, b) => inOrder(a.key, b.key) || inOrder(a.own[0]?.jurorId ?? "", b.own[0]?.jurorId ?? ""),
    )
    .map(({ own }) => own);
}

/**
 * Brings each juror's sheets to the mean and the standard deviation of all sheets (divided by n):
 * `μ + σ · (x − μⱼ) / σⱼ`. All sheets together keep their mean and deviation. It takes for granted
 * that every juror's proposals were equally good.
 */
export function standardised(sheets: readonly MethodSheet[]): MethodSheet[] {
  const jurors = sheetsByJuror(sheets);
  const overall = moments(jurors.flat());
  return jurors.flatMap((own) => {
    const { mean, deviation } = moments(own);
    return own.map((sheet) => ({
      ...sheet,
      points: overall.mean + (overall.deviation * (sheet.points - mean)) / deviation,
    }));
  });
}

/**
 * Takes from each sheet its juror's bias, of the additive model `score = merit + bias` fitted by
 * least squares: R. S. MacKay, R. Kenna, R. J. Low and S. Parker, Calibration with confidence, R.
 * Soc. open sci. 4 (2017) 160760, doi 10.1098/rsos.160760, with the same confidence in every sheet;
 * biases add up to zero over the jurors. The mean of a proposal's sheets without their biases is
 * then its merit. Of the paper it does not have declared confidences and the error bars that follow
 * from them. For a connected graph only.
 */
export function unbiased(sheets: readonly MethodSheet[]): MethodSheet[] {
  const jurors = sheetsByJuror(sheets);
  const biases = solved(...biasEquations(jurors));
  return jurors.flatMap((own, at) =>
    own.map((sheet) => ({ ...sheet, points: sheet.points - (biases[at] ?? 0) })),
  );
}

/** How many groups of jurors and proposals there are that no sheet connects with each other. */
export function connectedParts(sheets: readonly MethodSheet[]): number {
  const groups = sheetsByJuror(sheets).map((own) => new Set(own.map(({ publicNo }) => publicNo)));
  const parts: Set<number>[] = [];
  for (const group of groups) {
    const touched = parts.filter((part) => [...group].some((publicNo) => part.has(publicNo)));
    for (const part of touched) parts.splice(parts.indexOf(part), 1);
    parts.push(new Set([...touched, group].flatMap((part) => [...part])));
  }
  return parts.length;
}

/**
 * The normal equations with the merits eliminated: `nⱼ bⱼ − Σ mean bias on each own proposal = Σ
 * (score − its mean)`. One is added to every coefficient, which leaves all solutions but the one
 * whose biases add up to zero behind.
 */
function biasEquations(jurors: readonly MethodSheet[][]): [matrix: number[][], right: number[]] {
  const on = new Map<number, { juror: number; points: number }[]>();
  jurors.forEach((own, juror) =>
    own.forEach(({ publicNo, points }) =>
      on.set(publicNo, [...(on.get(publicNo) ?? []), { juror, points }]),
    ),
  );
  const matrix = jurors.map((own, row) =>
    jurors.map((_, column) => 1 + (row === column ? own.length : 0)),
  );
  const right = jurors.map(() => 0);
  for (const both of on.values()) {
    const mean = both.reduce((sum, { points }) => sum + points, 0) / both.length;
    for (const { juror, points } of both) {
      right[juror]! += points - mean;
      for (const other of both) matrix[juror]![other.juror]! -= 1 / both.length;
    }
  }
  return [matrix, right];
}

/**
 * Gaussian elimination; the matrix is symmetric and positive definite, so the pivots on the
 * diagonal are safe.
 */
function solved(matrix: number[][], right: number[]): number[] {
  matrix.forEach((pivot, at) => {
    for (let row = at + 1; row < matrix.length; row += 1) {
      const factor = matrix[row]![at]! / pivot[at]!;
      for (let column = at; column < matrix.length; column += 1)
        matrix[row]![column]! -= factor * pivot[column]!;
      right[row]! -= factor * right[at]!;
    }
  });
  const solution = right.map(() => 0);
  for (let at = matrix.length - 1; at >= 0; at -= 1) {
    const known = matrix[at]!.reduce(
      (sum, each, column) => (column > at ? sum + each * solution[column]! : sum),
      0,
    );
    solution[at] = (right[at]! - known) / matrix[at]![at]!;
  }
  return solution;
}

function moments(sheets: readonly MethodSheet[]): { mean: number; deviation: number } {
  const mean = sheets.reduce((sum, { points }) => sum + points, 0) / sheets.length;
  const squares = sheets.reduce((sum, { points }) => sum + (points - mean) * (points - mean), 0);
  return { mean, deviation: Math.sqrt(squares / sheets.length) };
}

/** By code units, as every engine has it. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
