// What was typed before React woke up. Hydration writes the server's text over a text area, so what
// a fast typist wrote until then is read here first: this module runs before the page is hydrated.

let early: FormData | null = null;

function read(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-early]");
  if (form) early = new FormData(form);
}

if (typeof document !== "undefined") {
  read();
  document.addEventListener("input", read, true);
}

/**
 * The fields of the form marked `data-early` as they stood before hydration; null where there was
 * none. Once.
 */
export function takeEarlyInput(): FormData | null {
  document.removeEventListener("input", read, true);
  const taken = early;
  early = null;
  return taken;
}
