// Files of the site, for the other scripts: a page opened from disk may load scripts, and may not read files.
window.pageFiles = (() => {
  const waiting = new Map();
  const loaded = new Map();

  const addScript = (address) => {
    if (!loaded.has(address))
      loaded.set(
        address,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = address;
          script.onload = resolve;
          script.onerror = () => {
            loaded.delete(address);
            reject(new Error(`${address} cannot be loaded: is the folder complete?`));
          };
          document.head.append(script);
        }),
      );
    return loaded.get(address);
  };

  return {
    /** A file of specifications calls this. */
    receive: (name, packed) => waiting.get(name)?.(packed),

    /** A figure's specification: gzip in base64. */
    packed: (name) =>
      new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const address = `figures/${name}.js`;
        loaded.delete(address);
        addScript(address).catch(reject);
      }).finally(() => waiting.delete(name)),

    /** A library, by its name. */
    library: (name) => addScript(`assets/${name}.js`),
  };
})();
