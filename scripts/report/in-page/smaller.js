// A figure's canvas shown smaller than it is drawn, under a pointer that still finds its marks: in the page, and in JupyterLab.
window.smallerFigures = (() => {
  let lastPointer = { clientX: 0, clientY: 0 };
  const pointing = [
    "pointermove",
    "pointerdown",
    "pointerover",
    "mousemove",
    "mouseover",
    "click",
    "touchstart",
  ];
  for (const type of pointing)
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

  /** Shows a canvas at a share of its size; 1 leaves it as it is drawn. */
  const show = (canvas, scale) => {
    const isSmaller = scale < 1;
    Object.assign(canvas.style, {
      transform: isSmaller ? `scale(${scale})` : "",
      transformOrigin: "0 0",
      // only the room that is seen is taken; sliders follow below
      marginBottom: isSmaller ? `${(scale - 1) * canvas.offsetHeight}px` : "",
      marginRight: isSmaller ? `${(scale - 1) * canvas.offsetWidth}px` : "",
    });
    if (isSmaller) canvas.getBoundingClientRect = () => mapPointer(canvas, scale);
    else delete canvas.getBoundingClientRect;
  };

  /** Letters below this height are hard to read, pixels. */
  const readable = 8;

  /** Heights of the letters in a drawing of Vega's, pixels. */
  const lettersIn = (item) =>
    (item.items ?? []).flatMap((each) =>
      item.marktype === "text" && each.text !== "" && each.opacity !== 0 ? [each.fontSize] : lettersIn(each),
    );

  /** The share of its size at which a drawing fits its column, or at which its smallest letters can just be read, if that is more. */
  const scaleFor = (width, column, letters) => {
    const smallest = Math.min(...letters);
    return Math.min(1, Math.max(column / width, readable / Math.max(readable, smallest)));
  };
  return { show, lettersIn, scaleFor };
})();
