// Tables and formulas as wide as their cell at most: in smaller letters rather than behind a scroll bar that few screens show.
window.fittedTexts = (() => {
  /** A number with its error or its range, as "2751.8 ± 6.1" or "0.98 to 0.99": it stays on one line, longer lists may be broken. */
  const number = /^[-+]?[\d.].{0,15}$/;

  /** Below this share of their size letters are hard to read, and a scroll bar is the lesser evil. */
  const smallest = 0.7;

  const wide = ".jp-Notebook .jp-RenderedMarkdown :is(table, mjx-container)";

  const fit = (text) => {
    const area = text.closest(".jp-RenderedMarkdown");
    const { paddingLeft, paddingRight } = getComputedStyle(area);
    const room = area.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    // what is out of sight has no room; what has been fitted stays as it is while its room does
    if (room <= 0 || text.dataset.room === String(room)) return;
    text.dataset.room = String(room);
    text.dataset.size ??= text.style.fontSize;
    text.style.fontSize = text.dataset.size;
    const size = Number.parseFloat(getComputedStyle(text).fontSize);
    // borders and paddings are not all in units of the letters, so once may not be enough
    for (let share = 1, tries = 0; tries < 3; tries++) {
      const width = text.scrollWidth;
      if (width <= room) return;
      share = Math.max(smallest, (share * (room - 1)) / width);
      text.style.fontSize = `${size * share}px`;
    }
  };
  const keepNumbers = (table) => {
    if (table.dataset.numbers) return;
    table.dataset.numbers = "kept";
    for (const cell of table.querySelectorAll("td"))
      if (number.test(cell.textContent)) cell.style.whiteSpace = "nowrap";
  };

  const fitAll = () => {
    for (const text of document.querySelectorAll(wide)) {
      keepNumbers(text);
      fit(text);
    }
  };
  return { fitAll };
})();
