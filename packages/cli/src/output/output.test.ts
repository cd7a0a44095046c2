import { describe, expect, it } from 'vitest'
import { plain } from '../io.ts'
import { createRecordingIo } from '../testing/recordingIo.ts'
import { formatTime, parseUntil } from './dates.ts'
import { createProgress } from './progress.ts'
import { createStyle } from './style.ts'
import { table } from './table.ts'

const noStyle = createStyle(false)

it('aligns columns, numbers to the right', () => {
  expect(
    table(
      [{ title: 'Name' }, { title: 'Rows', right: true }],
      [
        ['palmer-penguins', '9'],
        ['x', '344'],
      ],
      noStyle,
    ),
  ).toBe('Name             Rows\npalmer-penguins     9\nx                 344\n')
})

it('lets no text from others steer the terminal', () => {
  expect(plain('a\u001b[2Jb\rc\u202ed\u009be')).toBe('a�[2Jb�c�d�e')
  expect(table([{ title: 'A' }], [['x\u001b[31m\ny']], noStyle)).not.toContain('\u001b')
})

it('colours only when asked to', () => {
  expect(noStyle.bold('x')).toBe('x')
  expect(createStyle(true).bold('x')).toBe('\u001b[1mx\u001b[22m')
})

describe('progress', () => {
  it('draws one line on a terminal and clears it', () => {
    const { io, said } = createRecordingIo({ drawable: true })
    const progress = createProgress(io, false)
    progress.update('fetching', 1, 2)
    progress.end()
    expect(said.err).toBe(`\r\u001b[K${'█'.repeat(12)}${'░'.repeat(12)}  50%  fetching\r\u001b[K`)
    expect(said.out).toBe('')
  })

  it('says each step once elsewhere', () => {
    const { io, said } = createRecordingIo()
    const progress = createProgress(io, false)
    for (const done of [1, 2, 3]) progress.update('fetching', done, 3)
    progress.update('writing')
    expect(said.err).toBe('fetching\nwriting\n')
  })

  it('says nothing with --json', () => {
    const { io, said } = createRecordingIo({ drawable: true })
    const progress = createProgress(io, true)
    progress.update('fetching', 1, 3)
    progress.end()
    expect(said.err).toBe('')
  })
})

describe('dates', () => {
  it('takes a day to its end', () => {
    expect(formatTime(parseUntil('2027-12-31'))).toBe('2027-12-31 23:59')
  })

  it.each(['2027-02-31', 'tomorrow', '', '31.12.2027', '2027'])('refuses “%s”', (text) => {
    expect(() => parseUntil(text)).toThrow('is no date')
  })
})
