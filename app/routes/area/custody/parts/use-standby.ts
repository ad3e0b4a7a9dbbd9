import { useEffect, useRef, useState } from "react";
import {
  nextStep,
  type StandbyStep,
  type Standby,
  standbySchema,
} from "#app/domain/opening/standby.ts";
import { releaseShares, type Released } from "./release-shares.ts";

const every = 5000;

/**
 * What a page that stays is doing: its step, how far things are, and the faults that made it stop.
 */
export type StandbyState = {
  step: StandbyStep | "releasing" | "no-answer" | "stopped";
  waiting?: Standby;
  released?: Released;
};

/**
 * While `on`, asks how far things are and releases once, by itself, when it may; a fault stops it
 * for good. It never signs.
 */
export function useStandby(
  on: boolean,
  identity: string,
  base: string,
  onReleased: () => void,
): StandbyState | null {
  const [state, setState] = useState<StandbyState | null>(null);
  const notify = useRef(onReleased);
  notify.current = onReleased;
  useEffect(() => {
    if (!on) return setState(null);
    let timer: ReturnType<typeof setTimeout>;
    let current = true;
    const show = (next: StandbyState) => void (current && setState(next));
    const go = async () => {
      const next = await takeStep(identity, base, show);
      if (!current) return;
      show(next);
      if (next.released && !next.released.refusal) notify.current();
      if (next.step !== "stopped" && next.step !== "done")
        timer = setTimeout(() => void go(), every);
    };
    void go();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [on, identity, base]);
  return state;
}

async function takeStep(
  identity: string,
  base: string,
  show: (state: StandbyState) => void,
): Promise<StandbyState> {
  const response = await fetch(`${base}/waiting`).catch(() => null);
  if (!response?.ok) return { step: "no-answer" };
  const waiting = standbySchema.parse(await response.json());
  const step = nextStep(waiting);
  if (step !== "release") return { step, waiting };
  show({ step: "releasing", waiting });
  const released = await releaseShares(identity, base);
  if (released.refusal?.code === "busy") return { step: "no-answer", waiting };
  return {
    step: released.faults.length > 0 || released.refusal ? "stopped" : "wait-for-reserves",
    waiting,
    released,
  };
}
