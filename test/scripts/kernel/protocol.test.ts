import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTslab, tslabVersion } from "#scripts/kernel/tslab.mjs";
import { allowance, type Result, session, sharedSession } from "./session.js";

// What Jupyter and the kernel say to each other.

const { plan, play } = sharedSession({ environment: { NODE_OPTIONS: "--max-old-space-size=300" } });

const fail = 'throw new Error("first");';
const queues = plan(
  { cells: [fail, "1 + 1", "2 + 2"] },
  {
    cells: [
      { code: fail, stop_on_error: false },
      "1 + 1",
      { code: "const no: string = 1;", stop_on_error: false },
      "2 + 2",
    ],
  },
  fail,
  "3 + 3",
  "const no: string = 1;",
  "4 + 4",
);

const statuses = (result: Result, count: number) =>
  Array.from({ length: count }, (_, index) => result.reply(index).status);

test("cells behind a failure are aborted where it asks for that, and nowhere else", () => {
  const [stopping, going, , next, , nextAgain] = queues();
  assert.deepEqual(statuses(stopping!, 3), ["error", "aborted", "aborted"]);
  assert.deepEqual(statuses(going!, 4), ["error", "ok", "error", "ok"]);
  assert.equal(going!.text(1) + going!.text(3), "2\n4\n");
  assert.equal(next!.text(), "6\n", "the next request at once after a failure");
  assert.equal(nextAgain!.text(), "8\n", "and after one of types");
});

const asked = { code: "", cursor_pos: 0 };
const meanwhile = plan("const full = { train: 1, trial: 2 };", {
  cells: ["const until = performance.now() + 1200;\nwhile (performance.now() < until);", "1"],
  meanwhile: [
    { after: 0.5, type: "complete_request", content: { code: "full.tr", cursor_pos: 7 } },
    { after: 0.5, type: "inspect_request", content: { code: "full", cursor_pos: 2, detail_level: 0 } },
    { after: 0.6, type: "is_complete_request", content: { code: "for (;;) {" } },
    { after: 0.7, type: "history_request", content: { hist_access_type: "tail", n: 2 } },
    { after: 0.8, type: "kernel_info_request", content: {} },
  ],
});

test("while a cell runs everything else is answered, and the kernel is busy for whoever watches", () => {
  const result = meanwhile()[1]!;
  const answered = (type: string) => result.messages.find((message) => message.type === type)!;
  const end = answered("execute_reply").seconds;
  for (const type of [
    "complete_reply",
    "inspect_reply",
    "is_complete_reply",
    "history_reply",
    "kernel_info_reply",
  ])
    assert.ok(answered(type).seconds < end, `${type} came after the cell`);
  assert.deepEqual(result.answer("complete_reply").matches, ["train", "trial"]);
  assert.match(result.answer("inspect_reply").data["text/plain"], /train: number/);
  assert.deepEqual(result.answer("is_complete_reply"), { status: "incomplete", indent: "  " });
  assert.equal(result.answer("history_reply").history.at(-1)[2].slice(0, 11), "const until");
  const states = result.messages.filter(({ type }) => type === "status");
  const last = states.filter(({ seconds }) => seconds < end).at(-1)!;
  assert.equal(last.content.execution_state, "busy", "what is said last while the cell runs");
});

test("busy and idle of queued cells: one after the other, with their inputs between", () => {
  const result = meanwhile()[1]!;
  const told = result.messages
    .filter(({ of, type }) => of?.startsWith("cell") && /status|execute_input/.test(type))
    .map(({ of, type, content }) => `${of} ${type === "status" ? content.execution_state : "input"}`);
  const once = told.filter(
    (line, i) => line !== told[i - 1] && !(line === "cell 0 busy" && told.indexOf(line) < i),
  );
  assert.deepEqual(once, [
    "cell 0 busy",
    "cell 0 input",
    "cell 0 idle",
    "cell 1 busy",
    "cell 1 input",
    "cell 1 idle",
  ]);
});

const requests = plan(
  {
    meanwhile: [
      'import { show } from "pml/',
      'import { x } from "vega-l',
      'import { x } from "node:f',
      'import "./2.1',
    ].map((code, i) => ({
      after: i / 20,
      type: "complete_request",
      content: { code, cursor_pos: code.length },
    })),
  },
  {
    meanwhile: [
      {
        after: 0,
        type: "complete_request",
        content: { code: 'const a = "\u{1f600}"; full.', cursor_pos: 20 },
      },
    ],
  },
  {
    meanwhile: [
      { after: 0, type: "history_request", content: { hist_access_type: "search", pattern: "*3 + 3*" } },
    ],
  },
  { meanwhile: [{ after: 0, type: "inspect_request", content: { code: "nothingHere", cursor_pos: 2 } }] },
  { meanwhile: [{ after: 0, type: "is_complete_request", content: { code: "f(1);" } }] },
  { meanwhile: [{ after: 0, type: "kernel_info_request", content: asked }] },
  { meanwhile: [{ after: 0, type: "comm_info_request", content: {} }] },
);

