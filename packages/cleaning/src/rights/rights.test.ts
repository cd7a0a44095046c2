import spdxLicenses from 'spdx-license-list/full.js'
import { describe, expect, it } from 'vitest'
import { checkDeclaration, type Declaration } from './checkDeclaration.ts'
import { findNotices } from './findNotices.ts'
import { loadLicenseTable } from './loadLicenseTable.ts'
import { matchLicenses } from './matchLicenses.ts'
import type { Right } from './right.ts'
import { createRightsLog } from './rightsLog.ts'

const textOf = (spdx: string): string => spdxLicenses[spdx]?.licenseText ?? ''

describe('notices', () => {
  it.each([
    ['SPDX-License-Identifier: Apache-2.0 OR MIT', ['Apache-2.0', 'MIT']],
    ['see https://creativecommons.org/licenses/by-nc-sa/4.0/ for terms', ['CC-BY-NC-SA-4.0']],
    ['https://creativecommons.org/publicdomain/zero/1.0/', ['CC0-1.0']],
    ['This data is released under the Apache License, Version 2.0.', ['Apache-2.0']],
    ['distributed under the terms of the GNU General Public License v3', ['GPL-3.0']],
    ['licensed under a Creative Commons BY-NC 4.0 license', ['CC-BY-NC-4.0']],
  ])('a license is named in "%s"', (text, spdx) => {
    expect(findNotices(text)).toMatchObject([{ kind: 'license', spdx }])
  })

  it.each([
    ['Copyright (c) 2019-2024 Ada Example', 'copyright'],
    ['© 2020 by The Example Company', 'copyright'],
    ['Copyright 1999 Ada Example', 'copyright'],
    ['ALL RIGHTS RESERVED', 'all-rights-reserved'],
    ['This text may not be used to train models.', 'opt-out'],
    ['No AI training.', 'opt-out'],
    ['The author reserves all rights to text and data mining.', 'opt-out'],
  ])('"%s" is a notice of %s', (text, kind) => {
    expect(findNotices(text)).toMatchObject([{ kind }])
  })

  it.each([
    'copyright law is complicated',
    'She lost her driving license in May.',
    'the train may not be used today',
    'copper mining (c) pit',
    'The members trained hard and reserved a table.',
  ])('"%s" is none', (text) => {
    expect(findNotices(text)).toEqual([])
  })

  it('cuts what it shows', () => {
    const [notice] = findNotices(`© ${'x'.repeat(300)}`)
    expect(notice?.text.length).toBeLessThanOrEqual(161)
  })
})

describe('license texts', async () => {
  const table = await loadLicenseTable()
  const idsIn = (...texts: string[]) => {
    const matcher = matchLicenses(table)
    for (const text of texts) matcher.add(text)
    return matcher.matches().map(({ spdx }) => spdx)
  }

  it('knows every text of the list again, or one of its family, when it was set anew and its blanks were filled', () => {
    let exact = 0
    const wrong: string[] = []
    for (const { spdx } of table.licenses) {
      const text = textOf(spdx[0] as string)
        .replace(/<[^>]{1,60}>/g, 'Ada Example')
        .replace(/\s+/g, ' ')
      const found = idsIn(text)
      if (found.some((ids) => ids.join() === spdx.join())) exact++
      else wrong.push(`${spdx[0]}: ${found.join('/')}`)
    }
    expect(table.licenses.length).toBeGreaterThan(650)
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(10)
    expect(exact).toBeGreaterThanOrEqual(table.licenses.length - 10)
  })

  it('tells versions of one license apart', () => {
    expect(idsIn(textOf('CC-BY-2.0'))).toEqual([['CC-BY-2.0']])
    expect(idsIn(textOf('CC-BY-2.5'))).toEqual([['CC-BY-2.5']])
    expect(idsIn(textOf('BSD-3-Clause'))).toEqual([['BSD-3-Clause']])
  })

  it('finds two in one file, in pieces', () => {
    const pieces = [textOf('MIT'), 'Some words of the author between the two.', textOf('Apache-2.0')]
    expect(idsIn(...pieces.flatMap((text) => text.split('\n')))).toEqual([['MIT'], ['Apache-2.0']])
  })

  it('is not taken in by prose about licenses', () => {
    expect(
      idsIn(
        'Permission is granted by the owner. The software license that we use says who may copy it, and under which conditions the work may be distributed.',
      ),
    ).toEqual([])
  })
})

describe('a log of a file', () => {
  it('lists up to its limit, counts all, and tells licenses found by text', async () => {
    const log = createRightsLog(1)
    log.read(1, 'note', 'Copyright 2020 Ada Example')
    log.read(2, 'note', 'Copyright 2021 Ben Example')
    for (const [row, text] of textOf('MIT').split('\n\n').entries()) log.read(3 + row, 'note', text)
    await log.settle()
    const { listed, tallies } = log.report()
    expect(listed).toHaveLength(1)
    expect(tallies).toContainEqual({ kind: 'license', spdx: ['MIT'], count: 1 })
    expect(tallies.find(({ kind }) => kind === 'copyright')?.count).toBeGreaterThanOrEqual(2)
  })

  it('keeps what people wrote out of the tallies', async () => {
    const log = createRightsLog(10)
    log.read(1, 'note', 'Copyright 2020 Ada Example')
    expect(JSON.stringify(log.report().tallies)).not.toContain('Ada')
  })
})

describe('a declaration', () => {
  const right = (kind: Right['kind'], ...spdx: string[]): Right => ({
    kind,
    where: {},
    text: '',
    ...(spdx.length === 0 ? {} : { spdx }),
  })
  const mine: Declaration = { origin: 'mine', source: '', madeByAi: 'none' }
  const theirs: Declaration = { origin: 'someone-else', source: 'https://example.org', madeByAi: 'none' }
  const codes = (declared: Declaration, ...rights: Right[]) =>
    checkDeclaration(declared, rights).map(({ code }) => code)

  it.each([
    ['mine, with nothing found', mine, [], []],
    ['mine, with a copyright line', mine, [right('copyright')], ['others-copyright']],
    ['mine, with a license that binds', mine, [right('license', 'MIT')], ['licensed-by-others']],
    ['mine, and public domain', mine, [right('license', 'CC0-1.0')], []],
    ['theirs, non-commercial', theirs, [right('license', 'CC-BY-NC-4.0')], ['licensed-by-others']],
    ['theirs, without derivatives', theirs, [right('license', 'CC-BY-ND-4.0')], ['licensed-by-others']],
    ['theirs, under MIT', theirs, [right('license', 'MIT')], []],
    ['theirs, all rights reserved', theirs, [right('all-rights-reserved')], ['reserved']],
    ['theirs, without a source', { ...theirs, source: ' ' }, [], ['source-missing']],
    ['anybody’s that objects to training', mine, [right('opt-out')], ['opted-out']],
  ])('%s', (_, declared, rights, expected) => {
    expect(codes(declared, ...rights)).toEqual(expected)
  })
})
