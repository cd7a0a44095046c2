import type { NormalisedManifest, NormalisedSource } from '@usufruct/cleaning/normalise/manifest'
import { plain } from '../io.ts'
import type { Style } from '../output/style.ts'
import { facts } from '../output/table.ts'

/** What was written where, and what that does and does not promise. */
export const describeNormalised = (
  out: string,
  { detection, sources }: NormalisedManifest,
  style: Style,
): string =>
  [
    ...sources.map((source) => `${describeSource(source, style)}\n`),
    `In ${plain(out)}, with manifest.json.\n`,
    ...(detection
      ? []
      : [
          style.yellow(
            'Nothing was looked for: personal data, rights and duplicates are in there as they are in the file.\n',
          ),
        ]),
  ].join('')

const describeSource = (
  { kind, format, encoding, columns, records, rows, files }: NormalisedSource,
  style: Style,
) => {
  const pictures = files.filter(({ holds }) => holds === 'picture').length
  const shown = files.filter(({ holds, rows }) => holds === 'rows' || (holds === 'invalid' && rows !== 0))
  return facts(
    [
      ['What it is', `${kind}, ${format}, ${encoding}`],
      ['Columns', columns.map(({ name, type }) => `${name} (${type})`).join(', ') || '–'],
      ['Rows', `${rows} of ${records}; ${records - rows} set aside`],
      ...(pictures > 0 ? [['Pictures', `${pictures}, in pictures/`] as [string, string]] : []),
      ...shown.map(({ name, bytes, rows }): [string, string] => [name, `${rows} rows, ${bytes} bytes`]),
    ],
    style,
  )
}
