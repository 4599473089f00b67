import { type ExamVariant, exam, examProblem } from "../../report/index.js";
import type { Arm } from "./arm.js";

/** 20 steps on the exam's function, repeated. */
export function examArm(name: string, repetitions: number, variant: ExamVariant = {}): Arm {
  return { name, repetitions, steps: 20, problem: () => examProblem(variant), objective: exam.evaluate };
}
