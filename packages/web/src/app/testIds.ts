/**
 * Stable handles for a walk-through in a real browser. Tests import this file, so renaming one is a change that
 * the compiler sees in both places. Functions give the handle of one thing among many.
 */
export const testIds = {
  banner: 'practice-banner',
  error: 'error',

  // Whose shoes you are in
  roleSwitcher: 'role-switcher',
  role: (role: 'member' | 'reviewer' | 'licensee' | 'operator') => `role-${role}`,
  accountSelect: 'account-select',
  /** Closes the switcher and opens the page of the role. */
  roleGo: 'role-go',
  currentIdentity: 'current-identity',

  // Home
  stage: (id: string) => `stage-${id}`,
  stageCount: (id: string) => `stage-count-${id}`,
  story: 'story',
  storyState: 'story-state',
  moneyLine: 'money-line',
  acts: 'acts',
  tryStep: (step: number) => `try-${step}`,

  // About
  about: 'about',
  duty: (id: string) => `duty-${id}`,

  // Dataset
  mayI: 'may-i',
  mayIPurpose: (code: string) => `may-i-${code}`,
  mayIAsk: 'may-i-ask',
  mayIAnswer: 'may-i-answer',
  dataset: (slug: string) => `dataset-${slug}`,
  lendHere: 'lend-here',
  buyOffer: (offer: string) => `buy-offer-${offer}`,
  months: 'months',
  price: 'price',
  stability: 'stability',
  stabilityBar: 'stability-bar',
  buyConfirm: 'buy-confirm',
  buyDone: 'buy-done',

  // Lend
  lendOpen: 'lend-open',
  lendMore: 'lend-more',
  fileInput: 'file-input',
  useSampleFile: 'use-sample-file',
  finding: 'finding',
  findingChoice: 'finding-choice',
  columnActions: 'column-actions',
  columnAction: (column: string, type: string) => `column-action-${column}-${type}`,
  markFound: 'mark-found',
  preview: 'preview',
  invalidRows: 'invalid-rows',
  origin: (value: string) => `origin-${value}`,
  othersInIt: (value: string) => `others-${value}`,
  source: 'source',
  madeByAi: (value: string) => `ai-${value}`,
  purpose: (code: string) => `purposes-${code}`,
  until: 'until',
  special: (value: string) => `special-${value}`,
  specialRefused: 'special-refused',

  // Read and sign
  languages: 'languages',
  language: (tag: string) => `language-${tag}`,
  languageRefused: 'language-refused',
  agreement: 'agreement',
  readWhole: 'read-whole',
  agreementHash: 'agreement-hash',
  whatYouSign: 'what-you-sign',
  receipt: 'receipt',
  receiptCheck: 'receipt-check',
  receiptJson: 'receipt-json',
  receiptPdf: 'receipt-pdf',
  leaveCardMake: 'leave-card-make',
  leaveCard: 'leave-card',
  leaveCardQr: 'leave-card-qr',
  leaveCardText: 'leave-card-text',
  leaveCardPdf: 'leave-card-pdf',
  contributeSubmit: 'contribute-submit',
  contributeDone: 'contribute-done',
  resume: 'resume',
  commitmentOnScreen: 'commitment-screen',
  commitmentOnChain: 'commitment-chain',

  // My data
  contribution: (id: string) => `contribution-${id}`,
  contributionState: 'contribution-state',
  getPaid: 'get-paid',
  claimable: 'claimable',
  paidOut: 'paid-out',
  permission: (consent: string) => `permission-${consent}`,
  renew: (consent: string) => `renew-${consent}`,
  resumePermission: (consent: string) => `resume-permission-${consent}`,
  changePurposes: (consent: string) => `change-purposes-${consent}`,
  changeSign: 'change-sign',
  changeDone: 'change-done',
  agreementNews: 'agreement-news',
  stopSharing: (consent: string) => `stop-sharing-${consent}`,
  stopChoice: (choice: 'pause' | 'purpose' | 'erase') => `stop-choice-${choice}`,
  stopPurpose: (code: string) => `stop-purpose-${code}`,
  stopAgreement: 'stop-agreement',
  stopSharingConfirm: 'stop-sharing-confirm',
  stopped: 'stopped',

  // Review
  reviewTask: 'review-task',
  score: (score: number) => `score-${score}`,
  commitScore: 'commit-score',
  sealed: 'sealed',
  revealScore: 'reveal-score',
  reviewWaiting: 'review-waiting',
  /** On a practice DAO: the other chairs of the panel. */
  reviewPanel: 'review-panel',
  sitAs: (name: string) => `sit-as-${name}`,
  collectCredit: 'collect-credit',

  // My licenses
  license: (license: string) => `license-${license}`,
  download: (license: string) => `download-${license}`,
  downloadDone: 'download-done',
  saveParquet: 'save-parquet',
  saveCsv: 'save-csv',
  leftOut: 'left-out',
  certificate: (license: string) => `certificate-${license}`,
  certificateCheck: 'certificate-check',
  certificateJson: 'certificate-json',
  notice: 'notice',

  // Operator
  cutRelease: (slug: string) => `cut-release-${slug}`,
  cutReleaseDone: 'cut-release-done',

  agreementFile: 'agreement-file',
  agreementChange: 'agreement-change',
  agreementPublish: 'agreement-publish',
  agreementPublished: 'agreement-published',

  // Accounts of a DAO that is not for practice
  createAccount: 'create-account',
  importAccount: 'import-account',
  exportAccount: 'export-account',
} as const
