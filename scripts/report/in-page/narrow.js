// Specifications for narrow columns: texts keep their size, which a smaller drawing's would not.
(() => {
  /**
   * Room for axes, their titles and labels beside a plot, pixels.
   */
  const besidePlot = 75;

  /** Of titles and of labels of legends, pixels: a mean, since letters differ. */
  const letterWidth = 7;

  /** A plot narrower than this says nothing. */
  const narrowest = 180;

  /** @param {any} view @returns {any[]} the views of which it is made */
  const parts = (view) => view.hconcat ?? view.concat ?? view.vconcat ?? (view.spec ? [view.spec] : []);

  /** Whether a picture of fixed size is in it: its pixels are counted, it cannot be made narrower. @param {any} view @returns {boolean} */
  const hasPicture = (view) =>
    (view.mark?.type ?? view.mark) === "image" || [...parts(view), ...(view.layer ?? [])].some(hasPicture);

  /** Pixels that a view needs from side to side, with its axes. @param {any} view @returns {number} */
  function widthOf(view) {
    const widths = parts(view).map(widthOf);
    if (view.hconcat) return widths.reduce((sum, width) => sum + width, 0);
    return widths.length > 0 ? Math.max(...widths) : (view.width ?? 200) + besidePlot;
  }

  /** Texts on a plot by the factor by which it is smaller: as large as before they would lie over each other. @param {any} view @param {number} factor @returns {any} */
  function withSmallerTexts(view, factor) {
    const { mark, layer } = view;
    const isText = mark?.type === "text" && typeof mark.fontSize === "number";
    return {
      ...view,
      ...(isText && { mark: { ...mark, fontSize: Math.max(8, Math.round(mark.fontSize * factor)) } }),
      ...(layer && { layer: layer.map((/** @type {any} */ each) => withSmallerTexts(each, factor)) }),
    };
  }

  /** A plot with all that is in it by a factor smaller. @param {any} view @param {number} column */
  function smallerPlot(view, column) {
    const { width, height } = view;
    if (hasPicture(view) || !(width + besidePlot > column)) return view;
    const factor = Math.max(narrowest, column - besidePlot) / width;
    const size = {
      width: Math.round(width * factor),
      ...(height && { height: Math.round(height * factor) }),
    };
    return { ...withSmallerTexts(view, factor), ...size };
  }

  /** Words in lines of at most so many letters. @param {string} text @param {number} letters @returns {string[]} */
  function inLines(text, letters) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = `${lines.at(-1)} ${word}`.trim();
      if (line.length <= letters) lines[lines.length - 1] = line;
      else lines.push(word);
    }
    return lines.filter(Boolean);
  }

  /** A title in lines that the column has room for: drawn in one line it would make the figure as wide as itself. @param {any} title @param {number} column @returns {any} */
  function titleWithin(title, column) {
    if (typeof title === "string") return inLines(title, Math.floor(column / letterWidth));
    if (typeof title?.text === "string") return { ...title, text: titleWithin(title.text, column) };
    return title;
  }

  /** @param {any} whole @param {number} column @returns {any} */
  function narrowedView(whole, column) {
    const view = whole.title ? { ...whole, title: titleWithin(whole.title, column) } : whole;
    const { hconcat, concat, vconcat, facet, spec, columns, ...rest } = view;
    const inside = (/** @type {any[]} */ views) => views.map((each) => narrowedView(each, column));
    if (vconcat) return { ...rest, vconcat: inside(vconcat) };
    if (facet) {
      const perRow = Math.max(1, Math.floor(column / widthOf(spec)));
      // panels side by side become rows of as many as have room
      const wrapped = facet.column && !facet.row ? { facet: facet.column, columns: perRow } : { facet };
      return { ...rest, ...wrapped, spec: narrowedView(spec, column) };
    }
    const beside = hconcat ?? concat;
    if (!beside) return smallerPlot(view, column);
    const needed = beside.map(widthOf);
    const perRow = Math.max(1, Math.floor(column / Math.max(...needed)));
    if (hconcat && perRow >= hconcat.length) return { ...rest, hconcat: inside(hconcat) };
    return { ...rest, concat: inside(beside), columns: Math.min(columns ?? beside.length, perRow) };
  }

  /** Legends from beside and within a plot to below it. @param {any} node @param {number} columns @returns {any} */
  function withLegendsBelow(node, columns) {
    if (Array.isArray(node)) return node.map((each) => withLegendsBelow(each, columns));
    if (typeof node !== "object" || node === null) return node;
    const entries = Object.entries(node).map(([name, value]) => {
      const isPlaced = name === "legend" && value?.orient;
      return [
        name,
        isPlaced
          ? { ...value, orient: "bottom", columns: Math.min(2, columns) }
          : withLegendsBelow(value, columns),
      ];
    });
    return Object.fromEntries(entries);
  }

  /** Letters of the longest label that a legend of the figure has, where the scale names its values. @param {any} node @returns {number} */
  function longestLabel(node) {
    if (typeof node !== "object" || node === null) return 0;
    const labels = node.legend === null || !Array.isArray(node.scale?.domain) ? [] : node.scale.domain;
    const own = labels.map((/** @type {unknown} */ label) => String(label).length);
    const inside = Object.entries(node).map(([name, value]) =>
      name === "data" || name === "datasets" || name === "x" || name === "y" ? 0 : longestLabel(value),
    );
    return Math.max(0, ...own, ...inside);
  }

  /** Columns of a legend below a plot: three, or as many as have room. @param {any} figure @param {number} column */
  function legendColumns(figure, column) {
    const symbol = 26;
    const room = column - besidePlot / 2;
    return Math.max(1, Math.min(3, Math.floor(room / (symbol + letterWidth * 0.9 * longestLabel(figure)))));
  }

  /**
   * A specification for a narrow column: panels below instead of beside each other, plots as wide as there is room, legends below. Texts
   * keep their size, which a smaller drawing would not.
   *
   * @param {any} figure a Vega-Lite specification
   * @param {number} column pixels
   * @returns {any} the same object where there is room
   */
  function narrowed(figure, column) {
    const beside = 110;
    if (widthOf(figure) + beside <= column) return figure;
    const columns = legendColumns(figure, column);
    const { config, ...view } = withLegendsBelow(figure, columns);
    const legend = { ...config?.legend, orient: "bottom", columns, symbolLimit: 12 };
    return { ...narrowedView(view, column), config: { ...config, legend } };
  }

  window.narrowed = narrowed;
})();
