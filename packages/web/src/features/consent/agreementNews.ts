import type { AgreementVersion, Consent } from '@usufruct/sdk/http/routes/consent'

/** Versions that came after the one a permission was signed under, oldest first; in the language it was signed in,
 * or as the original where there is no such translation. Empty when the signed text is not among the published. */
export const newerThan = (
  { agreement }: Pick<Consent, 'agreement'>,
  published: readonly AgreementVersion[],
): AgreementVersion[] => {
  const signed = published.find(({ hash }) => hash === agreement)
  if (!signed) return []
  const later = published.filter(
    ({ version, publishedAt }) => version !== signed.version && publishedAt >= signed.publishedAt,
  )
  const versions = [...new Set(later.map(({ version }) => version))]
  return versions
    .flatMap((version) => {
      const same = later.filter((one) => one.version === version)
      return (
        same.find(({ language }) => language === signed.language) ??
        same.find(({ authoritative }) => authoritative) ??
        []
      )
    })
    .sort((a, b) => a.publishedAt - b.publishedAt)
}

/** What a version means for whoever signed the one before. */
export const changeSays: Record<AgreementVersion['change'], string> = {
  first: 'The first version.',
  same: 'Only its words changed. What you allow is the same.',
  narrows: 'It allows less than before, and that holds for you already. You need do nothing.',
  widens: 'It allows more than before. For you that holds only if you sign it; what you signed goes on.',
  mixed:
    'It allows less in some things, which holds for you already, and more in others, which holds for you only if you sign it.',
}
