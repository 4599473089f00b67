import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { afterEach, test } from "node:test";
import { display, inKernel, kernelProgress, lineProgress, showMarkdown } from "pml/notebook";
import { pace, timeLeft } from "#internal/notebook/progress";

interface Sent {
  content: { data: Record<string, string>; metadata: object; transient: { display_id?: string } };
  update: boolean;
}

const { cache } = createRequire(import.meta.url);
const place = "/anywhere/node_modules/tslab/dist/jupyter.js";

/** Pretends that tslab runs and records what it is asked to show. */
function fakeKernel(): Sent[] {
  const sent: Sent[] = [];
  const lastWriteDisplayData = (content: Sent["content"], update: boolean) => sent.push({ content, update });
  cache[place] = { exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
  return sent;
}

afterEach(() => {
  delete cache[place];
});

test("outside of a kernel nothing is shown and nobody claims otherwise", () => {
  assert.equal(inKernel(), false);
  assert.equal(display({ data: { "text/plain": "x" } }), false);
});

test("in a kernel a bundle arrives as it is, with its display id", () => {
  const sent = fakeKernel();
  assert.equal(inKernel(), true);
  const bundle = {
    data: { "text/plain": "x", "image/png": "AAAA" },
    metadata: { "image/png": { width: 3 } },
  };
  assert.equal(display(bundle, "figure-1"), true);
  assert.deepEqual(sent, [{ content: { ...bundle, transient: { display_id: "figure-1" } }, update: false }]);
  showMarkdown("**a**");
  assert.deepEqual(sent[1]!.content.data, { "text/markdown": "**a**", "text/plain": "**a**" });
});

test("progress in a kernel: five changes a second at most, time left while it runs, none in what stays", () => {
  const sent = fakeKernel();
  let now = 0;
  const task = kernelProgress(() => now)("training <vae>", 1000);
  for (let done = 1; done <= 1000; done++) {
    now += 10;
    task.update(done, "ELBO -150");
  }
  task.finish("25 epochs");
  assert.ok(sent.length >= 48 && sent.length <= 52, `${sent.length} messages in ten seconds`);
  assert.equal(new Set(sent.map(({ content }) => content.transient.display_id)).size, 1);
  assert.deepEqual(
    sent.map(({ update }) => update),
    [false, ...new Array(sent.length - 1).fill(true)],
  );
  const middle = sent[25]!.content.data;
  assert.match(
    middle["text/plain"]!,
    /^training <vae>: \d+ %, \d+ of 1000, 100 a second, 0:05 left \(ELBO -150\)$/,
  );
  assert.match(middle["text/html"]!, /<progress value="\d+" max="1000"><\/progress>.*training &lt;vae&gt;/);
  const last = sent[sent.length - 1]!.content.data;
  assert.equal(last["text/plain"], "training <vae>: done, 25 epochs");
  assert.doesNotMatch(last["text/html"]!, /progress|\d:\d/);
});

test("two runs of one task leave the same final bytes however long they took", () => {
  const final = (step: number) => {
    const sent = fakeKernel();
    let now = 0;
    const task = kernelProgress(() => now)("work", 10);
    for (let done = 1; done <= 10; done++) {
      now += step;
      task.update(done);
    }
    task.finish();
    return sent[sent.length - 1]!.content.data;
  };
  assert.deepEqual(final(50), final(5000));
});

test("lines for a log: start, one every ten seconds, end", () => {
  const lines: string[] = [];
  let now = 0;
  const task = lineProgress(
    (line) => lines.push(line),
    () => now,
  )("work", 100);
  for (let done = 1; done <= 100; done++) {
    now += 300;
    task.update(done, "note");
  }
  task.finish("all");
  assert.deepEqual(lines, [
    "work: started",
    "work: 34 %, 34 of 100, 3.3 a second, 0:20 left (note)",
    "work: 68 %, 68 of 100, 3.3 a second, 0:10 left (note)",
    "work: done, all",
  ]);
});

test("parts of a unit move the time left on; whole units are counted", () => {
  const lines: string[] = [];
  let now = 0;
  const task = lineProgress(
    (line) => lines.push(line),
    () => now,
  )("work", 8);
  now = 15_000;
  task.update(1.5);
  assert.equal(lines[1], "work: 18 %, 1 of 8, 10 s each, 1:05 left");
});

test("work that goes on tells the pace of this run, not of what was done before", () => {
  const lines: string[] = [];
  let now = 0;
  const task = lineProgress(
    (line) => lines.push(line),
    () => now,
  )("work", 100, 80);
  now = 10_000;
  task.update(90);
  assert.equal(lines[1], "work: 90 %, 90 of 100, 1.0 a second, 0:10 left");
});

test("time left is the elapsed time shared out over what is left", () => {
  assert.equal(timeLeft(0, 10, 5000), "");
  assert.equal(timeLeft(5, 10, 5000), "0:05");
  assert.equal(timeLeft(1, 10, 60_000), "9:00");
  assert.equal(timeLeft(10, 10, 5000), "0:00");
});

test("the pace is in units a second, or in seconds for each unit where one takes longer", () => {
  assert.equal(pace(0, 5000), "");
  assert.equal(pace(1234, 1000), "1234 a second");
  assert.equal(pace(5, 2000), "2.5 a second");
  assert.equal(pace(4, 10_000), "2.5 s each");
  assert.equal(pace(1, 90_000), "90 s each");
});
