// Staff pages: the scripts of govuk-frontend. The page says where they are (its name changes with its content).
const supported = 'noModule' in HTMLScriptElement.prototype
if (supported) {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported')
  const { initAll } = await import(document.getElementById('govuk-frontend').href)
  initAll()
}
