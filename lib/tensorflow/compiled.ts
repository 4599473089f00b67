import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, requireLength } from "../support/index.js";
import { endGraph, execute, loadGraph, runGraph, scope, type Tensor } from "./engine.js";
import { type GraphNode, graphTag, savedModel } from "./graph-definition.js";
import type { Recording } from "./recording.js";

const asFloat32 = { dtype: { type: "float32" } } as const;

/** Nodes that hold a variable, give it a value, and read it. */
function variableNodes(name: string, shape: readonly number[]): GraphNode[] {
  const shared = { ...asFloat32, shape: { shape } };
  return [
    { name, kernel: "VarHandleOp", inputs: [], attributes: { ...shared, shared_name: { text: name } } },
    { name: `${name}/new`, kernel: "Placeholder", inputs: [], attributes: shared },
    { name: `${name}/set`, kernel: "AssignVariableOp", inputs: [name, `${name}/new`], attributes: asFloat32 },
    { name: `${name}/read`, kernel: "ReadVariableOp", inputs: [name], attributes: asFloat32 },
    {
      name: `${name}/begun`,
      kernel: "Identity",
      inputs: [`${name}/new`, `^${name}/set`],
      attributes: { T: { type: "float32" } },
    },
  ];
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "pml-graph-"));
  } catch (error) {
    throw new InputError(
      "Compiled",
      `a graph is handed to TensorFlow as a file, and none can be written in ${tmpdir()} (${(error as Error).message}): ` +
        "name another folder by the environment variable TMPDIR",
    );
  }
}

/** A graph's nodes in a session of TensorFlow. The addon takes them from a file, which is gone when this returns. */
function start(nodes: readonly GraphNode[]): number {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, "saved_model.pb"), savedModel(nodes));
    return loadGraph(folder, graphTag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is handed over, and asked for, to run a recording. */
interface Plan {
  readonly args: number;
  readonly held: readonly Tensor[];
  readonly inputs: string;
  readonly outputs: string;
}

/**
 * Recordings as one graph, which TensorFlow runs without coming back in between: it fuses kernels, runs those side by side
 * that do not wait for each other, and reuses their memory.
 *
 * The graph works on variables of its own. They begin with the values of the recorded ones; {@link Compiled.writeBack} brings
 * theirs back. Call {@link Compiled.dispose} when done.
 */
export class Compiled<Name extends string> {
  private readonly session: number;
  private readonly variables: ReadonlyMap<string, Tensor>;
  private readonly plans: ReadonlyMap<Name, Plan>;

  constructor(recordings: Readonly<Record<Name, Recording>>) {
    const all = Object.entries(recordings) as [Name, Recording][];
    this.variables = new Map(all.flatMap(([, { variables }]) => [...variables]));
    this.plans = new Map(
      all.map(([name, recording]) => {
        const { parameters, held, results } = recording;
        const inputs = [...parameters, ...held.map(({ input }) => input)];
        const plan: Plan = {
          args: parameters.length,
          held: held.map(({ tensor }) => tensor),
          inputs: inputs.join(","),
          outputs: results.join(","),
        };
        return [name, plan];
      }),
    );
    this.session = scope(() => this.begin(all.flatMap(([, { nodes }]) => nodes)));
  }

  /** Starts the session, its variables at the values of the recorded ones. */
  private begin(nodes: readonly GraphNode[]): number {
    const handles = [...this.variables];
    const values = handles.map(([, handle]) => execute("ReadVariableOp", asFloat32, [handle])[0]!);
    const session = start([
      ...handles.flatMap(([name], i) => variableNodes(name, values[i]!.shape)),
      ...nodes,
    ]);
    if (handles.length === 0) return session;
    runGraph(
      session,
      values,
      handles.map(([name]) => `${name}/new:0`).join(","),
      handles.map(([name]) => `${name}/begun:0`).join(","),
    );
    return session;
  }

  /** Runs a recording on arguments of the types and shapes it was recorded with. */
  run(name: Name, args: readonly Tensor[]): Tensor[] {
    const plan = this.plans.get(name);
    if (plan === undefined) throw new InputError("Compiled.run", `there is no recording ${name}`);
    requireLength("Compiled.run", `arguments of ${name}`, args.length, plan.args);
    return runGraph(this.session, [...args, ...plan.held], plan.inputs, plan.outputs);
  }

  /** Gives the recorded variables the values that those of the graph have now. */
  writeBack(): void {
    if (this.variables.size === 0) return;
    scope(() => {
      const names = [...this.variables.keys()].map((name) => `${name}/read:0`).join(",");
      const values = runGraph(this.session, [], "", names);
      [...this.variables.values()].forEach((handle, i) => {
        execute("AssignVariableOp", asFloat32, [handle, values[i]!], 0);
      });
    });
  }

  /** Ends the session and gives its memory back. */
  dispose(): void {
    endGraph(this.session);
  }
}
