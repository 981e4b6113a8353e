// Public pages work without this.
(() => {
  const doc = document
  const exit = doc.querySelector('[data-exit]')

  if (exit) {
    const words = key => exit.getAttribute('data-i18n.' + key)
    const add = (to, role, className) => {
      to.insertAdjacentHTML('beforeend', `<div role="${role}" class="${className}"></div>`)
      return to.lastChild
    }
    const status = add(exit, 'status', 'govuk-visually-hidden')
    let presses = 0
    let timer

    const leave = () => {
      doc.body.classList.add('govuk-exit-this-page-hide-content')
      add(doc.body, 'alert', 'govuk-exit-this-page-overlay').textContent = doc.title = words('activated')
      location.replace(exit.querySelector('a').href)
    }
    doc.addEventListener('click', event => {
      if (!event.target.closest('[data-leave]')) return
      event.preventDefault()
      leave()
    })
    doc.addEventListener('keyup', event => {
      if (event.key !== 'Escape') return
      clearTimeout(timer)
      if (++presses > 2) return leave()
      status.textContent = words(presses < 2 ? 'press-two-more-times' : 'press-one-more-time')
      timer = setTimeout(() => {
        presses = 0
        status.textContent = words('timed-out')
      }, 5000)
    }, true)
  }

  // Back to a page the browser kept: ask again.
  addEventListener('pageshow', event => event.persisted && location.reload())

  const summary = doc.querySelector('.govuk-error-summary')
  if (summary) {
    summary.tabIndex = -1
    summary.focus()
  }

  doc.addEventListener('submit', event => {
    const data = event.target.dataset
    if (Date.now() - data.sent < 1000) event.preventDefault()
    else data.sent = Date.now()
  })

  // "None of these" and the others exclude one another.
  doc.addEventListener('change', ({ target }) => {
    if (target.type !== 'checkbox' || !target.checked) return
    for (const other of doc.getElementsByName(target.name)) {
      if (other !== target && (target.dataset.behaviour || other.dataset.behaviour)) other.checked = false
    }
  })
})()
