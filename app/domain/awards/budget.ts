// What sponsors give, what prizes take of it, and what is left. All amounts in cents.

export type BudgetSponsor = {
  readonly name: string;
  readonly money: number;
  /** the agreed value of what is given in kind; null: what the prizes are worth */
  readonly inKind: number | null;
  readonly prizes: readonly {
    readonly quantity: number;
    readonly promised: number;
    /** of one; null: not known */ readonly value: number | null;
  }[];
};

/**
 * `stock` is what the prizes there are would be worth together, `promised` those that the rules
 * give; `unvalued` prizes are in neither.
 */
export type BudgetLine = {
  readonly name: string;
  readonly money: number;
  readonly inKind: number;
  readonly stock: number;
  readonly promised: number;
  readonly left: number;
  readonly unvalued: number;
};
export type Budget = {
  readonly lines: readonly BudgetLine[];
  readonly total: Omit<BudgetLine, "name">;
  /** how far the prizes go beyond what the rules allow; 0: they do not */ readonly over: number;
};

/**
 * Line by line and in all; `left` is below zero where the prizes are worth more than what is given.
 */
export function budget(sponsors: readonly BudgetSponsor[], allowed: number | null): Budget {
  const lines = sponsors.map(lineOf);
  const sum = (of: (line: BudgetLine) => number) =>
    lines.reduce((total, line) => total + of(line), 0);
  const total = {
    money: sum((l) => l.money),
    inKind: sum((l) => l.inKind),
    stock: sum((l) => l.stock),
    promised: sum((l) => l.promised),
    left: sum((l) => l.left),
    unvalued: sum((l) => l.unvalued),
  };
  return { lines, total, over: allowed === null ? 0 : Math.max(0, total.stock - allowed) };
}

function lineOf({ name, money, inKind: agreed, prizes }: BudgetSponsor): BudgetLine {
  const worth = (of: (prize: BudgetSponsor["prizes"][number]) => number) =>
    prizes.reduce((sum, prize) => sum + of(prize) * (prize.value ?? 0), 0);
  const stock = worth(({ quantity }) => quantity);
  const inKind = agreed ?? Math.max(0, stock - money);
  return {
    name,
    money,
    inKind,
    stock,
    promised: worth(({ promised, quantity }) => Math.min(promised, quantity)),
    left: money + inKind - stock,
    unvalued: prizes.filter(({ value }) => value === null).length,
  };
}
