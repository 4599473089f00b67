// On a narrow screen the contents are in the way at first.
(() => {
  const contents = document.querySelector("details.contents");
  if (!contents) return;
  const narrow = matchMedia("(max-width: 70rem)");
  const fold = () => {
    contents.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
})();

// The row of chapters begins where the reader is: in a narrow window the present one may lie beyond its edge.
(() => {
  const bar = document.querySelector(".bar");
  const here = bar.querySelector("[aria-current]");
  if (here) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
})();
