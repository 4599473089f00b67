import { parseArgs } from "node:util";
import { loadMnist } from "../data/mnist.js";
import { interruptSignal } from "../notebook/interrupt.js";
import { checkpointsFolder } from "../notebook/places.js";
import { progress } from "../notebook/progress.js";
import { InterruptedError } from "../support/progress.js";
import { inRepository } from "../support/repository.js";
import { studies } from "./index.js";
import { runStudy, type Study, studyPath } from "./study.js";

const usage = () => `Usage: npm run study -- NAME [--fresh]

${Object.values(studies as Readonly<Record<string, Study<unknown>>>)
  .map(({ name, question }) => `  ${name.padEnd(16)}${question}`)
  .join("\n")}

The result is written to data/studies/NAME.json. Trainings that are finished are not repeated, and one that was broken
off goes on from its last epoch; --fresh begins anew.`;

/** `npm run study`: runs one study by name. Returns the process's exit code. */
export async function main(
  args: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  let parsed: { values: { fresh?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: { fresh: { type: "boolean" } }, allowPositionals: true });
  } catch (error) {
    print(`${(error as Error).message}\n\n${usage()}`);
    return 2;
  }
  const [name, ...others] = parsed.positionals;
  const study = Object.values(studies as Readonly<Record<string, Study<unknown>>>).find(
    (each) => each.name === name,
  );
  if (study === undefined || others.length > 0) {
    print(usage());
    return name === undefined ? 0 : 2;
  }
  const checkpoints = checkpointsFolder();
  const { fresh = false } = parsed.values;
  try {
    await runStudy(study, {
      data: loadMnist(),
      checkpoints,
      progress: progress(),
      signal: interruptSignal(),
      fresh,
    });
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    print("Interrupted; the same command goes on from here.");
    return 130;
  }
  print(`written: ${inRepository(studyPath(study.name))}`);
  return 0;
}
