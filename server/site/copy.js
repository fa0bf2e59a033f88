/**
 * Copies `text` when `button` is pressed, and says so on it and to screen readers. The button shows
 * only where there is a clipboard, which plain http on another host has not.
 */
export function copyOnClick(button, status, text) {
  if (!navigator.clipboard) return;
  const label = button.textContent;
  let timer;
  const say = (words) => {
    button.textContent = words;
    status.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = '';
    }, 2000);
  };
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      say('Copied');
    } catch {
      say('Not copied');
    }
  });
}
