import { extname, resolve } from 'node:path'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { jsonText } from '@usufruct/sdk/projections/projection'
import { usageError } from '../usage.ts'
import type { LicensePapers } from './licensePapers.ts'

export type CertificateFile = { path: string; format: 'json' | 'pdf' }

/** Before anything is asked of a node. @throws UsufructError for any other ending */
export const certificateFile = (file: string): CertificateFile => {
  const ending = extname(file).toLowerCase()
  if (ending === '.json' || ending === '.pdf')
    return { path: resolve(file), format: ending === '.pdf' ? 'pdf' : 'json' }
  throw usageError(`“${file}” is neither JSON nor PDF.`, 'Name a file that ends in .json or .pdf.', { file })
}

/** The JSON is the certificate; the PDF is for reading, and names its hash. */
export const writeCertificate = async (
  { path, format }: CertificateFile,
  { signed }: LicensePapers,
): Promise<string> => {
  if (format === 'json') await writeDurably(path, jsonText(signed))
  else {
    // Fonts and all: loaded by who prints, not by every command.
    const { certificatePdf } = await import('@usufruct/sdk/documents/certificatePdf')
    await writeDurably(path, await certificatePdf(signed.certificate, signed))
  }
  return path
}
