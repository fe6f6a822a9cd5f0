// Shows what the sandbox holds, as it changes. Every value is written as text, never as HTML.
'use strict'

const ROWS = 200 // of each list: the latest
const POLL = 1000 // milliseconds

const byId = id => document.getElementById(id)
const body = id => byId(id).querySelector('tbody')

// Makes an element; a child is an element or text.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value)
  element.append(...children.filter(child => child !== null && child !== undefined).map(child => child instanceof Node ? child : String(child)))
  return element
}

const cell = (...children) => make('td', null, ...children)
const wrong = text => make('span', { class: 'wrong' }, text)
const button = (label, name, act) => {
  const made = make('button', { type: 'button', 'aria-label': name, 'data-focus': name }, label)
  made.addEventListener('click', act)
  return made
}

function duration(seconds) {
  if (seconds >= 172800) return `${Math.floor(seconds / 86400)} days`
  if (seconds >= 7200) return `${Math.floor(seconds / 3600)} h`
  if (seconds >= 120) return `${Math.floor(seconds / 60)} min`
  return `${seconds.toFixed(1)} s`
}

const times = number => number === 1 ? 'once' : `${number} times`

// Asks the sandbox; throws its reason.
async function ask(method, path, fields) {
  const options = { method, cache: 'no-store' }
  if (fields) Object.assign(options, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fields) })
  const reply = await fetch(`/_sandbox/${path}`, options)
  const json = await reply.json()
  if (!reply.ok) throw new Error(json.error)
  return json
}

const tell = text => { byId('told').textContent = text }

async function act(done, method, path, fields) {
  try {
    await ask(method, path, fields)
    tell(done)
  } catch (error) {
    tell(`Not done: ${error.message}`)
  }
  poll()
}

// The rows of a list. The top has the highest number or, if they move, the latest change; the last ones go.
class Rows {
  constructor(id, move) {
    this.body = body(id)
    this.move = move
    this.rows = new Map()
  }
  put(number, row) {
    const old = this.rows.get(number)
    this.rows.set(number, row)
    row.dataset.number = number
    const below = one => this.move || Number(one.dataset.number) <= number
    this.body.insertBefore(row, [...this.body.children].find(below) ?? null)
    if (old) this.replace(old, row)
    if (this.rows.size > ROWS) this.remove(Number(this.body.lastElementChild.dataset.number))
  }
  // Keeps the focus, the mark and what was opened.
  replace(old, row) {
    const focus = old.contains(document.activeElement) ? document.activeElement.dataset.focus ?? '' : undefined
    if (old.querySelector('details[open]')) row.querySelector('details')?.setAttribute('open', '')
    const [mark, next] = [old, row].map(one => one.querySelector('input[type=checkbox]'))
    if (mark?.checked && next) next.checked = true
    old.remove()
    if (focus === undefined) return
    const again = [...row.querySelectorAll('[data-focus]')].find(one => one.dataset.focus === focus)
    again ? again.focus() : row.closest('[tabindex]').focus()
  }
  remove(number) {
    this.rows.get(number)?.remove()
    this.rows.delete(number)
  }
  clear() {
    for (const number of [...this.rows.keys()]) this.remove(number)
  }
}

const lists = {
  calls: new Rows('calls', false), records: new Rows('records', true),
  secrets: new Rows('secrets', true), notifications: new Rows('notifications', false),
}
let next = { calls: 0, records: 0, secrets: 0, notifications: 0 }
let seen = {}
let now = 0
let kinds = new Map()

// The values of a call, which are asked for once somebody opens them.
function showSent(call) {
  const text = make('pre')
  const sent = make('details', null, make('summary', { 'data-focus': 'sent', 'aria-label': `sent by call ${call.number}` }, 'sent'), text)
  sent.addEventListener('toggle', async () => {
    if (!sent.open || text.textContent) return
    try {
      text.textContent = JSON.stringify((await ask('GET', `calls/${call.number}`)).sent, null, 1)
    } catch (error) {
      text.textContent = error.message
    }
  })
  return sent
}

function showCall(call) {
  const row = make('tr', null, make('th', { scope: 'row' }, call.number), cell(duration(call.at_seconds)),
    cell(make('code', null, `${call.method} ${call.route ?? '(no endpoint)'}`), make('br'), call.operation ?? '', call.by_form ? make('span', { class: 'note' }, ' by the form') : null, call.operation === null ? null : showSent(call)),
    cell(call.ending === 'answered' ? call.status : call.ending, call.faulty ? make('span', { class: 'note' }, ' by a fault') : null),
    cell(`${call.took_ms.toFixed(1)} ms`))
  const reasons = make('ul')
  for (const { place, field, text } of call.mistakes) {
    const start = [`${place} \`${field}\``, `\`${field}\``].find(start => text.startsWith(start))
    const item = start !== undefined ? [make('strong', null, start), text.slice(start.length)] : [text]
    reasons.append(make('li', { class: 'wrong' }, ...item))
  }
  for (const remark of call.remarks) reasons.append(make('li', null, make('strong', null, 'accepted as deployed: '), remark))
  row.append(cell(reasons.childElementCount ? reasons : ''))
  if (reasons.childElementCount || call.faulty || call.ending === 'cut' || call.ending === 'abandoned') row.className = 'marked'
  return row
}

