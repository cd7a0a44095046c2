const slot = 'usufruct.reloaded-at'
const pause = 10_000

/** A page that was open while the node was upgraded asks for code that is no longer there. Loading it anew mends that;
 * once, since a second failure in a row has another cause and is shown. */
export const reloadWhenOutdated = () => {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(slot) ?? 0)
    if (Date.now() - last < pause) return
    event.preventDefault()
    sessionStorage.setItem(slot, String(Date.now()))
    location.reload()
  })
}
