// Stands in for the script of the Pay-me Flex form: the same global, arguments and callbacks. Charges nobody.
(() => {
  const origin = new URL(document.currentScript.src).origin

  const TEXTS = {
    es: {
      title: 'Pago de prueba', method: 'Medio de pago', pay: 'Pagar', close: 'Cerrar', number: 'Operación', busy: 'Procesando…',
      test: 'Datos de prueba', pan: 'Número de tarjeta', expiry_date: 'Vencimiento (MM/AA)', security_code: 'CVV', phone: 'Celular',
      otp: 'Código de aprobación', AUTORIZADO: 'Pago autorizado', PENDIENTE: 'Pago pendiente', DENEGADO: 'Pago denegado. Intente con otro medio.',
      failed: 'No se pudo procesar el pago.', leave: 'Va a la página del banco…', cip: 'Código CIP', qr: 'Código QR', buyer: 'Pagar como el comprador',
      language: 'Idioma', bank: 'En la página del banco.', none: 'El servicio no publica ninguno: pague como el comprador, después de pulsar Pagar.',
    },
    en: {
      title: 'Test payment', method: 'Means of payment', pay: 'Pay', close: 'Close', number: 'Operation', busy: 'Processing…',
      test: 'Test data', pan: 'Card number', expiry_date: 'Expiry (MM/YY)', security_code: 'CVV', phone: 'Mobile number',
      otp: 'Approval code', AUTORIZADO: 'Payment authorised', PENDIENTE: 'Payment pending', DENEGADO: 'Payment denied. Try another means.',
      failed: 'The payment could not be processed.', leave: 'On to the page of the bank…', cip: 'CIP code', qr: 'QR code', buyer: 'Pay as the buyer',
      language: 'Language', bank: 'At the page of the bank.', none: 'The service publishes none: pay as the buyer, after you press Pay.',
    },
  }

  // What each method asks the buyer: the field, and what a browser fills in for it.
  const FIELDS = {
    CARD: { pan: 'cc-number', expiry_date: 'cc-exp', security_code: 'cc-csc' },
    YAPE: { phone: 'tel-national', otp: 'one-time-code' },
  }

  const card = (pan, security_code = '111') => ({ pan, expiry_date: '03/28', security_code })
  // The service's own test data, and the sandbox's card for 3-D Secure, which the service publishes none of.
  const TESTS = {
    CARD: {
      'VISA: AUTORIZADO': card('4474118355632240'), 'VISA credit: AUTORIZADO': card('4551708161768059'),
      'VISA credit 2: AUTORIZADO': card('4140682013946809'),
      'VISA: DENEGADO': card('4041650444437904'), 'VISA 2: DENEGADO': card('4041650444437900'),
      'VISA: 3-D Secure': card('4000000000000002'),
      'Mastercard: AUTORIZADO': card('5455460920094260'), 'Mastercard 2: AUTORIZADO': card('5160030000000310'),
      'Mastercard: DENEGADO': card('5115422225052734'),
      'AMEX: AUTORIZADO': card('371064649323968', '1111'), 'AMEX: DENEGADO': card('371327381068590', '1111'),
      'Diners: AUTORIZADO': card('36006616055724'), 'Diners: DENEGADO': card('36344311372031'),
    },
    YAPE: {
      'Yape: AUTORIZADO': { phone: '969929157', otp: '557454' }, 'Yape: DENEGADO': { phone: '999999999', otp: '284563' },
    },
  }

  // Where the test data of the other methods is.
  const ELSEWHERE = { BANK_TRANSFER: 'bank', CUOTEALO: 'bank', QR: 'none', PAGOEFECTIVO: 'none' }

  // How the request spells what the buyer typed.
  const DETAILS = {
    CARD: (typed) => ({ ...typed, pan: typed.pan.replace(/\D/g, ''), expiry_date: typed.expiry_date.replace(/\D/g, '') }),
    YAPE: (typed) => ({ otp: typed.otp, phone: { country_code: '+51', subscriber: typed.phone } }),
  }

  const create = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children)
    return element
  }

  // Asks the sandbox. A failure may have any body, or none.
  const ask = async (path, body) => {
    const reply = await fetch(`${origin}/_sandbox/flex/${path}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'omit',
    })
    const json = await reply.json().catch(() => null)
    if (!reply.ok) throw new Error(json?.error ?? `the service failed with HTTP ${reply.status}`)
    if (json === null || typeof json !== 'object') throw new Error('the service answered without JSON')
    return { json, callbacks: Number(reply.headers.get('sandbox-callbacks') ?? 1) }
  }

  class FlexPaymentForms {
    #config
    #ended = false
    #callbacks = {}
    #listeners = new AbortController()

    constructor(config) {
      this.#config = config ?? {}
    }

    init(element, responseCallback, trackingCallback, onErrorCallback) {
      this.#callbacks = { response: responseCallback, tracking: trackingCallback, error: onErrorCallback }
      if (!(element instanceof Element)) return this.#call('error', { message: 'the element of the form does not exist' })
      ask('forms', this.#config).then(
        ({ json }) => {
          for (const remark of json.remarks) console.warn(`accepted as deployed: ${remark}`)
          if (!this.#ended) this.#render(element, json)
        },
        (error) => this.#call('error', { message: error.message }),
      )
    }

    // Frees the listeners, and leaves the element as it is. What was not handled yet is lost.
    terminate() {
      this.#ended = true
      this.#listeners.abort()
    }

    // Calls back, later. What comes a second time comes even if the first time ended the form.
    #call(name, value, times = 1) {
      setTimeout(() => {
        if (this.#ended || typeof this.#callbacks[name] !== 'function') return
        for (let time = 0; time < times; time += 1) this.#callbacks[name](value)
      })
    }

    #on(element, event, listener) {
      element.addEventListener(event, listener, { signal: this.#listeners.signal })
      return element
    }

    #render(element, opened) {
      const { settings = {}, display_settings = {}, i18n = {}, payload } = this.#config
      const languages = (i18n.languages ?? ['es', 'en']).filter((language) => TEXTS[language])
      const wanted = i18n.default_language ?? i18n.default
      let texts = TEXTS[wanted] ?? TEXTS[languages[0]] ?? TEXTS.es
      const methods = (display_settings.methods ?? opened.methods).filter((method) => opened.methods.includes(method))
      let method = methods[0]
      let inputs = {}
      let form, button
      // The outcome of the last attempt, and its place, which stays the same in every language.
      let outcome = null
      const is_paid = () => outcome?.reply?.transaction?.state === 'AUTORIZADO'
      const result = create('div', { className: 'flex-result', tabIndex: -1 })
      result.setAttribute('role', 'status')
      const tell = () => result.replaceChildren(...this.#told(outcome, texts))

      const show = () => {
        form = create('form', { className: 'flex-form' })
        form.lang = texts === TEXTS.en ? 'en' : 'es'
        form.classList.toggle('flex-border', settings.show_border === true)
        const head = create('div', { className: 'flex-head' }, create('h2', { textContent: texts.title }), create('strong', { textContent: opened.price ?? '' }))
        if (settings.show_close_button) {
          head.append(this.#on(create('button', { type: 'button', textContent: texts.close }), 'click', () => {
            this.#call('tracking', { event: 'close' })
            this.#call('error', 'cerro el carrito')
          }))
        }
        if (settings.show_operation_number) head.append(create('p', { textContent: `${texts.number} ${payload.merchant_operation_number}` }))
        if (languages.length > 1) head.append(this.#languages(texts, languages, (language) => { texts = TEXTS[language]; show() }))
        const radios = methods.map((name) => {
          const radio = create('input', { type: 'radio', name: 'flex-method', value: name, checked: name === method })
          this.#on(radio, 'change', () => { method = name; this.#call('tracking', { event: 'method', method }); ask_for() })
          return create('label', { className: 'flex-method' }, radio, name)
        })
        const fields = create('div')
        const ask_for = () => { inputs = this.#fields(fields, method, texts, inputs) }
        button = create('button', { type: 'submit', textContent: texts.pay, className: 'flex-pay', disabled: outcome === 'busy' || is_paid() })
        form.append(head, create('fieldset', {}, create('legend', { textContent: texts.method }), ...radios), fields, button, result)
        this.#on(form, 'submit', async (event) => {
          event.preventDefault()
          button.disabled = true
          outcome = 'busy'
          tell()
          this.#call('tracking', { event: 'pay', method })
          const paying = method
          const { reply, callbacks, error } = await this.#charge(opened.form, paying, inputs)
          if (this.#ended) return
          outcome = { reply }
          tell()
          if (is_paid() && settings.display_result_screen !== false) form.replaceChildren(result)
          button.disabled = is_paid()
          result.focus()
          this.#answered(paying, reply, callbacks, error)
        })
        ask_for()
        tell()
        element.replaceChildren(form)
      }
      show()
      this.#call('tracking', { event: 'open' })
    }

    #languages(texts, languages, choose) {
      const select = create('select', {}, ...languages.map((name) => create('option', { value: name, textContent: name, selected: texts === TEXTS[name] })))
      select.setAttribute('aria-label', texts.language)
      return this.#on(select, 'change', () => choose(select.value))
    }

    // Shows what a method asks for, and the test data as buttons. The inputs have no names: no other form takes them along. What was
    // typed in another language is kept.
    #fields(place, method, texts, typed) {
      const inputs = {}
      const labels = Object.entries(FIELDS[method] ?? {}).map(([name, autocomplete]) => {
        inputs[name] = create('input', { required: true, inputMode: 'numeric', autocomplete, value: typed[name]?.value ?? '' })
        return create('label', {}, texts[name], inputs[name])
      })
      const tests = Object.entries(TESTS[method] ?? {}).map(([label, values]) =>
        this.#on(create('button', { type: 'button', textContent: label }), 'click', () => {
          for (const [name, value] of Object.entries(values)) inputs[name].value = value
        }))
      if (ELSEWHERE[method]) tests.push(create('p', { textContent: texts[ELSEWHERE[method]] }))
      place.replaceChildren(...labels, create('details', { open: true }, create('summary', { textContent: texts.test }), ...tests))
      return inputs
    }

    // Charges; the outcome is a reply or an error. A security code is not kept.
    async #charge(form, method, inputs) {
      const typed = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value.trim()]))
      const payment_method = { method_name: method, method_details: DETAILS[method]?.(typed) ?? {} }
      try {
        const { json, callbacks } = await ask('charges', { form, payment_method })
        if (inputs.security_code) inputs.security_code.value = ''
        return { reply: json, callbacks }
      } catch (error) {
        return { error }
      }
    }

    // Says what became of an attempt, in a language.
    #told(outcome, texts) {
      if (outcome === null) return []
      if (outcome === 'busy') return [texts.busy]
      const { state, continue_url, transaction_id, processor_response } = outcome.reply?.transaction ?? {}
      const told = [continue_url ? texts.leave : texts[state] ?? texts.failed]
      if (processor_response?.cip) told.push(create('p', { textContent: `${texts.cip}: ${processor_response.cip}` }))
      if (processor_response?.qr_image) told.push(create('img', { src: processor_response.qr_image, alt: texts.qr }))
      // A wallet or a counter far from this page: here, a page of the sandbox.
      if (state === 'PENDIENTE' && !continue_url) {
        const href = `${origin}/_sandbox/continue/charge/${encodeURIComponent(transaction_id)}`
        told.push(create('a', { href, target: '_blank', rel: 'noopener', textContent: texts.buyer }))
      }
      return told
    }

    // Calls the page, and then leaves for the bank, unless the page has ended the form. A buyer who is refused may try again.
    #answered(method, reply, callbacks, error) {
      if (error) return this.#call('error', { message: error.message })
      const { state, continue_url } = reply.transaction ?? {}
      this.#call('tracking', { event: 'result', method, state })
      this.#call('response', reply, callbacks)
      if (continue_url) setTimeout(() => { if (!this.#ended) location.assign(continue_url) })
    }
  }

  window.FlexPaymentForms = FlexPaymentForms
})()
