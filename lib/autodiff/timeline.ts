import type { Node, Scan } from "./node.js";

/** One loop to come: what it computes entry by entry. */
export interface PlannedLoop {
  readonly length: number;
  /** Null until a recursion decides. */
  isReversed: boolean | null;
  /** Sums and what else collects over the entries. */
  readonly collected: Node[];
  readonly scans: Scan[];
  /** Lanes to be kept in memory. */
  readonly kept: Node[];
  /** Lanes to be written to the output, and where. */
  readonly written: { readonly node: Node; readonly offset: number }[];
}

/** Lanes that stand in memory as a whole once they have been computed. */
const inMemory = new Set<Node["op"]>(["stack", "call", "scatter", "rowAccumulate"]);

export const isInMemory = (node: Node): boolean => node.length > 0 && inMemory.has(node.op);

/**
 * When what is computed: loop k takes place at time 2k + 1, straight code before it at time 2k. Every node comes as early as its
 * arguments allow, and shares a loop with all others of its length that may stand there: values and derivatives in one pass.
 */
export class Timeline {
  readonly loops: PlannedLoop[] = [];
  private readonly times = new Map<Node, number>();
  private readonly scanLoops = new Map<Scan, number>();
  /** The loop in which a lane is put into memory. */
  readonly keptIn = new Map<Node, number>();

  constructor(private readonly needed: ReadonlySet<Node>) {}

  /** The earliest time at which a number is known or a lane can be computed in a loop. */
  ready(node: Node): number {
    const known = this.times.get(node);
    if (known !== undefined) return known;
    const time = this.timeOf(node);
    this.times.set(node, time);
    return time;
  }

  /** The time from which on every entry of a lane can be read. */
  inMemory(lane: Node): number {
    if (lane.op === "data" || lane.op === "parameter" || isInMemory(lane)) return this.ready(lane);
    const kept = this.keptIn.get(lane);
    if (kept !== undefined) return 2 * kept + 2;
    const loop = this.place(lane.length, this.ready(lane));
    this.keptIn.set(lane, loop);
    this.loops[loop]!.kept.push(lane);
    return 2 * loop + 2;
  }

  /** Like {@link inMemory}, but for a function of whole arrays: parameters are copied first. */
  asArray(lane: Node): number {
    if (lane.op !== "parameter") return this.inMemory(lane);
    const kept = this.keptIn.get(lane);
    if (kept !== undefined) return 2 * kept + 2;
    const loop = this.place(lane.length, 0);
    this.keptIn.set(lane, loop);
    this.loops[loop]!.kept.push(lane);
    return 2 * loop + 2;
  }

  write(node: Node, offset: number): void {
    const loop = this.place(node.length, this.ready(node));
    this.loops[loop]!.written.push({ node, offset });
  }

  loopOf(scan: Scan): number {
    return this.scanLoops.get(scan)!;
  }

  /** The last time of a node's arguments. */
  private latest(nodes: readonly Node[]): number {
    let time = 0;
    for (const node of nodes) time = Math.max(time, this.ready(node));
    return time;
  }

  private timeOf(node: Node): number {
    switch (node.op) {
      case "constant":
      case "data":
      case "parameter":
        return 0;
      case "elementwise":
      case "stack":
        return this.latest(node.args);
      case "gather":
      case "rowDot":
      case "element":
        return this.inMemory(node.args[0]!);
      case "call":
        return Math.max(0, ...node.args.map((argument) => this.asArray(argument)));
      case "sum":
      case "sumSoftplus":
      case "scatter":
      case "rowAccumulate": {
        const lane = node.args.find(({ length }) => length > 0)!;
        const loop = this.place(lane.length, this.latest(node.args));
        this.loops[loop]!.collected.push(node);
        return 2 * loop + 2;
      }
      case "carry":
        return 2 * this.placeScan(node.scan) + 1;
      case "final":
        return 2 * this.placeScan(node.scan) + 2;
    }
  }

