import { RemixBrowser } from "@remix-run/react";
import { setNonce } from "get-nonce";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { defaultLocale, isLocale } from "./domain/locale.ts";
import { learn } from "./i18n/messages.ts";
import { NonceContext } from "./ui/nonce.ts";

const wordsOfArea = { it: () => import("virtual:words-of/area/it"), en: () => import("virtual:words-of/area/en") };
const wordsOfP = { it: () => import("virtual:words-of/p/it"), en: () => import("virtual:words-of/p/en") };

async function hydrate() {
  const locale = isLocale(document.documentElement.lang) ? document.documentElement.lang : defaultLocale;
  const words = location.pathname.startsWith("/p/") ? wordsOfP : wordsOfArea;
  learn(locale, (await words[locale]()).default);
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  setNonce(nonce); // react-remove-scroll injects a style when a modal opens
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <NonceContext.Provider value={nonce}>
          <RemixBrowser />
        </NonceContext.Provider>
      </StrictMode>,
    );
  });
}

void hydrate();
