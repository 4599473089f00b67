// How JupyterLab draws the figures of a notebook, where it leaves something to be wished.
window.notebookRenderers = (() => {
  /**
   * In the dark theme JupyterLab asks Vega for white letters. A figure that brings a white ground has to keep dark ones: legends and
   * titles of panels take their colour from the theme.
   */
  const darkLetters = {
    style: { "guide-label": { fill: "black" }, "guide-title": { fill: "black" } },
    title: { color: "black", subtitleColor: "black" },
  };

  /** The same output with another word to Vega, unless its author has given one. */
  const withDarkLetters = (mimeType, model) => {
    const hasGround = model.data[mimeType]?.config?.background === "white";
    if (!hasGround || model.metadata[mimeType]?.embed_options) return model;
    const metadata = { ...model.metadata, [mimeType]: { embed_options: { config: darkLetters } } };
    return {
      data: model.data,
      metadata,
      trusted: model.trusted,
      setData: (options) => model.setData(options),
    };
  };

  /** The words for a picture, which its output has and JupyterLab leaves out: without them a screen reader says nothing. */
  const describe = (mimeType, model, node) => {
    const alt = model.metadata[mimeType]?.alt;
    for (const picture of node.querySelectorAll("img")) if (alt && !picture.alt) picture.alt = alt;
  };

  const chart = "application/vnd.vegalite.v5+json";
  const picture = "image/png";

  /** A registry's renderer for a kind of output, with something done before it draws, and after. */
  const wrap = (rendermime, mimeType, { before = (model) => model, after = () => {} }) => {
    const factory = rendermime.getFactory(mimeType);
    if (!factory) return;
    const createRenderer = (options) => {
      const renderer = factory.createRenderer(options);
      const draw = renderer.renderModel.bind(renderer);
      renderer.renderModel = async (model) => {
        await draw(before(model));
        after(model, renderer.node);
      };
      return renderer;
    };
    const { safe, defaultRank } = factory;
    rendermime.addFactory(
      { safe, defaultRank, mimeTypes: [mimeType], createRenderer },
      rendermime.getRank(mimeType),
    );
  };

  /** For every notebook that is opened from now on, before its cells are drawn. */
  const extend = (app) => {
    app.docRegistry.addWidgetExtension("Notebook", {
      createNew({ content: { rendermime } }) {
        wrap(rendermime, chart, { before: (model) => withDarkLetters(chart, model) });
        wrap(rendermime, picture, { after: (model, node) => describe(picture, model, node) });
      },
    });
  };
  return { extend };
})();
