// Says in the page what allauth's passkey scripts would only tell the console. The two sentences are in the page, hidden.
(() => {
  const show = name => {
    const sentence = document.querySelector(`[data-passkey-${name}]`)
    if (!sentence) return
    sentence.hidden = false
    sentence.tabIndex = -1
    sentence.focus()
  }
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    show(window.PublicKeyCredential ? 'trouble' : 'missing')
  })
})()
