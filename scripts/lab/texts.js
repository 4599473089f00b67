// Tables and formulas as wide as their cell at most: in smaller letters rather than behind a scroll bar that few screens show.
window.fittedTexts = (() => {
  /** Numbers stay on one line, as "2751.8 ± 6.1" does; headings and words may be broken. */
  const style = `
.jp-Notebook .jp-RenderedMarkdown td[style*="right"], .jp-Notebook .jp-RenderedMarkdown td[align="right"] { white-space: nowrap; }
`;

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
  const fitAll = () => {
    for (const text of document.querySelectorAll(wide)) fit(text);
  };

  const activate = () => {
    const sheet = document.createElement("style");
    sheet.textContent = style;
    document.head.append(sheet);
  };
  return { activate, fitAll };
})();
