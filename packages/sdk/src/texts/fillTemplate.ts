import type { Nodes } from 'mdast'
import type { Hex } from 'viem'
import { stringify } from 'yaml'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import { escapeMarkdown } from './escapeMarkdown.ts'
import { hashText } from './hashText.ts'
import { markdownTree } from './markdownTree.ts'
import { parseText } from './parseText.ts'
import { findRefusedCharacter, placeOf } from './refuseCharacters.ts'

export type FilledText = {
  /** What is published: its bytes are never made anew. */
  text: string
  hashes: {
    /** SHA-256 of the template's bytes. */
    template: Hex
    /** SHA-256 of the canonical JSON of those parameters the template asks for. */
    parameters: Hex
    /** SHA-256 of `text`; the one that goes on chain. */
    rendered: Hex
  }
}

const maxValue = 500
const placeholder = /\{\{([a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*)\}\}/g

const failure = (code: string, message: string, hint: string, details: Record<string, unknown>) =>
  new UsufructError({ code, message, hint, details })

/** Names asked for in a piece of text. @throws UsufructError `TEMPLATE_PLACEHOLDER_UNKNOWN` for other braces */
const namesIn = (text: string, place: (index: number) => Record<string, unknown>): string[] => {
  const rest = text.replace(placeholder, (whole) => '\0'.repeat(whole.length))
  const odd = /\{\{|\}\}|\{\0|\0\}/.exec(rest)
  if (odd)
    throw failure(
      'TEMPLATE_PLACEHOLDER_UNKNOWN',
      `“${text.slice(odd.index, odd.index + 40).split('\n')[0]}” is not a placeholder this software knows.`,
      'Write {{name}} or {{group.name}}: letters and digits, no spaces, no conditions, no filters.',
      place(odd.index),
    )
  return [...text.matchAll(placeholder)].flatMap(([, name]) => name ?? [])
}

/** Runs over every string of the front matter; a key is never filled. */
const mapStrings = (value: unknown, map: (text: string, path: string) => string, path = ''): unknown => {
  if (typeof value === 'string') return map(value, path)
  if (Array.isArray(value)) return value.map((item, at) => mapStrings(item, map, `${path}[${at}]`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = path ? `${path}.${key}` : key
      if (namesIn(key, () => ({ path: at })).length > 0)
        throw failure(
          'TEMPLATE_PLACEHOLDER_UNKNOWN',
          `The front matter has a placeholder in a name: ${key}.`,
          'Only values can be filled.',
          { path: at },
        )
      return [key, mapStrings(item, map, at)]
    }),
  )
}

const requireValue = (name: string, value: unknown): string => {
  const problem = problemOf(value)
  if (problem === undefined) return value as string
  throw failure(
    'TEMPLATE_VALUE_INVALID',
    `The value of ${name} cannot stand in a text: ${problem}.`,
    `Values are one line of plain text with at most ${maxValue} characters.`,
    { name, value: typeof value === 'string' ? value.slice(0, maxValue) : typeof value },
  )
}

const problemOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return 'it is not text'
  if (value.length > maxValue) return `it has ${value.length} characters`
  if (/[\n\r\t]/.test(value)) return 'it has a line break or a tab'
  const found = findRefusedCharacter(value)
  if (found) return `it has ${found.name} (${found.codePoint})`
  if (value !== value.trim()) return 'it begins or ends with a space'
  if (/\{\{|\}\}|^\}|\{$/.test(value)) return 'it looks like a placeholder itself'
  return undefined
}

/** Sets a choice or a number of the front matter; whether it is one that may stand there, `parseText` says. */
const setAt = <T>(value: T, path: string, to: string, whole = path): T => {
  const [key = '', ...rest] = path.split('.')
  const at = (value as Record<string, unknown> | undefined)?.[key]
  const odd = (message: string, hint: string) =>
    failure('TEMPLATE_PLACEHOLDER_UNKNOWN', message, hint, { path: whole })
  if (at === undefined || at === null)
    throw odd(`The template fills ${whole}, which it does not have.`, 'Give the field an example.')
  if (rest.length > 0) return { ...value, [key]: setAt(at, rest.join('.'), to, whole) }
  if (typeof at === 'string') return { ...value, [key]: to }
  if (typeof at !== 'number' || !/^\d{1,9}$/.test(to))
    throw odd(`The template fills ${whole} with “${to}”.`, 'Only choices and whole numbers can be filled so.')
  return { ...value, [key]: Number(to) }
}

