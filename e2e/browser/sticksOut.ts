import type { Page } from 'playwright-core'

/** What makes the page wider than the screen, each element with where it ends and how it begins; nothing when the
 * page fits. What scrolls in a place of its own fits. */
export const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const screen = window.innerWidth
    const whole = document.documentElement.scrollWidth
    if (whole <= screen) return []
    const ends = (element: Element) => element.getBoundingClientRect().right
    const clipped = (element: Element | null): boolean =>
      element !== null &&
      element !== document.body &&
      (getComputedStyle(element).overflowX !== 'visible' || clipped(element.parentElement))
    const out = [...document.body.querySelectorAll('*')].filter(
      (element) => ends(element) > screen && element.checkVisibility() && !clipped(element.parentElement),
    )
    // The innermost only: the others are as wide because of them.
    const innermost = out.filter(
      (element) => !out.some((other) => other !== element && element.contains(other)),
    )
    const shown = (element: Element) => {
      const words = element.textContent?.trim().slice(0, 80)
      return `${element.tagName.toLowerCase()} “${element.getAttribute('class') ?? ''}” to ${Math.ceil(ends(element))}: ${words}`
    }
    return [`the page: ${whole} of ${screen}`, ...innermost.map(shown)]
  })
