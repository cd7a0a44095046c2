import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { useState } from 'react'
import { DatasetPage, type OfferOf } from '../../features/dataset/DatasetPage.tsx'
import { BuyForm } from '../../features/license/BuyForm.tsx'
import { MayI } from '../../features/license/MayI.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

export default function DatasetScreen() {
  const { actor } = useSession()
  const [buying, setBuying] = useState<{ dataset: Dataset; offer: OfferOf } | null>(null)
  const [busy, setBusy] = useState(false)
  const close = () => setBuying(null)
  return (
    <>
      <DatasetPage
        onBuy={(dataset, offer) => setBuying({ dataset, offer })}
        mayI={(dataset) => (
          <MayI
            dataset={dataset}
            onBuy={(id) => {
              const offer = dataset.offers.find((one) => one.offer === id)
              if (offer) setBuying({ dataset, offer })
            }}
          />
        )}
      />
      <Dialog
        title={buying ? `${buying.offer.name} license for ${buying.dataset.name}` : ''}
        open={buying !== null}
        locked={busy}
        onClose={close}
      >
        {buying && (
          <NeedsRole who="licensee">
            {actor && <BuyForm actor={actor} offer={buying.offer} onBusy={setBusy} onClose={close} />}
          </NeedsRole>
        )}
      </Dialog>
    </>
  )
}