function showHistory(record) {
  const history = make('ol')
  for (const { at_seconds, cause, changes } of record.history) {
    const item = make('li', null, `${duration(at_seconds)}: `, make('strong', null, cause))
    for (const { field, from, to } of changes) item.append(make('br'), `${field}: ${from ?? '(none)'} → ${to}`)
    history.append(item)
  }
  return history
}

// A value; a page of this sandbox is a link.
function showValue(value) {
  const bank = `${location.origin}/_sandbox/continue/`
  return value.startsWith(bank) ? make('a', { href: value, target: '_blank', rel: 'noopener' }, value) : value
}

function showRecord(record) {
  const kind = kinds.get(record.record)
  const values = record.values
  const pick = names => Object.fromEntries(names.filter(name => name in values).map(name => [name, values[name]]))
  const named = names => Object.entries(pick(names)).map(([, value]) => value).join(' ')
  const name = `${record.record} ${named(kind.key)}`
  const list = make('dl')
  for (const [field, value] of Object.entries(values)) list.append(make('dt', null, field), make('dd', null, showValue(value)))
  const summary = make('summary', { 'data-focus': 'summary' }, `${Object.keys(values).length} values, changed ${times(record.history.length - 1)}`)
  const events = kind.events.filter(event => record.events.includes(event.name)).map(event => {
    const identity = pick(kind.identified_by)
    const of = Object.keys(identity).length ? identity : values
    const happen = () => act(`${event.name}: ${name}`, 'POST', 'events', { record: record.record, of, event: event.name })
    const made = button(event.name, `${event.name}: ${name}`, happen)
    made.title = event.doc
    return made
  })
  return make('tr', null, make('th', { scope: 'row' }, record.number), cell(record.record, make('br'), named(kind.key)),
    cell(make('strong', null, named(kind.states))), cell(make('details', null, summary, list, showHistory(record))), cell(...events))
}

function showSecret(secret) {
  const remaining = cell(secret.state === 'valid' ? duration(secret.remaining_seconds) : '')
  const state = cell(secret.state)
  const row = make('tr', null, make('th', { scope: 'row' }, secret.number), cell(secret.operation), cell(secret.purpose), state, remaining,
    cell(secret.uses, secret.last_use_seconds === null ? '' : `, last at ${duration(secret.last_use_seconds)}`), cell(secret.scopes.join(' ')))
  if (secret.state === 'valid') Object.assign(row, { expires: now + secret.remaining_seconds, state, remaining })
  return row
}

function tick() {
  byId('clock').textContent = duration(now)
  for (const row of lists.secrets.rows.values()) {
    if (row.expires === undefined) continue
    const left = row.expires - now
    row.remaining.textContent = left > 0 ? duration(left) : ''
    if (left <= 0) row.state.textContent = 'expired'
  }
}

function showNotification(one) {
  const label = `${one.name} ${one.number}`
  const again = () => act(`Sent again: ${label}`, 'POST', 'notifications', { number: one.number })
  const mark = make('input', { type: 'checkbox', 'aria-label': `mark ${label}`, 'data-focus': 'mark' })
  const text = make('details', null, make('summary', { 'data-focus': 'summary' }, `${one.body.length} characters`), make('pre', null, one.body))
  return make('tr', null, make('th', { scope: 'row' }, one.number), cell(mark), cell(one.name, make('br'), make('code', null, one.url)),
    cell(one.status ?? (one.problem === null ? 'under way' : wrong(one.problem))), cell(one.attempts), cell(text),
    cell(button('Send again', `Send again: ${label}`, again)))
}

const shows = { calls: showCall, records: showRecord, secrets: showSecret, notifications: showNotification }

async function refresh(name) {
  const reply = await ask('GET', `${name}?after=${next[name]}&latest=${ROWS}`)
  for (const one of reply[name]) lists[name].put(one.number, shows[name](one))
  next[name] = reply.next
  if (name === 'records') for (const number of [...lists.records.rows.keys()]) if (number < reply.first) lists.records.remove(number)
  if (name === 'calls') {
    // A call under way is asked for again.
    const open = reply.calls.find(call => call.ending === 'open')
    if (open) next.calls = open.number
    const marked = [...lists.calls.rows.values()].filter(row => row.className === 'marked').length
    byId('counted').textContent = `${reply.next} calls; marked of the latest ${lists.calls.rows.size}: ${marked}.`
    const refused = reply.calls.filter(call => call.mistakes.length).at(-1)
    if (refused) byId('heard').textContent = `The last refused is call ${refused.number}.`
  }
}

