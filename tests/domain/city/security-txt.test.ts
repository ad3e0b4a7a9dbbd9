import { describe, expect, it } from "vitest";
import { citySchema, securityTxt } from "#app/domain/city/city.ts";

describe("security.txt (RFC 9116)", () => {
  const now = new Date("2027-01-15T12:00:00Z");
  const text = (securityContact: string, securityExpires = "2027-12-31") =>
    securityTxt({ securityContact, securityExpires }, "https://innova.example", now);

  it("names whom to write to, until when that holds, and where it belongs", () => {
    expect(text("security@comune.example")).toBe(
      "Contact: mailto:security@comune.example\nExpires: 2027-12-31T23:59:59Z\nPreferred-Languages: it, en\nCanonical: https://innova.example/.well-known/security.txt\n",
    );
    expect(text("https://comune.example/security")).toContain(
      "Contact: https://comune.example/security\n",
    );
  });

  it("is not there where nobody is named, or the day is over", () => {
    expect([text(""), text("a@b.it", "2027-01-14"), text("a@b.it", "")]).toEqual([
      null,
      null,
      null,
    ]);
    expect(text("a@b.it", "2027-01-15")).not.toBeNull();
  });

  it("takes a mail address or one of https, with its day", () => {
    const fits = (securityContact: string, securityExpires: string) =>
      citySchema.safeParse({ securityContact, securityExpires }).success;
    expect([
      fits("", ""),
      fits("a@b.it", "2027-12-31"),
      fits("https://b.it/x", "2027-12-31"),
    ]).toEqual([true, true, true]);
    expect([
      fits("a@b.it", ""),
      fits("http://b.it", "2027-12-31"),
      fits("a\nContact: x", "2027-12-31"),
      fits("a@b.it", "soon"),
    ]).toEqual([false, false, false, false]);
  });
});
