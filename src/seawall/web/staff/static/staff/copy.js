// A button that copies a text, where the browser can; without this script it stays hidden, and the text can be marked by hand.
for (const button of document.querySelectorAll('button[data-copy]')) {
  const text = document.getElementById(button.dataset.copy)
  const said = document.querySelector('[data-copied]')
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text.value)
    } catch {
      text.select()
      document.execCommand('copy')
    }
    said.textContent = button.dataset.done
  })
}
