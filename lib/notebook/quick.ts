/** Whether this is a small run, for tests and a first look (`--quick`, PML_QUICK=1): its results never replace full ones. */
export function isQuick(): boolean {
  return process.env.PML_QUICK === "1";
}
