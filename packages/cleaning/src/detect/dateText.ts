const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'

/** A day in figures or with the month's English name, as a pattern's source; to be used with the flag i. */
export const DATE_PATTERN = [
  String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`,
  String.raw`\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})`,
  String.raw`\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?(?:${MONTH})\.?,?[ -]\d{2,4}`,
  String.raw`(?:${MONTH})\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`,
].join('|')
