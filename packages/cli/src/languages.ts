/** `de_AT.UTF-8` as a language tag; undefined for the locale of machines, which is no language. */
const tagOf = (locale: string | undefined): string | undefined => {
  const [, language, region] = /^([a-z]{2,3})(?:[_-]([A-Za-z]{2}))?(?:[.@].*)?$/.exec(locale ?? '') ?? []
  if (!language) return undefined
  return region ? `${language}-${region.toUpperCase()}` : language
}

/** The languages that a person reads: as they said, else as their machine is set. Undefined where nobody said. */
export const languagesOf = (
  said: readonly string[] | undefined,
  env: Record<string, string | undefined> = process.env,
): string[] | undefined => {
  if (said !== undefined && said.length > 0) return [...said]
  const tag = tagOf(env.LC_ALL || env.LC_MESSAGES || env.LANG)
  return tag === undefined ? undefined : [tag]
}
