import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { processorKind } from "pml/node";
import {
  adoptStudy,
  isCurrent,
  readStudy,
  runStudy,
  type Study,
  type StudyContext,
  studies,
  studyVersion,
} from "pml/studies";
import { fewImages, keepCanary } from "#internal/studies/runner/canary";
import { runStudyCommand } from "#internal/studies/runner/cli";
import { smallDataSet } from "../../support/small-images.js";
import { walks } from "./walks.js";

const folder = mkdtempSync(join(tmpdir(), "adopt-"));
after(() => rmSync(folder, { recursive: true }));
const data = smallDataSet(40, 10);
const context: StudyContext = {
  data,
  checkpoints: "none",
  progress: () => ({ update: () => {}, finish: () => {} }),
  threads: 1,
};
const path = join(folder, "walks.json");
const text = () => readFileSync(path, "utf8");
const change = (edit: object) =>
  writeFileSync(path, `${JSON.stringify({ ...JSON.parse(text()), ...edit }, null, 1)}\n`);
const withCanary = (canary: Study<unknown>["canary"]): Study<unknown> => ({ ...walks, canary });

test("a study writes its canary along; a result of older code is handed on if the canary is the same", async () => {
  await runStudy(walks, context, folder);
  const first = JSON.parse(text());
  assert.deepEqual(Object.keys(first), ["study", "question", "seeds", "data", "code", "canary", "result"]);
  assert.match(first.canary.digest, /^[0-9a-f]{64}$/);
  assert.equal(first.canary.processor, processorKind());
  assert.equal(await adoptStudy(walks, context, folder), "current");

  change({ code: "before" });
  assert.equal(await adoptStudy(walks, context, folder), "adopted");
  const adopted = JSON.parse(text());
  assert.deepEqual(adopted.adopted, [{ from: "before", to: first.code }]);
  assert.deepEqual(adopted.canary, first.canary);
  assert.deepEqual([adopted.code, adopted.result], [first.code, first.result]);

  change({ code: "between" });
  await adoptStudy(walks, context, folder);
  assert.deepEqual(JSON.parse(text()).adopted, [
    { from: "before", to: first.code },
    { from: "between", to: first.code },
  ]);
});

test("a canary that differs in its last bit is refused, and nothing is written", async () => {
  const value = 0.1 + 0.2;
  await runStudy(
    withCanary(async () => ({ fit: { score: value } })),
    context,
    folder,
  );
  change({ code: "before" });
  const before = text();
  const differs = withCanary(async () => ({ fit: { score: 0.3 } }));
  await assert.rejects(
    adoptStudy(differs, context, folder),
    /adoptStudy: the canary of walks differs from that in .*walks\.json: fit\.score is 0\.3, kept is 0\.30000000000000004\. The numbers may have changed: run `npm run study -- walks` to make it again/,
  );
  assert.equal(text(), before);
  change({ canary: { ...JSON.parse(before).canary, processor: "abacus" } });
  await assert.rejects(
    adoptStudy(differs, context, folder),
    /made on another kind of processor: abacus, this is /,
  );
  // a number that is not among the shown ones
  const hidden = withCanary(async () => ({ fit: { score: value }, count: 3 }));
  await assert.rejects(adoptStudy(hidden, context, folder), /its SHA-256 is [0-9a-f]{12}…, kept is/);
  assert.equal(
    await adoptStudy(
      withCanary(async () => ({ fit: { score: value } })),
      context,
      folder,
    ),
    "adopted",
  );
});

test("without a canary nothing is adopted, but a current result gets one", async () => {
  await runStudy(walks, context, folder);
  const { canary, ...rest } = JSON.parse(text());
  writeFileSync(path, JSON.stringify({ ...rest, code: "before" }));
  await assert.rejects(
    adoptStudy(walks, context, folder),
    /was made by other code and holds no canary .* run `npm run study -- walks`/,
  );
  writeFileSync(path, JSON.stringify(rest));
  assert.equal(await adoptStudy(walks, context, folder), "canary added");
  assert.deepEqual(JSON.parse(text()).canary, canary);
});

test("a canary runs on a few images, keeps nothing and finds nothing kept", async () => {
  let place = "";
  const study = withCanary(async ({ data: given, checkpoints, fresh }) => {
    place = checkpoints;
    assert.deepEqual([readdirSync(checkpoints), fresh, given.digest], [[], true, data.digest]);
    const few = fewImages({ ...context, data: given }, 30, 1000);
    return [few.train.count, few.test.count, 0.5];
  });
  const { numbers } = await keepCanary(study, context);
  assert.deepEqual(numbers, { 2: 0.5 });
  assert.throws(() => readdirSync(place));
});

test("a result made from other data is refused, with the command that makes it from these", async () => {
  const study: Study<unknown> = { ...walks, usesData: true };
  await runStudy(study, context, folder);
  assert.equal(readStudy(study, folder, () => data).code, studyVersion(walks));
  assert.throws(
    () => readStudy(study, folder, () => ({ name: "Fashion", digest: "f".repeat(64) })),
    /readStudy: .*walks\.json was made from bars \(SHA-256 [0-9a-f]{12}…\), the data in use are Fashion \(SHA-256 f{12}…\): run `npm run study -- walks` to make it from these/,
  );
  await assert.rejects(
    adoptStudy(study, { ...context, data: smallDataSet(20, 10) }, folder),
    /was made from bars .* run `npm run study -- walks`/,
  );
});

const said = async (...args: string[]) => {
  const lines: string[] = [];
  return { code: await runStudyCommand(args, { checkpoints: "" }, (line) => lines.push(line)), lines };
};

test("on the command line: all studies at once, one line each; an unknown one is named", async () => {
  // otherwise it would write
  for (const study of Object.values<Study<unknown>>(studies)) assert.ok(isCurrent(study, readStudy(study)));
  const { code, lines } = await said("--adopt");
  assert.equal(code, 0, lines.join("\n"));
  assert.equal(lines.length, Object.keys(studies).length);
  for (const line of lines) assert.match(line, /^[a-z-]+: current$/);
  const unknown = await said("no-such-study", "--adopt");
  assert.equal(unknown.code, 2);
  assert.match(unknown.lines[0]!, /^npm run study: there is no study no-such-study; /);
});
