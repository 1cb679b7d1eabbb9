// What Python has written into the page for it.

/** The blocks of data, read once. */
export const data = JSON.parse(document.getElementById("data").textContent);
