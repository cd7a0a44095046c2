import { resolve } from 'node:path'
import { fetchBlob } from '@usufruct/sdk/access/fetchBlob'
import { type Downloaded, downloadLicense } from '@usufruct/sdk/actions/access/downloadLicense'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { huggingFaceCard } from '@usufruct/sdk/projections/huggingFaceCard'
import { odrlOffer } from '@usufruct/sdk/projections/odrlOffer'
import { jsonText } from '@usufruct/sdk/projections/projection'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { copyNotesOf, licenseTextOf } from '../files/describeDownload.ts'
import { downloadInput } from '../files/downloadProjections.ts'
import { licensePapers } from '../files/licensePapers.ts'
import { localCroissant } from '../files/localCroissant.ts'
import { requireFree } from '../files/placeFolder.ts'
import { type OutputFile, writeDownload } from '../files/writeDownload.ts'
import { plain } from '../io.ts'
import { parseId } from './parseNumbers.ts'

export const addDownload = (program: Command, cli: Cli): Command =>
  program
    .command('download')
    .description('fetch and decrypt what a license opens (--as its owner)')
    .argument('<license>', 'license id', parseId('license'))
    .requiredOption('--out <dir>', 'folder to make')
    .option('--force', 'put it in the place of what is there')
    .action(async (license: string, { out, force = false }: { out: string; force?: boolean }) => {
      const actor = await cli.connectAs()
      await requireFree(resolve(out), force)
      const progress = cli.progress()
      let downloaded: Downloaded
      let files: OutputFile[]
      try {
        downloaded = await downloadLicense(actor, {
          license,
          signal: cli.signal,
          onProgress: ({ step, done, total }) => progress.update(steps[step], done, total),
        })
        progress.update('writing')
        files = await filesOf(actor, downloaded)
        await writeDownload(out, files, force)
      } finally {
        progress.end()
      }
      const { manifest, rows, leftOut, absentKeepers } = downloaded
      for (const { keeper, message } of absentKeepers)
        cli.io.err(`${cli.style.yellow(`Key holder ${keeper} was not used:`)} ${plain(message)}\n`)
      cli.print(
        {
          license,
          out: resolve(out),
          dataset: manifest.dataset.slug,
          offer: manifest.offer,
          release: manifest.release,
          rows: rows.length,
          parts: manifest.parts.length - leftOut.length,
          leftOut,
          absentKeepers,
          files: files.map(({ name }) => name),
        },
        () =>
          [
            `${rows.length} rows of ${manifest.dataset.slug}, version ${manifest.release}, are in ${plain(resolve(out))}.\n`,
            ...(leftOut.length > 0
              ? [
                  `Taken back or run out, and so left out: ${leftOut.length} of ${manifest.parts.length} parts. README.md names them.\n`,
                ]
              : []),
          ].join(''),
      )
    })

const steps = { manifest: 'reading the manifest', keys: 'asking the key holders', parts: 'fetching' } as const

const filesOf = async (actor: Actor, downloaded: Downloaded): Promise<OutputFile[]> => {
  const { license, manifest, manifestBytes } = downloaded
  const [dataset, released, papers, { notices }] = await Promise.all([
    actor.node.call('getDataset', { params: { slug: license.dataset } }),
    fetchBlob(actor.node, manifest.croissant),
    licensePapers(actor, license),
    signedIn(actor, () => actor.node.call('listNotices', { params: { license: license.license } })),
  ])
  const input = downloadInput(actor.dao, dataset, downloaded, released, papers)
  const parquet = downloaded.toParquet()
  const { text, termsHash: terms, signed } = papers
  return [
    { name: 'data.parquet', data: parquet },
    { name: 'croissant.json', data: localCroissant(released, parquet) },
    { name: 'manifest.json', data: manifestBytes },
    { name: 'offer.odrl.jsonld', data: odrlOffer(input).document },
    { name: 'LICENSE.txt', data: licenseTextOf(actor.dao, downloaded, { terms, text }) },
    { name: 'license-text.md', data: text.text },
    { name: 'certificate.json', data: jsonText(signed) },
    {
      name: 'README.md',
      data: `${huggingFaceCard(input).document}\n${copyNotesOf(actor.dao, downloaded, notices)}`,
    },
  ]
}
