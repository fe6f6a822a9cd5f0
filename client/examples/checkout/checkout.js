// Shows the form, at once: its nonce lives for 30 seconds. What the form says proves nothing, so the shop asks the service.
const config = JSON.parse(document.getElementById('config').textContent)
const check = document.getElementById('check')
const form = new FlexPaymentForms(config)

const answered = (response) => {
  const { state, continue_url, transaction_id } = response.transaction ?? {}
  // The form lets the buyer try again.
  if (state === 'DENEGADO' || state === 'INVALIDO') return
  check.elements.transaction.value = transaction_id ?? ''
  if (continue_url) {
    // The form leads on to the bank. The shop has to know before that a payment is begun: the service tells it only the result.
    navigator.sendBeacon('/attempts', new URLSearchParams(new FormData(check)))
    return
  }
  if (state === 'PENDIENTE') {
    // The buyer still has to scan a code, or to pay at a counter.
    check.hidden = false
    return
  }
  form.terminate?.()
  check.submit()
}

const failed = (error) => {
  const text = String(error?.message ?? error)
  if (text.toLowerCase().includes('cerro el carrito')) {
    location.assign('/')
    return
  }
  document.getElementById('problem').textContent = `The form does not work. Reload the page to try again. (${text})`
}

form.init(document.getElementById('form'), answered, undefined, failed)

// The browser may show this page as it was when the buyer goes back. Its form is then used.
addEventListener('pageshow', (event) => event.persisted && location.reload())
