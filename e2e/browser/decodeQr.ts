import type { Locator } from 'playwright-core'
import decodeQR from 'qr/decode.js'

type Pixels = { width: number; height: number; data: number[] }

/** What a camera would read off the screen: from a picture of the place, not from its markup. */
export const decodeQr = async (place: Locator): Promise<string> => {
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
      return { width: image.width, height: image.height, data: [...data] }
    })()`,
  )
  return decodeQR({ width, height, data: Uint8Array.from(data) })
}
