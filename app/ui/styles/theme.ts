import { createTheme } from "@mantine/core";

// Blue of the Italian public design conventions (#0066CC at index 6), readable on white at AA.
export const theme = createTheme({
  primaryColor: "civic",
  primaryShade: 6,
  colors: {
    // bluish, so that dark pages look like ours
    dark: [
      "#e8edf2",
      "#c3ccd6",
      "#b4bfcb",
      "#8795a3",
      "#465360",
      "#323d48",
      "#222b35",
      "#161c23",
      "#10151b",
      "#0b0f14",
    ],
    // Mantine's own red has too little contrast as text on white
    red: [
      "#fff5f5",
      "#ffe3e3",
      "#ffc9c9",
      "#ffa8a8",
      "#f06565",
      "#d63939",
      "#c01f2f",
      "#a81826",
      "#8c111e",
      "#6f0c17",
    ],
    civic: [
      "#e7f1fb",
      "#cfe2f6",
      "#9ec4ec",
      "#6aa5e2",
      "#3f8ad9",
      "#1f78d3",
      "#0066cc",
      "#0057b0",
      "#004a96",
      "#003c7a",
    ],
  },
  fontFamily:
    '"Titillium Web", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: "700" },
  defaultRadius: "sm",
  autoContrast: true,
});
