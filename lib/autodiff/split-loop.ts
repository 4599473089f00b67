import type { ElementwiseName } from "./operations.js";
import type { Instruction, Loop, Register } from "./program.js";

/** One of the loops that a loop becomes: what it does, after reading what an earlier one has kept, before keeping what a later one reads. */
export interface Phase {
  readonly taken: readonly Register[];
  readonly instructions: readonly Instruction[];
  readonly kept: readonly Register[];
}

/** So many sums of products with what a call has given make a split worth its loops: from here on it gains a fifth. */
const fewestProducts = 4;

/** Longer loops would fetch their data from main memory once for each phase. */
const mostRounds = 16_384;

/** Operations that are a function's call, around which all numbers in the processor's registers are saved. */
const calling: ReadonlySet<ElementwiseName> = new Set<ElementwiseName>([
  ...(["exp", "expm1", "log", "log1p", "sin", "cos", "atan", "tanh", "pow"] as const),
  ...(["logGamma", "digamma", "normalLogCdf", "expNegAbs", "softplus"] as const),
]);

/** What may stand in a loop that is split: nothing that writes what the same loop reads. */
const allowed = new Set<Instruction["kind"]>(["operation", "load", "accumulate", "accumulateSoftplus"]);

/**
 * A loop in three phases, if a function such as exp stands in it between what it is given and many sums of products with what it gives,
 * as in the gradient of a generalised linear model: first the arguments, then the calls, then the products. So neither coefficients nor
 * sums are saved around each call. Every number is computed as in one loop and every sum in the same order: the same bits.
 */
export function splitLoop({ count, body, states, isReversed }: Loop): readonly Phase[] | undefined {
  if (count > mostRounds || states.length > 0 || isReversed) return undefined;
  if (!body.every(({ kind }) => allowed.has(kind))) return undefined;
  const made = new Map(body.flatMap((each) => makes(each).map((register) => [register, each] as const)));
  const late = afterCalls(body);
  const last = sumsOfProducts(body, made, late);
  if (last.size < 2 * fewestProducts) return undefined;
  const phaseOf = (each: Instruction) =>
    last.has(each) ? 2 : [...reads(each), ...makes(each)].some((register) => late.has(register)) ? 1 : 0;
  const computed = body.filter(({ kind }) => kind !== "load");
  const phases = [0, 1, 2].map((phase) => computed.filter((each) => phaseOf(each) === phase));
  return connect(phases, made);
}

const makes = (instruction: Instruction): readonly Register[] =>
  instruction.kind === "operation" || instruction.kind === "load" ? [instruction.to] : [];

function reads(instruction: Instruction): readonly Register[] {
  switch (instruction.kind) {
    case "operation":
      return instruction.args;
    case "accumulate":
      return [instruction.from];
    case "accumulateSoftplus":
      return [instruction.x, instruction.e];
    default:
      return [];
  }
}

/** Registers that are a call's outcome or computed from one. */
function afterCalls(body: readonly Instruction[]): ReadonlySet<Register> {
  const late = new Set<Register>();
  for (const each of body) {
    if (each.kind !== "operation") continue;
    if (calling.has(each.name) || each.args.some((argument) => late.has(argument))) late.add(each.to);
  }
  return late;
}

/** The sums of a call's outcome times an entry of data, and these products, where nothing else reads them. */
function sumsOfProducts(
  body: readonly Instruction[],
  made: ReadonlyMap<Register, Instruction>,
  late: ReadonlySet<Register>,
): ReadonlySet<Instruction> {
  const uses = new Map<Register, number>();
  for (const register of body.flatMap(reads)) uses.set(register, (uses.get(register) ?? 0) + 1);
  const found = new Set<Instruction>();
  for (const each of body) {
    if (each.kind !== "accumulate" || uses.get(each.from) !== 1) continue;
    const product = made.get(each.from);
    if (product?.kind !== "operation" || product.name !== "mul") continue;
    const isOfData = (register: Register) => made.get(register)?.kind === "load";
    if (product.args.some(isOfData) && product.args.some((argument) => late.has(argument)))
      found.add(product).add(each);
  }
  return found;
}

/** Gives each phase what it reads and does not make: loads are done wherever they are read, numbers kept by the phase that makes them. */
function connect(
  phases: readonly (readonly Instruction[])[],
  made: ReadonlyMap<Register, Instruction>,
): readonly Phase[] {
  const makers = phases.map((phase) => new Set(phase.flatMap(makes)));
  const missing = phases.map((phase, k) => {
    const read = new Set(phase.flatMap(reads));
    return [...read].filter((register) => made.has(register) && !makers[k]!.has(register));
  });
  const isLoad = (register: Register) => made.get(register)!.kind === "load";
  return phases.map((phase, k) => {
    const wanted = new Set(missing.slice(k + 1).flat());
    return {
      taken: missing[k]!.filter((register) => !isLoad(register)),
      instructions: [...missing[k]!.filter(isLoad).map((register) => made.get(register)!), ...phase],
      kept: [...makers[k]!].filter((register) => wanted.has(register) && !isLoad(register)),
    };
  });
}
