// A key or citation explains itself where it stands: a card beside the link with what the link leads to in this page.
(() => {
  const card = document.createElement("div");
  card.className = "card";
  card.hidden = true;
  document.body.append(card);
  let shownFor;
  let timer;

  const targetOf = (link) => document.getElementById(link.hash.slice(1));

  const hide = () => {
    clearTimeout(timer);
    card.hidden = true;
    shownFor = undefined;
  };

  const show = (link) => {
    clearTimeout(timer);
    const target = targetOf(link);
    if (!target) return;
    card.innerHTML = target.innerHTML;
    card.hidden = false;
    shownFor = link;
    const at = link.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
    const below = at.bottom + 6 + height < innerHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? at.bottom + 6 : Math.max(0, at.top - height - 6)) + scrollY}px`;
  };

  for (const link of document.querySelectorAll("a[data-preview]")) {
    if (targetOf(link)) link.setAttribute("aria-describedby", link.hash.slice(1));
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "touch") return;
      clearTimeout(timer);
      timer = setTimeout(() => show(link), 150);
    });
    link.addEventListener("pointerleave", () => {
      clearTimeout(timer);
      timer = setTimeout(hide, 250);
    });
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) show(link);
    });
    link.addEventListener("blur", hide);
    // the first touch explains, the second leads there
    link.addEventListener("click", (event) => {
      if (event.pointerType === "touch" && shownFor !== link && targetOf(link)) {
        event.preventDefault();
        show(link);
      }
    });
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", hide);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (shownFor && !card.contains(event.target) && event.target !== shownFor) hide();
  });
})();
