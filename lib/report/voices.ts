/**
 * The two voices of every notebook, as visible marks: a coloured square that GitHub, JupyterLab and the page all keep
 * (GitHub drops styles), and the letter in bold.
 */
export const voices = {
  /** As in the report: its exact protocol, so that its numbers come back. */
  R: "🟦 **R**",
  /** Corrected: what is right where the protocol or its reading is wrong. */
  C: "🟧 **C**",
} as const;