test("completion in imports, behind other letters, and what else is asked", () => {
  const [imports, astral, history, inspected, complete, info, comms] = requests();
  const matches = imports!.messages
    .filter(({ type }) => type === "complete_reply")
    .map(({ content }) => content.matches as string[]);
  for (const room of ["pml/data", "pml/models", "pml/notebook", "pml/figures"])
    assert.ok(matches[0]!.includes(room));
  assert.ok(!matches[0]!.some((name) => name.includes("internal") || name.includes("*")));
  assert.deepEqual(matches[1], ["vega-lite"]);
  assert.ok(matches[2]!.includes("node:fs"));
  const { cursor_start, cursor_end } = imports!.answer("complete_reply");
  assert.deepEqual([cursor_start, cursor_end], [22, 26]);
  assert.deepEqual(astral!.answer("complete_reply").matches, ["train", "trial"]);
  assert.equal(astral!.answer("complete_reply").cursor_start, 20);
  assert.deepEqual(
    history!.answer("history_reply").history.map((entry: unknown[]) => entry[2]),
    ["3 + 3"],
  );
  assert.equal(inspected!.answer("inspect_reply").status, "ok");
  assert.deepEqual(complete!.answer("is_complete_reply"), { status: "complete" });
  const about = info!.answer("kernel_info_reply");
  assert.equal(about.status, "ok");
  assert.equal(about.implementation_version, tslabVersion);
  assert.equal(about.language_info.version, loadTslab().typescriptVersion);
  assert.deepEqual(comms!.answer("comm_info_reply"), { status: "ok", comms: {} });
});

const outputs = plan(
  "for (let i = 0; i < 5000; i++) console.log('line', i);",
  "for (let i = 0; i < 3; i++) {\n  console.log(i);\n  const until = performance.now() + 300;\n  while (performance.now() < until);\n}",
  "for (let i = 0; i < 4; i++) (i % 2 ? console.error : console.log)(i);",
  "process.stdout.write('no newline'); void process.stderr.write(Buffer.from('bytes \u00e9'));",
  { cells: [{ code: "console.log('unheard');", silent: true }] },
  "import { display } from 'tslab';\nconst shown = setInterval(() => display.text('tick'), 20);",
  "await new Promise((done) => setTimeout(done, 120)); clearInterval(shown);",
);

test("output: 5,000 lines in a few messages, live in loops, in order", () => {
  const [many, live, mixed, raw, silent, , ticking] = outputs();
  const text = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join("");
  assert.equal(many!.text(), text);
  assert.ok(many!.of().filter(({ type }) => type === "stream").length < 40);
  assert.ok(many!.seconds < 1 * allowance(), `${many!.seconds} s`);
  const moments = live!
    .of()
    .filter(({ type }) => type === "stream")
    .map(({ seconds }) => seconds);
  assert.equal(moments.length, 3, "each line when it was printed");
  assert.ok(moments[2]! - moments[0]! > 0.4);
  const streams = mixed!.of().filter(({ type }) => type === "stream");
  assert.deepEqual(
    streams.map(({ content }) => `${content.name} ${content.text}`),
    ["stdout 0\n", "stderr 1\n", "stdout 2\n", "stderr 3\n"],
  );
  assert.equal(raw!.text(), "no newlinebytes \u00e9");
  assert.deepEqual(
    silent!.of().filter(({ type }) => type !== "status" && type !== "execute_reply"),
    [],
  );
  assert.ok(ticking!.of().filter(({ type }) => type === "display_data").length > 2);
});

const accidents = plan(
  "const lost = 1;",
  "process.exit(3);",
  "lost",
  "const again = 1; again",
  "const heap: unknown[] = [];\nfor (;;) heap.push(new Array(1e5).fill({}).map((_, i) => ({ i })));",
  "5 + 5",
  "const home = process.cwd(); process.chdir('/tmp'); process.cwd()",
  "process.chdir('/no/such/folder');",
  "process.chdir(home); process.cwd() === home",
  "import { Worker, isMainThread } from 'node:worker_threads';\nconst heard = await new Promise((done) => new Worker('require(\"node:worker_threads\").parentPort.postMessage(7)', { eval: true }).once('message', done));\nheard",
  "import * as tf from '@tensorflow/tfjs-node';\ntf.tidy(() => tf.ones([2, 2]).sum().dataSync()[0])",
  "const times: number[] = []; for (let i = 0; i < 3; i++) { const begin = performance.now(); await null; times.push(performance.now() - begin); }",
);

