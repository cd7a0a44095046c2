import robotsModule from 'robots-parser'

/** What a publisher says about training and mining, and where. */
export type OptOutSignal = { tag: string; text: string }

// CommonJS, whose types describe an ES module.
const parseRobots = robotsModule as unknown as typeof robotsModule.default

/** Crawlers whose makers say that they collect for training, or honour the name as an opt-out from it. */
const TRAINING_AGENTS = [
  'GPTBot',
  'Google-Extended',
  'CCBot',
  'ClaudeBot',
  'anthropic-ai',
  'Applebot-Extended',
  'Bytespider',
  'meta-externalagent',
  'Amazonbot',
  'cohere-ai',
] as const

/** robots.txt (RFC 9309): which collectors for training may not read this address, and `Content-Usage` (IETF AIPREF). */
export const readRobots = (robotsUrl: string, text: string, url: string): OptOutSignal[] => {
  const robots = parseRobots(robotsUrl, text)
  const refused = TRAINING_AGENTS.filter((agent) => robots.isDisallowed(url, agent) === true)
  const signals: OptOutSignal[] =
    refused.length === 0 ? [] : [{ tag: 'robots.txt', text: `Disallows ${refused.join(', ')}` }]
  for (const [, usage] of text.matchAll(/^[ \t]*content-usage[ \t]*:(.{0,200})$/gim))
    if (refusesTraining(usage as string)) signals.push({ tag: 'robots.txt', text: `Content-Usage:${usage}` })
  return signals
}

/** /.well-known/tdmrep.json (W3C TDM Reservation Protocol): the first rule whose location fits decides. */
export const readTdmRep = (json: unknown, url: string): OptOutSignal[] => {
  if (!Array.isArray(json)) return []
  const { pathname } = new URL(url)
  for (const rule of json) {
    if (typeof rule !== 'object' || rule === null) continue
    const { location, 'tdm-reservation': reserved } = rule as Record<string, unknown>
    if (typeof location !== 'string' || !matchesPath(location, pathname)) continue
    return Number(reserved) === 1 ? [{ tag: 'tdmrep.json', text: `Reserves ${location.slice(0, 200)}` }] : []
  }
  return []
}

/** Headers: `tdm-reservation`, `Content-Usage`, and `noai` in `X-Robots-Tag`. */
export const readHeaders = (headers: Pick<Headers, 'get'>): OptOutSignal[] => {
  const signals: OptOutSignal[] = []
  const tell = (name: string, refuses: (value: string) => boolean) => {
    const value = headers.get(name)
    if (value !== null && refuses(value)) signals.push({ tag: name, text: value.slice(0, 200) })
  }
  tell('tdm-reservation', (value) => value.trim() === '1')
  tell('content-usage', refusesTraining)
  tell('x-robots-tag', (value) => /\bnoai\b|\bnoimageai\b/i.test(value))
  return signals
}

/** The same in a page's `meta` elements. */
export const readPage = (html: string): OptOutSignal[] => {
  const signals: OptOutSignal[] = []
  for (const [element] of html.matchAll(/<meta\s[^>]{1,400}>/gi)) {
    const name = attribute(element, 'name')?.toLowerCase()
    const content = attribute(element, 'content') ?? ''
    if (name === 'tdm-reservation' && content.trim() === '1')
      signals.push({ tag: 'meta tdm-reservation', text: content })
    if (name === 'robots' && /\bnoai\b|\bnoimageai\b/i.test(content))
      signals.push({ tag: 'meta robots', text: content.slice(0, 200) })
  }
  return signals
}

/** `train-ai=n`, or all of AI or mining refused. */
const refusesTraining = (usage: string): boolean =>
  /\b(?:train-ai|train-genai|ai|tdm|bots)\s*=\s*n\b/i.test(usage)

const attribute = (element: string, name: string): string | undefined =>
  new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i')
    .exec(element)
    ?.slice(1)
    .find((value) => value !== undefined)

/** As in robots.txt: `*` is anything and `$` the end; split at the stars, because a pattern is a stranger's. */
const matchesPath = (pattern: string, path: string): boolean => {
  const anchored = pattern.endsWith('$')
  const parts = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  let at = 0
  for (const [i, part] of parts.entries()) {
    if (i === 0) {
      if (!path.startsWith(part)) return false
      at = part.length
    } else if (i === parts.length - 1 && anchored) {
      return path.length - part.length >= at && path.endsWith(part)
    } else {
      const found = path.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
  }
  return !anchored || at === path.length
}
