import type { Locator } from 'playwright-core'
import decodeQR from 'qr/decode.js'

/** `data`: red, green, blue and opacity of each point, in Base64. */
type Pixels = { width: number; height: number; data: string }

/** What a camera would read off the screen: from a picture of the place, not from its markup. */
export const decodeQr = async (place: Locator): Promise<string> => {
  // Out from under the bars at the top and the bottom, which stay where they are.
  await place.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  const picture = (await place.screenshot()).toString('base64')
  const { width, height, data } = await place.page().evaluate<Pixels>(
    `(async () => {
      const image = new Image()
      image.src = 'data:image/png;base64,${picture}'
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      const context = canvas.getContext('2d')
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, image.width, image.height)
      let bytes = ''
      for (let at = 0; at < data.length; at += 8192) bytes += String.fromCharCode(...data.subarray(at, at + 8192))
      return { width: image.width, height: image.height, data: btoa(bytes) }
    })()`,
  )
  return decodeQR({ width, height, data: new Uint8Array(Buffer.from(data, 'base64')) })
}
