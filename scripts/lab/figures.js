// What JupyterLab loads beside its own: figures, tables and formulas as wide as their cell at most, figures that can be read in the
// dark theme and have words, sliders that keep the arrow keys.
(() => {
  /** Its chart, as JupyterLab draws it from a specification of Vega-Lite. */
  const charts = ".jp-RenderedVegaCommon5 canvas";

  /** Pixels of a cell that are not the figure's: margins, and its menu. */
  const beside = 60;

  const fit = (canvas) => {
    const output = canvas.closest(".jp-OutputArea-output")?.clientWidth ?? 0;
    const room = output - beside;
    const width = canvas.offsetWidth;
    // a cell that is out of sight has no room, and a figure that fits is left as it is
    const scale = room > 0 && width > 0 ? Math.min(1, room / width) : 1;
    const shown = scale < 1 ? String(scale) : "";
    if ((canvas.dataset.scale ?? "") === shown) return;
    canvas.dataset.scale = shown;
    window.smallerFigures.show(canvas, scale);
  };

  const fitAll = () => {
    for (const canvas of document.querySelectorAll(charts)) fit(canvas);
    window.fittedTexts.fitAll();
  };

  let isAsked = false;
  /** Once before the next picture, however much has changed. */
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      fitAll();
    });
  };

  const activate = (app) => {
    window.notebookRenderers.extend(app);
    new MutationObserver(ask).observe(document.body, { childList: true, subtree: true });
    new ResizeObserver(ask).observe(document.body);
    addEventListener("scroll", ask, { capture: true, passive: true });
    // side bars and split windows move without the window
    addEventListener("pointerup", ask, { capture: true, passive: true });
    // JupyterLab takes the arrows of whatever has the focus to go from cell to cell
    addEventListener(
      "keydown",
      (event) => {
        if (event.key.startsWith("Arrow") && event.target.matches?.("input[type=range]"))
          event.stopImmediatePropagation();
      },
      { capture: true },
    );
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["pml-notebooks"] = {
    init() {},
    get: async () => () => ({ id: "pml-notebooks:figures", autoStart: true, activate }),
  };
})();
