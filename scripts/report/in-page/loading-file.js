// What the one file holds, for the other scripts: specifications and libraries as texts of script elements that do not run.
window.pageFiles = (() => {
  const loaded = new Set();
  const textOf = (id) => document.getElementById(id).textContent;
  return {
    /** A figure's specification: gzip in base64. */
    packed: async (name) => textOf(`spec-${name}`),

    /** A library, by its name. */
    library: async (name) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const script = document.createElement("script");
      script.textContent = textOf(`library-${name}`);
      document.head.append(script);
    },
  };
})();
