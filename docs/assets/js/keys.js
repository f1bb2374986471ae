// The theme turns pages with n, p, "." and "," and opens the search with s, f and "/". While somebody is busy with a
// question, a letter that was meant for it must not leave the page.

kb.keys = (() => {
  function keepKeys(section) {
    let inside = false; // a press does not focus a button in every browser
    const look = ({ target }) => { inside = section.contains(target); };
    document.addEventListener("pointerdown", look, true);
    document.addEventListener("focusin", look, true);
    document.addEventListener("keydown", (event) => {
      const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (inside && letter) event.stopPropagation(); // the theme listens at the window
    });
  }

  return { keepKeys };
})();
