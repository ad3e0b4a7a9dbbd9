// Names are chosen by whoever wrote the file. Those PDF itself defines are kept; resources are
// called again, the same resource the same everywhere, since a form may use what its page provides;
// no other name is written.

export type Category = "ExtGState" | "ColorSpace" | "Pattern" | "Shading" | "XObject" | "Font";

const known = new Set(
  `Page Catalog Pages XObject Form Image Font FontDescriptor Encoding ExtGState Pattern Mask Group Transparency
  DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab Indexed Separation DeviceN Identity Default None All Cyan Magenta Yellow Black
  DefaultGray DefaultRGB DefaultCMYK Alpha Luminosity Type0 Type1 MMType1 Type3 TrueType CIDFontType0 CIDFontType2 CIDFontType0C Type1C OpenType
  MacRomanEncoding MacExpertEncoding WinAnsiEncoding StandardEncoding SymbolSetEncoding
  AbsoluteColorimetric RelativeColorimetric Saturation Perceptual
  Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Color Luminosity
  FlateDecode DCTDecode`.split(/\s+/),
);

/** True for a name that PDF defines; `name` without its slash. */
export function isKnown(name: string): boolean {
  return known.has(name);
}

/** What the resources of one document are called. */
export class AllowedNames {
  private readonly given = new Map<string, string>();

  /** The new name of the resource that was called `old`. */
  of(category: Category, old: string): string {
    const key = `${category} ${old}`;
    const name = this.given.get(key) ?? `${category[0]}${this.given.size + 1}`;
    this.given.set(key, name);
    return name;
  }

  /** A name for a resource that had none. */
  fresh(category: Category): string {
    return this.of(category, `#${this.given.size}`);
  }
}
