import type { Arranged } from "./arrange.ts";
import type { Person } from "./person.ts";

export type Moment = "screening" | "scoring" | "deliberation" | "opening" | "published";

export type CycleOptions = {
  proposals: number;
  jurors: number;
  say: (line: string) => void;
  /** Called at moments of the edition, so that somebody may look at the pages. */
  meanwhile?: ((moment: Moment, arranged: Arranged, jurors: Person[]) => Promise<void>) | undefined;
};
