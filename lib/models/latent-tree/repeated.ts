import { Compiled, execute, record, scope, type Tensor } from "../../tensorflow/index.js";

/**
 * A computation on many batches of one shape: as it stands where there is only one, and as a graph of TensorFlow, which takes half a
 * second to make and spares the way back between kernels, where there are more. Call {@link Repeated.dispose} when done.
 */
export class Repeated {
  private graph: Compiled<"batch"> | undefined;

  constructor(
    private readonly body: (args: readonly Tensor[]) => readonly Tensor[],
    private readonly times: number,
  ) {}

  run(args: readonly Tensor[]): readonly Tensor[] {
    if (this.times < 2) return scope(() => this.body(args));
    this.graph ??= scope(() => new Compiled({ batch: record("batch", distinct(args), this.body) }));
    return this.graph.run("batch", args);
  }

  dispose(): void {
    this.graph?.dispose();
  }
}

/** A tensor that is handed over twice is two arguments, which a recording tells apart by identity. */
function distinct(args: readonly Tensor[]): Tensor[] {
  return args.map((arg, i) => (args.indexOf(arg) < i ? execute("Identity", {}, [arg])[0]! : arg));
}
