// How JupyterLab draws the figures of a notebook, where it leaves something to be wished.
window.notebookRenderers = (() => {
  /** The words for a picture, which its output has and JupyterLab leaves out: without them a screen reader says nothing. */
  const describe = (mimeType, model, node) => {
    const alt = model.metadata[mimeType]?.alt;
    for (const picture of node.querySelectorAll("img")) if (alt && !picture.alt) picture.alt = alt;
  };

  const picture = "image/png";

  /** A registry's renderer for a kind of output, with something done after it has drawn. */
  const wrap = (rendermime, mimeType, after) => {
    const factory = rendermime.getFactory(mimeType);
    if (!factory) return;
    const createRenderer = (options) => {
      const renderer = factory.createRenderer(options);
      const draw = renderer.renderModel.bind(renderer);
      renderer.renderModel = async (model) => {
        await draw(model);
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
        wrap(rendermime, picture, (model, node) => describe(picture, model, node));
      },
    });
  };
  return { extend };
})();
