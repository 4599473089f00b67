// Draws a figure over its picture when it comes near the window, keeps it as wide as its column, and releases it when it is far.
(() => {
  /** Texts in a font of the reader's machine. */
  const adapted = ({ $schema: _, ...spec }) => ({
    ...spec,
    config: { ...spec.config, font: "DejaVu Sans, Verdana, Arial, sans-serif" },
  });

  const options = {
    mode: "vega",
    renderer: "canvas",
    actions: { export: true, source: false, compiled: false, editor: false },
    tooltip: { theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light", maxWidth: 260 },
    downloadFileName: "figure",
  };

  /** Pixels from side to side within a figure's frame. */
  const columnOf = (figure) => {
    const { paddingLeft, paddingRight } = getComputedStyle(figure);
    return figure.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  };

  /** Letters of the figures that are drawn. */
  const letters = new WeakMap();

  /** As wide as the column, but not so small that nobody can read it: then it is moved sideways in its frame, by touch or arrow keys. */
  const fit = (figure) => {
    const chart = figure.querySelector(".chart");
    const canvas = chart.querySelector("canvas");
    canvas.style.display = "block";
    const column = columnOf(figure);
    const scale = window.smallerFigures.scaleFor(canvas.offsetWidth, column, letters.get(figure));
    window.smallerFigures.show(canvas, scale);
    const isWider = scale * canvas.offsetWidth > column + 1;
    chart.classList.toggle("sideways", isWider);
    if (isWider) Object.assign(chart, { tabIndex: 0, role: "group", ariaLabel: "Figure, moved sideways" });
    else for (const name of ["tabindex", "role", "aria-label"]) chart.removeAttribute(name);
  };

  const specification = async (name) => {
    const packed = Uint8Array.from(atob(await pageFiles.packed(name)), (sign) => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  };

  let lastScroll = 0;
  addEventListener("scroll", () => (lastScroll = performance.now()), { passive: true });
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** A pause, until the window does not scroll: drawing is cut into pieces, and none may make the reader's window halt. */
  const pause = async () => {
    do {
      const idle = window.requestIdleCallback;
      await (idle ? new Promise((resolve) => idle(resolve, { timeout: 300 })) : wait(16));
      if (performance.now() - lastScroll < 150) await wait(80);
    } while (performance.now() - lastScroll < 150);
  };

  /** What is to be drawn, and what to do to release what is drawn. */
  const wanted = new Set();
  const releases = new Map();

  const draw = async (figure) => {
    const spec = await specification(figure.dataset.spec);
    for (const name of ["vega", "vega-lite", "vega-embed"]) {
      await pageFiles.library(name);
      await pause();
    }
    // as wide as the picture where there is room, otherwise as the window allows
    const width = Number(figure.querySelector("img").getAttribute("width"));
    const fitting = columnOf(figure) < width ? window.narrowed(spec, columnOf(figure)) : spec;
    const compiled = window.vegaLite.compile(adapted(fitting)).spec;
    await pause();
    if (!wanted.has(figure)) return;
    const chart = document.createElement("div");
    chart.className = "chart";
    const image = figure.querySelector("img");
    image.parentElement.after(chart);
    try {
      const { finalize, view } = await window.vegaEmbed(chart, compiled, options);
      letters.set(figure, window.smallerFigures.lettersIn(view.scenegraph().root));
      chart.querySelector("summary")?.setAttribute("aria-label", "Save the figure");
      figure.classList.add("drawn");
      fit(figure);
      releases.set(figure, () => {
        figure.style.minHeight = `${figure.offsetHeight}px`;
        finalize();
        for (const canvas of chart.querySelectorAll("canvas")) canvas.width = canvas.height = 0;
        chart.remove();
        figure.classList.remove("drawn");
      });
    } catch (error) {
      chart.remove();
      throw new Error(`${image.alt}: ${error}`);
    }
  };

  let drawing = false;
  const drawAll = async () => {
    if (drawing) return;
    drawing = true;
    for (;;) {
      const next = [...wanted].find((figure) => !releases.has(figure) && !figure.dataset.failed);
      if (!next) break;
      await pause();
      if (!wanted.has(next)) continue;
      try {
        await draw(next);
      } catch (error) {
        next.dataset.failed = "";
        console.error(error.message);
      }
    }
    drawing = false;
  };

  const want = (figure) => {
    wanted.add(figure);
    drawAll();
  };
  const release = (figure) => {
    wanted.delete(figure);
    releases.get(figure)?.();
    releases.delete(figure);
  };

  /** A picture that is wider than its frame is moved sideways by the keyboard too. */
  const letReach = (figure) => {
    const picture = figure.querySelector(".picture");
    const isWider = picture.scrollWidth > picture.clientWidth + 1;
    if (isWider) Object.assign(picture, { tabIndex: 0, role: "group", ariaLabel: "Picture, moved sideways" });
    else for (const name of ["tabindex", "role", "aria-label"]) picture.removeAttribute(name);
  };

  // a figure of many thousand marks waits until the reader turns to it
  for (const figure of document.querySelectorAll("figure[data-heavy]")) {
    letReach(figure);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "explore";
    button.textContent = "Explore";
    button.title = "Draw this figure so that its marks can be hovered";
    button.addEventListener("click", () => want(figure));
    figure.append(button);
    figure.querySelector("img").addEventListener("click", () => want(figure));
  }

  /** A picture that is far away gives its place a blank one: a decoded picture may take thirty megabytes. */
  const blank = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
  const hidden = new Map();
  const hidePicture = (figure) => {
    const image = figure.querySelector("img");
    if (hidden.has(image)) return;
    hidden.set(image, image.src);
    image.src = blank;
  };
  const showPicture = (image) => {
    const source = hidden.get(image);
    if (source === undefined) return;
    hidden.delete(image);
    image.src = source;
  };
  addEventListener("beforeprint", () => {
    for (const image of hidden.keys()) showPicture(image);
  });

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) want(target);
    },
    { rootMargin: "300px 0px" },
  );
  const farAway = 1500;
  /** Whether it is far by now: an observer tells how it was, and the reader may have come and turned to the figure since. */
  const isFar = (figure) => {
    const { top, bottom } = figure.getBoundingClientRect();
    return bottom < -farAway || top > innerHeight + farAway;
  };
  const far = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) showPicture(target.querySelector("img"));
        else if (isFar(target)) {
          release(target);
          hidePicture(target);
        }
    },
    { rootMargin: `${farAway}px 0px` },
  );
  for (const figure of document.querySelectorAll("figure[data-spec]")) {
    if (!("heavy" in figure.dataset)) near.observe(figure);
    far.observe(figure);
  }

  addEventListener("resize", () => {
    for (const figure of document.querySelectorAll("figure.drawn")) fit(figure);
    for (const figure of document.querySelectorAll("figure[data-heavy]")) letReach(figure);
  });
})();
