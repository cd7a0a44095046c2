/** Hints of the SDK speak to whoever calls it, often from a command line. Where that would puzzle someone on a page, the
 * page says the same in its own words. */
export const pageHints: Record<string, string> = {
  NODE_UNREACHABLE:
    'Is it still running, and are you online? Nothing you entered is lost; try again in a moment.',
  NODE_ANSWER_UNREADABLE: 'The page may be older than the node: load it anew. Nothing that was sent is lost.',
  ACCOUNT_NEEDED: 'Choose who you are, at the top of the page.',
  CONSENT_TO_REPLACE:
    'Lend under the permission you gave, or stop sharing in My data first and then give a new one. What you lent under the old one is then no longer shared, and can be lent again.',
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
