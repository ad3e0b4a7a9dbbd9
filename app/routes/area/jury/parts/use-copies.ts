import { useMemo } from "react";
import { useFrame } from "#app/routes/area/parts/computer.tsx";
import { copiesOf, type Copies } from "./sheet-copy.ts";

/** The copies of this juror's sheets of an edition, where this computer lets them be. */
export function useCopies(code: string): Copies {
  const { sub = "", computer = null } = useFrame() ?? {};
  return useMemo(() => copiesOf({ code, sub, computer }), [code, sub, computer]);
}
