import { createContext, useContext } from "react";

/** The nonce that this response's Content-Security-Policy allows. */
export const NonceContext = createContext("");

export function useNonce(): string {
  return useContext(NonceContext);
}
