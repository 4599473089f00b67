/** What every room stands on: errors a caller can mend, progress, interruption. */

export { ambientSignal } from "./ambient-signal.js";
export {
  InputError,
  requireInput,
  requireInteger,
  requireFinite,
  wording,
  requireLength,
  requirePositive,
  requireSymmetric,
} from "./errors.js";
export {
  Breather,
  type ProgressSink,
  silent,
  InterruptedError,
  type ProgressTask,
  type WorkHooks,
} from "./progress.js";
