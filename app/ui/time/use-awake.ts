import { useEffect, useState } from "react";

/**
 * False until the page's script runs. A form that must stay in the browser is switched off until
 * then: before, the browser would send it itself, with what was typed in the address.
 */
export function useAwake(): boolean {
  const [awake, setAwake] = useState(false);
  useEffect(() => setAwake(true), []);
  return awake;
}
