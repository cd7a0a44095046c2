import { QueryClientProvider } from '@tanstack/react-query'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { lazy, Suspense, useEffect, useState } from 'react'
import { createBrowserRouter, RouterProvider } from 'react-router-dom'
import HomePage from '../features/home/HomePage.tsx'
import { createQueryClient } from '../session/queryClient.ts'
import { SessionProvider } from '../session/SessionProvider.tsx'
import { BrokenPage } from './BrokenPage.tsx'
import { Opening, Unreachable } from './Opening.tsx'
import { Shell } from './Shell.tsx'
import NotFoundScreen from './screens/NotFoundScreen.tsx'

// What a visitor needs first is in the first chunk; a stage's own code comes when they go there.
const DatasetsPage = lazy(() => import('../features/dataset/DatasetsPage.tsx'))
const DatasetScreen = lazy(() => import('./screens/DatasetScreen.tsx'))
const LendScreen = lazy(() => import('./screens/LendScreen.tsx'))
const MyDataScreen = lazy(() => import('./screens/MyDataScreen.tsx'))
const ContributionScreen = lazy(() => import('./screens/ContributionScreen.tsx'))
const ReviewScreen = lazy(() => import('./screens/ReviewScreen.tsx'))
const LicensesScreen = lazy(() => import('./screens/LicensesScreen.tsx'))
const OperatorScreen = lazy(() => import('./screens/OperatorScreen.tsx'))
const AccountPage = lazy(() => import('../features/account/AccountPage.tsx'))
const AboutPage = lazy(() => import('../features/about/AboutPage.tsx'))
const FoundPage = lazy(() => import('../features/found/FoundPage.tsx'))
const FoundingApp = lazy(() => import('../features/found/FoundingApp.tsx'))
const TextPage = lazy(() => import('../features/texts/TextPage.tsx'))

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <BrokenPage />,
    children: [
      {
        // A page that breaks leaves the frame around it, and so the way out, standing.
        errorElement: <BrokenPage />,
        children: [
          { path: '/', element: <HomePage /> },
          { path: '/datasets', element: <DatasetsPage /> },
          { path: '/datasets/:slug', element: <DatasetScreen /> },
          { path: '/lend', element: <LendScreen /> },
          { path: '/lend/:slug', element: <LendScreen /> },
          { path: '/my-data', element: <MyDataScreen /> },
          { path: '/my-data/:contribution', element: <ContributionScreen /> },
          { path: '/review', element: <ReviewScreen /> },
          { path: '/licenses', element: <LicensesScreen /> },
          { path: '/operator', element: <OperatorScreen /> },
          { path: '/account', element: <AccountPage /> },
          { path: '/about', element: <AboutPage /> },
          { path: '/found', element: <FoundPage /> },
          { path: '/texts/:hash', element: <TextPage /> },
          { path: '*', element: <NotFoundScreen /> },
        ],
      },
    ],
  },
])

/** A home without a DAO asks what to found, and stays that page while the node that was founded takes over. */
const founding = (
  <Suspense fallback={<Opening />}>
    <FoundingApp />
  </Suspense>
)

export function App() {
  const [queryClient] = useState(createQueryClient)
  const [isFounding, setFounding] = useState(false)
  return (
    <QueryClientProvider client={queryClient}>
      <SessionProvider
        loading={isFounding ? founding : <Opening />}
        failed={(error, retry) =>
          isFounding ? founding : <NoDao error={error} retry={retry} onFounding={() => setFounding(true)} />
        }
      >
        <RouterProvider router={router} />
      </SessionProvider>
    </QueryClientProvider>
  )
}

function NoDao({ error, retry, onFounding }: { error: unknown; retry: () => void; onFounding: () => void }) {
  const none = findUsufructError(error)?.code === 'NOT_FOUNDED'
  useEffect(() => {
    if (none) onFounding()
  })
  return none ? <Opening /> : <Unreachable error={error} retry={retry} />
}
