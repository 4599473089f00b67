// Tables and formulas as wide as their cell at most: in smaller letters rather than behind a scroll bar that few screens show.
window.fittedTexts = (() => {
  /** A number with its error or its range, as "2751.8 ± 6.1" or "0.98 to 0.99": it stays on one line, longer lists may be broken. */
  const number = /^[-+]?[\d.].{0,15}$/;
  /** In a table that would not fit so, only a number alone. */
  const lone = /^[-+]?[\d.]\S{0,8}$/;

  /** In running text: a number and its per cent, its error, its factor, or the name that it is the value of. */
  const pairs = /(\d) (?=%)|(\d) (?=[±×] ?\d)|(\d [±×]) (?=\d)|(\b[A-Za-z] =) (?=[-−]?\d)/g;

  /** Below this share of their size letters are hard to read, and a scroll bar is the lesser evil. */
  const smallest = 0.7;

  const wide = ".jp-Notebook .jp-RenderedMarkdown :is(table, mjx-container)";
  const running = ".jp-Notebook .jp-RenderedMarkdown :is(p, li)";

  const keepNumbers = (table, kept) => {
    for (const cell of table.querySelectorAll("td"))
      cell.style.whiteSpace = kept.test(cell.textContent) ? "nowrap" : "";
  };

  /** Smaller letters until the text is no wider than its room; whether that is enough. */
  const shrink = (text, room) => {
    text.style.fontSize = text.dataset.size;
    const size = Number.parseFloat(getComputedStyle(text).fontSize);
    // borders and paddings are not all in units of the letters, so once may not be enough
    for (let share = 1, tries = 0; tries < 3; tries++) {
      const width = text.scrollWidth;
      if (width <= room) return true;
      share = Math.max(smallest, (share * (room - 1)) / width);
      text.style.fontSize = `${size * share}px`;
    }
    return text.scrollWidth <= room;
  };

  const fit = (text) => {
    const area = text.closest(".jp-RenderedMarkdown");
    const { paddingLeft, paddingRight } = getComputedStyle(area);
    const room = area.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    // what is out of sight has no room; what has been fitted stays as it is while its room does
    if (room <= 0 || text.dataset.room === String(room)) return;
    text.dataset.room = String(room);
    text.dataset.size ??= text.style.fontSize;
    const isTable = text.tagName === "TABLE";
    if (isTable) keepNumbers(text, number);
    if (shrink(text, room) || !isTable) return;
    keepNumbers(text, lone);
    shrink(text, room);
  };

  const keepPairs = (paragraph) => {
    if (paragraph.dataset.pairs) return;
    paragraph.dataset.pairs = "kept";
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode())
      if (!text.parentElement.closest("code, pre, mjx-container"))
        text.data = text.data.replace(pairs, (pair) => `${pair.trimEnd()}\u00a0`);
  };

  const fitAll = () => {
    document.querySelectorAll(running).forEach(keepPairs);
    document.querySelectorAll(wide).forEach(fit);
  };
  return { fitAll };
})();
