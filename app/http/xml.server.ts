/** An element of XML: its name, its attributes, and words or further elements in it. */
export type Element = {
  name: string;
  attributes?: Record<string, string>;
  content?: string | Element[];
};

/** A document of this element; every word in it is escaped. */
export function xml(root: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${written(root)}\n`;
}

function written({ name, attributes = {}, content = [] }: Element): string {
  const said = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join("");
  const inside = typeof content === "string" ? escaped(content) : content.map(written).join("");
  return inside ? `<${name}${said}>${inside}</${name}>` : `<${name}${said}/>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const unwritable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Without what XML 1.0 has no way to write. */
function escaped(text: string): string {
  return text.replace(unwritable, "").replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
