/** Hints of the SDK speak to whoever calls it, often from a command line. Where that would puzzle someone on a page, the
 * page says the same in its own words. */
export const pageHints: Record<string, string> = {
  NODE_UNREACHABLE:
    'Is it still running, and are you online? Nothing you entered is lost; try again in a moment.',
  NODE_ANSWER_UNREADABLE: 'The page may be older than the node: load it anew. Nothing that was sent is lost.',
  ACCOUNT_NEEDED: 'Choose who you are, at the top of the page.',
  CONSENT_TO_REPLACE:
    'Lend under the permission you gave, or change it in My data first: what you lent before goes on under the new one.',
  CONSENT_NONE: 'There is no permission in force for this dataset. Lend something to it to give one.',
  CONSENT_NOT_CONTINUED:
    'It was stopped or has ended meanwhile. Lend the file again to give a new permission.',
  CONSENT_NOT_PAUSED: 'It is in force already: there is nothing to resume.',
  CONSENT_PAUSED: 'Resume your permission in My data first.',
  AGREEMENT_LANGUAGE: 'Say in which language you read the agreement, or ask the co-op for a translation.',
  AGREEMENT_UNKNOWN: 'Load the page anew, and read the agreement as it is now.',
  AGREEMENT_OLD: 'A newer version was published meanwhile. Load the page anew, read it, and decide again.',
  AGREEMENT_NOT_NEWER:
    'A published version never changes: raise the version number in the file’s first lines.',
  TRANSLATION_ALONE: 'Publish the version in the language that counts first, then its translations.',
  TERMS_MISMATCH: 'The page may be older than the node: load it anew. Nothing was given.',
  TERMS_UNKNOWN: 'The co-op does not know these terms yet. Look again in a moment.',
  SPECIAL_CATEGORY_REFUSED: 'Take such data out of the file and choose it again. Nothing of it was kept.',
  PURPOSE_NOT_PERMITTED: 'You had not allowed this use, so there is nothing to stop.',
  PDF_UNAVAILABLE: 'Try again. The text below the code holds the same, and can be copied by hand.',
  CONSENT_NO_PURPOSES: 'Tick at least one box under “What may be done with it”.',
  CONSENT_END_PASSED: 'Choose a later day under “Until when?”.',
  MONEY_TOO_LITTLE: 'Choose fewer months, or put money into the account first.',
  PRICE_ABOVE_MAXIMUM: 'The price has changed meanwhile. Look at the new one and decide again.',
  LICENSE_NOT_YOURS: 'Switch to the account that bought it, at the top of the page.',
  LICENSE_EXPIRED: 'Get a new license from the dataset’s page.',
  RECEIPT_UNREADABLE: 'Look in My licenses before you try again: it is probably there.',
  SCORE_NOT_KEPT: 'Scores are kept in the browser that sealed them. Show it from there.',
  DRAFT_DAMAGED:
    'What the browser kept was changed or cut short. Ask the people who run the co-op for help before you clear it.',
}
