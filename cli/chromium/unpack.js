// Run in a process of its own by launch.ts, which sets TMPDIR: that is where it unpacks.
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
