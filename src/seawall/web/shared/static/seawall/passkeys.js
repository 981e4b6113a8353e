// Says in the page what allauth's passkey scripts would only tell the console. The two paragraphs are in the page, hidden.
(() => {
  const show = name => {
    const paragraph = document.querySelector(`[data-passkey-${name}]`)
    if (!paragraph) return
    paragraph.hidden = false
    paragraph.tabIndex = -1
    paragraph.focus()
  }
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    show(window.PublicKeyCredential ? 'trouble' : 'missing')
  })
})()
