// Each range input chooses the frame that its picture shows.
document.addEventListener("DOMContentLoaded", () => {
  for (const explorer of document.querySelectorAll(".explorer")) {
    const range = explorer.querySelector("input");
    const values = JSON.parse(range.dataset.values);
    const show = () => {
      explorer.querySelector("img").style.objectPosition = `0 ${(100 * range.value) / range.max}%`;
      explorer.querySelector("output").value = values[range.value];
      range.setAttribute("aria-valuetext", values[range.value]);
    };
    range.addEventListener("input", show);
    show();
  }
});