function showStatus(status) {
  if (status.now_seconds < now) {
    // Another sandbox has its address.
    for (const list of Object.values(lists)) list.clear()
    next = { calls: 0, records: 0, secrets: 0, notifications: 0 }
    seen = {}
  }
  now = status.now_seconds
  kinds = new Map(status.records.map(kind => [kind.name, kind]))
  byId('manner').textContent = status.as_deployed ? 'as deployed' : 'strict'
  fill(document.forms.fault.elements.operation, status.operations)
  fill(document.forms.send.elements.name, status.notifications)
  const faults = status.faults.map(fault => {
    const what = fault.cut ? 'no answer' : fault.about_another ? 'about another request' : fault.status ?? 'the usual answer, changed'
    const callbacks = fault.callbacks === null ? '' : `, ${fault.callbacks} callbacks of the form`
    return `${fault.operation ?? 'any call'}: ${what}${fault.delay_ms ? `, after ${fault.delay_ms} ms` : ''}${callbacks}, ${times(fault.times)}`
  })
  byId('faults').textContent = faults.length ? `Queued: ${faults.slice(0, 20).join('; ')}` : 'No fault is queued.'
}

function fill(select, names) {
  const there = new Set([...select.options].map(option => option.value))
  for (const name of names) if (!there.has(name)) select.append(make('option', { value: name }, name))
}

let polling = null
let paused = false

function poll() {
  polling ??= once().finally(() => { polling = null })
  return polling
}

async function once() {
  try {
    const status = await ask('GET', 'status')
    showStatus(status)
    for (const name of Object.keys(lists)) {
      if (seen[name] === status.changes[name] && next[name] >= status.changes[name]) continue
      await refresh(name)
      seen[name] = status.changes[name]
    }
    byId('live').textContent = paused ? 'paused' : 'live'
  } catch (error) {
    byId('live').textContent = `not reached: ${error.message}`
  }
  tick()
}

const number = (form, name) => Number(form.elements[name].value)
const on = (id, type, act) => byId(id).addEventListener(type, event => { event.preventDefault(); act(event) })

const advance = seconds => act(`The clock moved by ${duration(seconds)}.`, 'POST', 'clock', { advance_seconds: seconds })
on('advance', 'submit', ({ target }) => advance(number(target, 'advance_seconds')))
for (const one of document.querySelectorAll('[data-seconds]')) one.addEventListener('click', () => advance(Number(one.dataset.seconds)))

on('fault', 'submit', ({ target }) => {
  const [kind, operation] = [target.elements.kind.value, target.elements.operation.value]
  const fault = { times: number(target, 'times'), delay_ms: number(target, 'delay_ms') }
  if (operation) fault.operation = operation
  if (number(target, 'callbacks') !== 1) fault.callbacks = number(target, 'callbacks')
  if (kind === 'status') fault.status = number(target, 'status')
  if (kind === 'cut' || kind === 'about_another') fault[kind] = true
  act('The fault is queued.', 'POST', 'faults', fault)
})
on('clear', 'click', () => act('No fault is queued any more.', 'DELETE', 'faults'))

on('send', 'submit', ({ target }) => {
  const fields = { name: target.elements.name.value, url: target.elements.url.value }
  const values = target.elements.values.value.trim()
  try {
    if (values) fields.values = JSON.parse(values)
  } catch {
    return tell('Not done: the values are no JSON.')
  }
  act('The notification is sent.', 'POST', 'notifications', fields)
})
on('reorder', 'click', async () => {
  const marked = [...lists.notifications.body.children].filter(row => row.querySelector('input').checked)
  const numbers = marked.map(row => Number(row.dataset.number))
  try {
    for (const number of numbers) await ask('POST', 'notifications', { number })
    tell(numbers.length ? `Sent again, in this order: ${numbers.join(', ')}` : 'Mark notifications first.')
  } catch (error) {
    tell(`Not all are sent: ${error.message}`)
  }
  poll()
})

on('revoke', 'click', () => act('Every access token is revoked.', 'DELETE', 'tokens'))
on('reset', 'click', () => {
  if (confirm('Delete every record and fault, and revoke every access token?')) act('Records and faults are deleted.', 'POST', 'reset', {})
})
on('marked', 'change', () => body('calls').classList.toggle('only-marked', byId('marked').checked))
on('pause', 'click', () => {
  paused = !paused
  byId('pause').setAttribute('aria-pressed', paused)
  byId('live').textContent = paused ? 'paused' : 'live'
})

const look = () => { if (!paused && !document.hidden) poll() }
setInterval(look, POLL)
document.addEventListener('visibilitychange', look)
poll()
