// The report's only script: draws a figure over its picture when it comes near the window, and keeps it as wide as its column.
(() => {
  const { vegaEmbed } = window;

  /** Texts in a font of the reader's machine. */
  const adapted = ({ $schema: _, ...spec }) => ({
    ...spec,
    config: { ...spec.config, font: "DejaVu Sans, Verdana, Arial, sans-serif" },
  });

  const options = {
    mode: "vega-lite",
    renderer: "canvas",
    actions: { export: true, source: false, compiled: false, editor: false },
    tooltip: { theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light", maxWidth: 260 },
    downloadFileName: "figure",
  };

  let lastPointer = { clientX: 0, clientY: 0 };
  for (const type of [
    "pointermove",
    "pointerdown",
    "pointerover",
    "mousemove",
    "mouseover",
    "click",
    "touchstart",
  ])
    addEventListener(
      type,
      (event) => {
        lastPointer = event.touches?.[0] ?? event;
      },
      { capture: true, passive: true },
    );

  /** Vega takes a pixel of the window for a pixel of the canvas; in a figure shown at another size, tell it otherwise. */
  const mapPointer = (canvas, scale) => {
    const { left, top, width, height } = HTMLCanvasElement.prototype.getBoundingClientRect.call(canvas);
    const { clientX, clientY } = lastPointer;
    return new DOMRect(
      clientX - (clientX - left) / scale,
      clientY - (clientY - top) / scale,
      width / scale,
      height / scale,
    );
  };

  const fit = (figure) => {
    const canvas = figure.querySelector(".chart canvas");
    const { paddingLeft, paddingRight } = getComputedStyle(figure);
    const column = figure.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    const scale = Math.min(1, column / canvas.offsetWidth);
    Object.assign(canvas.style, {
      display: "block",
      transform: scale < 1 ? `scale(${scale})` : "",
      transformOrigin: "0 0",
      // only the room that is seen is taken; sliders follow below
      marginBottom: `${(scale - 1) * canvas.offsetHeight}px`,
      marginRight: `${(scale - 1) * canvas.offsetWidth}px`,
    });
    if (scale < 1) canvas.getBoundingClientRect = () => mapPointer(canvas, scale);
    else delete canvas.getBoundingClientRect;
  };

  /** A specification of the page: JSON, packed by gzip, in base64. */
  const specification = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (sign) =>
      sign.charCodeAt(0),
    );
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  };

  const draw = async (figure) => {
    const chart = document.createElement("div");
    chart.className = "chart";
    const image = figure.querySelector("img");
    image.after(chart);
    try {
      await vegaEmbed(chart, adapted(await specification(figure.dataset.spec)), options);
      chart.querySelector("summary")?.setAttribute("aria-label", "Save the figure");
      figure.classList.add("drawn");
      fit(figure);
    } catch (error) {
      chart.remove();
      console.error(`${image.alt}: ${error}`);
    }
  };

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "600px 0px" },
  );
  for (const figure of document.querySelectorAll("figure[data-spec]")) near.observe(figure);

  addEventListener("resize", () => {
    for (const figure of document.querySelectorAll("figure.drawn")) fit(figure);
  });

  // on a narrow screen the contents are in the way at first
  const contents = document.querySelector("details.contents");
  const narrow = matchMedia("(max-width: 70rem)");
  const fold = () => {
    contents.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
})();
