import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { cleanTo } from '../cleanTo.ts'
import { CleaningError } from '../errors.ts'
import type { Progress } from '../types.ts'
import type { ChildMessage, ChildRequest } from './childProtocol.ts'
import { fileSource } from './fileSource.ts'
import { writeFingerprints } from './fingerprintFile.ts'
import { nodeSha256 } from './nodeSha256.ts'
import { writePictureHashes } from './pictureHashFile.ts'

const send = (message: ChildMessage) =>
  new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve()))

const run = async (request: ChildRequest): Promise<ChildMessage> => {
  const file = createWriteStream(request.output, { flags: 'wx', mode: 0o600 })
  await once(file, 'open')
  const prints =
    request.fingerprints === undefined
      ? undefined
      : await writeFingerprints(request.fingerprints, request.outputBytes)
  const pictures =
    request.pictureHashes === undefined ? undefined : await writePictureHashes(request.pictureHashes)
  let bytes = 0
  let reported = 0
  const onProgress = ({ phase, read, total }: Progress) => {
    if (read < reported) reported = 0
    if (read - reported < total / 50) return
    reported = read
    void send({ progress: { phase, read, total } })
  }
  const written = await cleanTo(
    await fileSource(request.input, request.name),
    request.choices,
    {
      ...request.options,
      onProgress,
      onFingerprint: prints?.add,
      onPictureHash: pictures?.add,
      sha256: nodeSha256,
    },
    async (chunk) => {
      bytes += chunk.length
      if (bytes > request.outputBytes) {
        throw new CleaningError(
          'CHILD_OUTPUT_TOO_LARGE',
          `The cleaned data would be larger than ${request.outputBytes} bytes.`,
          'Split the file into several and lend each.',
          { limit: request.outputBytes },
        )
      }
      if (!file.write(chunk)) await once(file, 'drain')
    },
  )
  file.end()
  await finished(file)
  await prints?.end()
  await pictures?.end()
  return { result: { ...written, bytes } }
}

const answer = async (line: string): Promise<ChildMessage> => {
  try {
    return await run(JSON.parse(line) as ChildRequest)
  } catch (cause) {
    const error =
      findUsufructError(cause) ??
      new CleaningError(
        'CHILD_FAILED',
        cause instanceof Error ? cause.message : String(cause),
        'If the file can be read on this machine, this is a fault of ours: please report it.',
      )
    return { error: error.toJSON() }
  }
}

const lines = createInterface({ input: process.stdin })
lines.once('line', async (line) => {
  // Ends with the parent: no cleaning goes on for nobody.
  lines.once('close', () => process.exit(1))
  await send(await answer(line))
  process.exit(0)
})