test("the end of the cells' thread is told in a sentence, and the next cell starts afresh", () => {
  const [, exit, gone, again, full, after] = accidents();
  assert.match(
    exit!.error()!.evalue,
    /^process\.exit\(3\) has ended the thread of the cells: all names are gone/,
  );
  assert.match(gone!.error()!.evalue, /Cannot find name 'lost'/);
  assert.equal(again!.text(), "1\n");
  assert.match(
    full!.error()!.evalue,
    /^the memory of the cells \(\d+ MB of JavaScript's heap\) is full: all names are gone/,
  );
  assert.equal(after!.text(), "10\n");
});

test("folders, threads and TensorFlow work in the cells' thread", () => {
  const [moved, nowhere, back, heard, ones] = accidents().slice(6);
  assert.equal(moved!.text(), "/tmp\n");
  assert.match(nowhere!.error()!.evalue, /ENOENT/);
  assert.equal(back!.text(), "true\n");
  assert.equal(heard!.text(), "7\n");
  assert.equal(ones!.error(), undefined, ones!.error()?.evalue);
  assert.equal(ones!.text(), "4\n");
});

const afresh = (env: Record<string, string> = {}, after = 0) => [
  { after, type: "afresh_request", content: { env } },
];
const anew = plan(
  "/** @module */\n/** @module beside */\nexport const seven = 7;",
  "import { seven } from './beside';\nconst before = seven; before",
  "process.env.PML_LEFT = 'left'; process.env.PML_RUN = 'other'; process.chdir('/tmp');",
  { meanwhile: afresh({ PML_ADDED: "added" }) },
  "before",
  "[process.env.PML_LEFT, process.env.PML_ADDED, process.env.PML_RUN, process.cwd().endsWith('notebooks')].join()",
  "import { seven } from './beside';\nseven",
  { cells: ["await new Promise((done) => setTimeout(done, 400));"], meanwhile: afresh({}, 0.1) },
  "seven",
  { meanwhile: [{ after: 0, type: "history_request", content: { hist_access_type: "tail", n: 100 } }] },
  {
    meanwhile: [
      ...afresh(),
      { after: 0, type: "execute_request", content: { code: "const soon = 5;", silent: false } },
    ],
  },
  "soon",
);

test("asked to begin afresh, it is as a kernel that was just started; but not while a cell runs", () => {
  const [, known, , begun, gone, surroundings, again, refused, kept, history] = anew();
  assert.equal(known!.text(), "7\n");
  assert.equal(begun!.answer("afresh_reply").status, "ok");
  assert.match(gone!.error()!.evalue, /Cannot find name 'before'/);
  assert.equal(gone!.reply().execution_count, 1);
  assert.equal(surroundings!.text(), ",added,play,true\n");
  assert.equal(again!.text(), "7\n", "modules of the notebook's own are there for the new thread");
  assert.equal(refused!.answer("afresh_reply").evalue, "a cell is being executed");
  assert.equal(kept!.text(), "7\n");
  assert.deepEqual(
    history!.answer("history_reply").history.map(([, number]: [number, number]) => number),
    [1, 2, 3, 4, 5],
  );
});

test("a cell that is sent while the kernel begins afresh is the first of the new one", () => {
  const [begun, soon] = anew().slice(-2);
  assert.equal(begun!.answer("afresh_reply").status, "ok");
  assert.equal(begun!.answer("execute_reply").execution_count, 1);
  assert.equal(soon!.text(), "5\n", soon!.error()?.evalue);
});

const trivial = plan(...Array.from({ length: 15 }, (_, i) => `${i} + 1`));

test("a trivial cell takes some 20 ms", () => {
  const seconds = trivial()
    .map((result) => result.seconds)
    .sort((a, b) => a - b);
  assert.ok(seconds[7]! < 0.05 * allowance(), `${seconds[7]} s`);
});

test("the kernel starts within five seconds, and shuts down in the midst of a cell", () => {
  const { start_seconds, alive } = play();
  assert.ok(alive);
  assert.ok(start_seconds < 5 * allowance(), `${start_seconds} s`);
  const { shutdown_seconds } = session([], { busy_at_end: true });
  assert.ok(shutdown_seconds < 4 * allowance(), `${shutdown_seconds} s`);
});
