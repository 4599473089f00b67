// On a narrow screen the contents are in the way at first.
(() => {
  const contents = document.querySelector("details.contents");
  const narrow = matchMedia("(max-width: 70rem)");
  const fold = () => {
    contents.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
})();
