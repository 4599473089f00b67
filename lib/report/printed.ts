/** Numbers that the report or its notebooks print besides Table 1. */
export const reportPrinted = {
  /** PPCA's log-likelihood about the mean of the test set, nats per image on 0 to 255; its notebook. */
  pcaLogLikelihood: -4329.6558,
  /** The mixture's mean log-likelihood of a test image, nats on 0 to 255; its notebook. */
  mixtureLogLikelihood: -10664325.6,
  /** Share of the test images with one certain component of the mixture, after truncation to whole percent; its notebook. */
  certainShare: 0.9829,
} as const;
