import { Presets, SingleBar } from "cli-progress";
import type { ProgressSink } from "../support/index.js";
import { display, inKernel } from "./kernel.js";

/** Milliseconds; passed in by tests. */
export type Clock = () => number;

const clockOfMachine: Clock = () => performance.now();

/** Time left at the present rate, as "1:05"; empty before anything is known. */
export function timeLeft(done: number, total: number, elapsedMilliseconds: number): string {
  if (done <= 0 || elapsedMilliseconds <= 0) return "";
  const seconds = Math.round(((elapsedMilliseconds / done) * (total - done)) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How fast it goes: units a second, or the seconds that one takes; empty before anything is known. */
export function pace(done: number, elapsedMilliseconds: number): string {
  if (done <= 0 || elapsedMilliseconds <= 0) return "";
  const perSecond = (1000 * done) / elapsedMilliseconds;
  const digits = (value: number) => value.toPrecision(Math.max(2, Math.floor(Math.log10(value)) + 1));
  return perSecond >= 1 ? `${digits(perSecond)} a second` : `${digits(1 / perSecond)} s each`;
}

const percent = (done: number, total: number) => (total > 0 ? Math.floor((100 * done) / total) : 100);

/** What is done, and how fast: `before` of it in an earlier run. */
interface State {
  readonly title: string;
  readonly total: number;
  readonly before: number;
  readonly done: number;
  readonly elapsed: number;
  readonly note: string;
}

function describe({ title, total, before, done, elapsed, note }: State): string {
  const left = timeLeft(done - before, total - before, elapsed);
  const facts = [
    `${percent(done, total)} %`,
    `${Math.floor(done)} of ${total}`,
    pace(done - before, elapsed),
    left && `${left} left`,
  ];
  return `${title}: ${facts.filter(Boolean).join(", ")}${note && ` (${note})`}`;
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);

/** Milliseconds between two changes of a notebook's display. */
const kernelInterval = 200;
let displays = 0;

/**
 * Progress under a notebook's cell: a bar with count, pace and time left while the work runs, at the end one plain line without times,
 * so that executing again gives the same bytes.
 */
export function kernelProgress(clock: Clock = clockOfMachine): ProgressSink {
  return (title, total, before = 0) => {
    const id = `progress-${++displays}`;
    const begin = clock();
    let last = begin;
    const show = (text: string, bar: string, update: boolean) =>
      display(
        { data: { "text/plain": text, "text/html": `${bar}<span>${escapeHtml(text)}</span>` } },
        id,
        update,
      );
    show(`${title}: 0 %`, `<progress value="0" max="${total}"></progress> `, false);
    return {
      update(done, note = "") {
        const now = clock();
        if (now - last < kernelInterval) return;
        last = now;
        const bar = `<progress value="${done}" max="${total}"></progress> `;
        show(describe({ title, total, before, done, elapsed: now - begin, note }), bar, true);
      },
      finish(note = "") {
        show(`${title}: done${note && `, ${note}`}`, "", true);
      },
    };
  };
}

/** A bar in a terminal. */
function terminalProgress(): ProgressSink {
  return (title, total, before = 0) => {
    const format = `${title} [{bar}] {percentage} % | {value} of {total} | {pace} | {eta_formatted} left | {note}`;
    // work may report parts of a unit; whole ones are counted
    const formatValue = (value: number) => String(Math.floor(value));
    const options = { format, formatValue, hideCursor: true, etaBuffer: 200, fps: 5 };
    const bar = new SingleBar(options, Presets.shades_classic);
    const begin = performance.now();
    const facts = (done: number, note: string) => ({
      pace: pace(done - before, performance.now() - begin),
      note,
    });
    bar.start(total, before, { pace: "", note: "" });
    return {
      update: (done, note = "") => bar.update(done, facts(done, note)),
      finish(note = "") {
        bar.update(total, facts(total, note));
        bar.stop();
      },
    };
  };
}

/** Plain lines for logs: one at the start, one every ten seconds, one at the end. */
export function lineProgress(
  print: (line: string) => void = console.log,
  clock: Clock = clockOfMachine,
  everyMilliseconds = 10_000,
): ProgressSink {
  return (title, total, before = 0) => {
    const begin = clock();
    let last = begin;
    print(`${title}: started`);
    return {
      update(done, note = "") {
        const now = clock();
        if (now - last < everyMilliseconds) return;
        last = now;
        print(describe({ title, total, before, done, elapsed: now - begin, note }));
      },
      finish: (note = "") => print(`${title}: done${note && `, ${note}`}`),
    };
  };
}

/** The sink that suits the place: a notebook's cell, a terminal, or a log. */
export function progress(): ProgressSink {
  if (inKernel()) return kernelProgress();
  return process.stderr.isTTY ? terminalProgress() : lineProgress();
}
