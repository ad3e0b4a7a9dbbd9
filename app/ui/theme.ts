import { createTheme } from "@mantine/core";

// Blue of the Italian public design conventions (#0066CC at index 6), readable on white at AA.
export const theme = createTheme({
  primaryColor: "civic",
  primaryShade: { light: 6, dark: 4 },
  colors: {
    civic: ["#e7f1fb", "#cfe2f6", "#9ec4ec", "#6aa5e2", "#3f8ad9", "#1f78d3", "#0066cc", "#0057b0", "#004a96", "#003c7a"],
  },
  fontFamily: '"Titillium Web", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: "650" },
  defaultRadius: "sm",
  autoContrast: true,
});
