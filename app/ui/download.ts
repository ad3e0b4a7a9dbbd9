/** Offers a text as a file with a neutral name. */
export function download(name: string, content: string | Uint8Array, type = "text/plain"): void {
  const url = URL.createObjectURL(
    new Blob([typeof content === "string" ? content : new Uint8Array(content)], { type }),
  );
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
