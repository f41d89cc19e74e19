// The keys go to the desk from the first one on, without a click before it.
const toDesk = () => document.querySelector(".xterm-helper-textarea")?.focus();
new MutationObserver(toDesk).observe(document, { attributes: true, attributeFilter: ["class"], subtree: true });
window.addEventListener("focus", toDesk);