type Values = ReadonlyMap<string, string>

const fill = (text: string, values: Values, write: (value: string) => string) =>
  text.replace(placeholder, (_whole, name: string) => write(values.get(name) ?? ''))

const positionless = ({ children: _, position: __, value: ___, ...rest }: Record<string, unknown>) =>
  canonicalJson(JSON.parse(JSON.stringify(rest)))

/** A value is words: whatever it holds, the filled text has the template's structure and, word for word, its text. */
const sameStructure = (template: Nodes, filled: Nodes, values: Values): boolean => {
  if (positionless({ ...template }) !== positionless({ ...filled })) return false
  if ('value' in template || 'value' in filled)
    return (
      'value' in template &&
      'value' in filled &&
      (template.type === 'text' ? fill(template.value, values, (value) => value) : template.value) ===
        filled.value
    )
  if (!('children' in template) || !('children' in filled)) return true
  return (
    template.children.length === filled.children.length &&
    template.children.every((child, at) => sameStructure(child, filled.children[at] as Nodes, values))
  )
}

/**
 * Fills a template's `{{a.b}}` from parameters. One set of parameters serves many templates, so those that this one
 * does not ask for are left aside. The same template and parameters give the same bytes.
 *
 * @throws UsufructError `TEXT_INVALID`, `TEMPLATE_PLACEHOLDER_UNDECLARED`, `TEMPLATE_PLACEHOLDER_UNUSED`,
 * `TEMPLATE_PLACEHOLDER_UNFILLED` (no value, or an empty one), `TEMPLATE_PLACEHOLDER_UNKNOWN` (braces that are none, fields that
 * cannot be filled), `TEMPLATE_VALUE_INVALID` (not one line of plain text, or it would change more than words)
 */
export const fillTemplate = (template: string, parameters: Readonly<Record<string, string>>): FilledText => {
  const { hash, front, body } = parseText(template)
  if (front.renderedFrom)
    throw failure('TEXT_INVALID', 'The text is filled already.', 'Fill the template it was made from.', {
      path: 'renderedFrom',
    })
  const { placeholders: declared = [], fills = {}, ...published } = front
  const asked = new Set(namesIn(body, (index) => placeOf(template, template.length - body.length + index)))
  mapStrings(published, (text, path) => {
    for (const name of namesIn(text, () => ({ path }))) asked.add(name)
    return text
  })
  for (const name of Object.values(fills)) asked.add(name)
  for (const name of asked)
    if (!declared.includes(name))
      throw failure(
        'TEMPLATE_PLACEHOLDER_UNDECLARED',
        `The template asks for ${name} without declaring it.`,
        'Add it to placeholders in the front matter.',
        { name },
      )
  for (const name of declared)
    if (!asked.has(name))
      throw failure(
        'TEMPLATE_PLACEHOLDER_UNUSED',
        `The template declares ${name} and never uses it.`,
        'Take it out of placeholders, or use it.',
        { name },
      )
  const values = new Map<string, string>()
  for (const name of [...asked].sort()) {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (value === undefined || value === '')
      throw failure(
        'TEMPLATE_PLACEHOLDER_UNFILLED',
        `There is no value for ${name}.`,
        'Give one; where there is nothing to say, say so in words, such as “none”.',
        { name },
      )
    values.set(name, requireValue(name, value))
  }
  const filledBody = fill(body, values, escapeMarkdown)
  if (!sameStructure(markdownTree(body), markdownTree(filledBody), values))
    throw failure(
      'TEMPLATE_VALUE_INVALID',
      'A value would change more of the text than its words.',
      'Put placeholders into running text, not into links, code or HTML, and give them plain words.',
      { names: [...values.keys()] },
    )
  const parametersHash = hashText(canonicalJson(Object.fromEntries(values)))
  const words = mapStrings(published, (text) => fill(text, values, (value) => value)) as typeof published
  const filledFront = {
    ...Object.entries(fills).reduce((done, [path, name]) => setAt(done, path, values.get(name) ?? ''), words),
    renderedFrom: { template: hash, parameters: parametersHash },
  }
  const head = stringify(filledFront, {
    version: '1.2',
    schema: 'core',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  })
  const text = `---\n${head}---\n${filledBody}`
  // Reads it as everybody will: what does not come back is not published.
  const rendered = parseText(text)
  return { text, hashes: { template: hash, parameters: parametersHash, rendered: rendered.hash } }
}