  /** The first loop of the length, not before a time; a new one at the end if there is none. */
  private place(length: number, time: number, isReversed: boolean | null = null): number {
    for (let k = Math.max(0, Math.ceil((time - 1) / 2)); k < this.loops.length; k++) {
      const loop = this.loops[k]!;
      if (loop.length !== length) continue;
      if (isReversed === null || loop.isReversed === null || loop.isReversed === isReversed) {
        loop.isReversed ??= isReversed;
        return k;
      }
    }
    this.loops.push({ ...emptyLoop(length), isReversed });
    return this.loops.length - 1;
  }

  private placeScan(scan: Scan): number {
    const known = this.scanLoops.get(scan);
    if (known !== undefined) return known;
    const isOwn = this.dependsOn(scan);
    let time = 0;
    const visited = new Set<Node>();
    const visit = (node: Node): void => {
      if (visited.has(node)) return;
      visited.add(node);
      if (node.op === "carry" && node.scan === scan) return;
      if (!isOwn(node)) time = Math.max(time, this.ready(node));
      else node.args.forEach(visit);
    };
    for (const carry of scan.carries) {
      if (!this.needed.has(carry)) continue;
      time = Math.max(time, this.ready(scan.starts[carry.index]!));
      visit(scan.nexts[carry.index]!);
    }
    const loop = this.place(scan.length, time, scan.isReversed);
    this.scanLoops.set(scan, loop);
    this.loops[loop]!.scans.push(scan);
    return loop;
  }

  /** Whether a node that a recursion's body needs depends on its states; other recursions cannot, or the body could not be computed. */
  private dependsOn(scan: Scan): (node: Node) => boolean {
    const known = new Map<Node, boolean>();
    const depends = (node: Node): boolean => {
      if (node.op === "carry") return node.scan === scan;
      // what was made before the recursion began cannot
      if (node.id < scan.carries[0]!.id) return false;
      const answer = known.get(node) ?? node.args.some(depends);
      known.set(node, answer);
      return answer;
    };
    return depends;
  }

  /** Lanes that more than one loop needs are kept in memory. */
  keepShared(): void {
    const computedIn = new Map<Node, number>();
    this.loops.forEach((loop, k) => {
      const visited = new Set<Node>();
      const visit = (lane: Node): void => {
        if (lane.length === 0 || visited.has(lane)) return;
        visited.add(lane);
        if (lane.op === "data" || lane.op === "parameter" || isInMemory(lane)) return;
        if ((this.keptIn.get(lane) ?? k) < k) return;
        const first = lane.op === "carry" ? earlier(this.loopOf(lane.scan), k) : computedIn.get(lane);
        if (first !== undefined) {
          this.keep(lane, first);
          return;
        }
        if (first === undefined) computedIn.set(lane, k);
        if (lane.op === "elementwise") lane.args.forEach(visit);
      };
      for (const node of this.roots(loop)) visit(node);
    });
  }

  /** The lanes that a loop must compute. */
  roots(loop: PlannedLoop): Node[] {
    const nexts = loop.scans.flatMap((scan) =>
      scan.carries.filter((carry) => this.needed.has(carry)).map(({ index }) => scan.nexts[index]!),
    );
    return [
      ...loop.collected.flatMap(({ args }) => args),
      ...loop.kept,
      ...loop.written.map(({ node }) => node),
      ...nexts,
    ];
  }

  private keep(lane: Node, loop: number): void {
    if (this.keptIn.has(lane)) return;
    this.keptIn.set(lane, loop);
    this.loops[loop]!.kept.push(lane);
  }
}

const earlier = (loop: number, than: number): number | undefined => (loop < than ? loop : undefined);

const emptyLoop = (length: number): PlannedLoop => ({
  length,
  isReversed: null,
  collected: [],
  scans: [],
  kept: [],
  written: [],
});
