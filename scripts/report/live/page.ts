import { startCodes } from "./codes.js";
import { startDrawing } from "./drawing.js";
import { startGaussianProcess } from "./gaussian-process.js";
import { startOptimisation } from "./optimisation.js";
import { startSeeds } from "./seeds.js";
import { WorkerClient } from "./worker-client.js";

// Starts each live part when its place comes near the window.

const starts: Readonly<Record<string, (place: HTMLElement, client: WorkerClient) => unknown>> = {
  "gaussian-process": startGaussianProcess,
  optimisation: startOptimisation,
  codes: startCodes,
  drawing: startDrawing,
  seeds: startSeeds,
};

const client = new WorkerClient();
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const place = target as HTMLElement;
      starts[place.dataset.live ?? ""]?.(place, client);
    }
  },
  { rootMargin: "200px 0px" },
);
for (const place of document.querySelectorAll<HTMLElement>("[data-live]")) {
  place.classList.add("coming");
  near.observe(place);
}
