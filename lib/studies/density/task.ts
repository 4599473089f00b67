import { type DataSet, firstImages, type ImageSet, selectImages } from "../../data/index.js";
import type { StudyContext } from "../runner/study.js";
import type { RefittedRecord, ValidatedRecord } from "./record.js";

/** The training images in two parts: to fit and to choose by. */
export interface TrainingSplit {
  readonly first: ImageSet;
  readonly validation: ImageSet;
}

/** The last images of the training set are kept for validation. */
export function splitTraining({ train }: DataSet, validationImages: number): TrainingSplit {
  const fit = train.count - validationImages;
  return {
    first: firstImages(train, fit),
    validation: selectImages(
      train,
      Int32Array.from({ length: validationImages }, (_, i) => fit + i),
    ),
  };
}

/** What a family of models has to tell. */
export interface FamilyRecords {
  readonly validated: readonly ValidatedRecord[];
  readonly refitted: readonly RefittedRecord[];
}

/** The records of several families, one after another. */
export function joined(families: readonly FamilyRecords[]): FamilyRecords {
  return {
    validated: families.flatMap(({ validated }) => validated),
    refitted: families.flatMap(({ refitted }) => refitted),
  };
}

/** Progress and interruption of a fit. */
export function workHooks({ progress, signal }: StudyContext, title: string) {
  return { progress, title, signal };
}
