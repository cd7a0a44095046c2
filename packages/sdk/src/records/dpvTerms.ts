/**
 * The terms of the Data Privacy Vocabulary that our records use. Each of them is in DPV 2.3 (2026-02-28); a record
 * with any other fails its test. Take a term in here only after looking it up there: several in the W3C guide's
 * examples (`eu-gdpr:GDPR`, `dpv:ConsentTerminated`) do not exist.
 */
export const dpvTerms: Readonly<Record<string, readonly string[]>> = {
  dpv: [
    ...['ConsentRecord', 'ConsentReceipt', 'ConsentNotice', 'Process', 'Purpose', 'Data', 'Location'],
    ...[
      'DataSubject',
      'DataController',
      'Organisation',
      'ThirdParty',
      'DataSubjectDataSource',
      'DataSubjectRight',
    ],
    ...['PersonalData', 'NonPersonalData', 'PseudonymisedData', 'SpecialCategoryPersonalData', 'Required'],
    ...['Store', 'Share', 'Pseudonymise', 'Assess', 'Analyse', 'Generate', 'Retrieve', 'Profiling'],
    ...['ResearchAndDevelopment', 'CommercialPurpose', 'NonCommercialPurpose', 'AcademicResearch'],
    ...['NonCommercialResearch', 'CommercialResearch', 'SellDataToThirdParties', 'IdentityVerification'],
    ...['Personalisation', 'ExplicitlyExpressedConsent'],
    ...['StorageLocation', 'StorageDuration', 'StorageDeletion', 'TemporalDuration', 'UntilEventDuration'],
    ...['UntilTimeDuration', 'ProvideConsent', 'WithdrawConsent', 'ReaffirmConsent'],
    ...['ConsentGiven', 'RenewedConsentGiven', 'ConsentWithdrawn', 'ConsentRevoked', 'ConsentExpired'],
    ...['ConsentInvalidated', 'ActivityHalted'],
    ...['hasDataSubject', 'hasDataController', 'hasName', 'hasIdentifier', 'hasAddress', 'hasContact'],
    ...['hasRepresentative', 'hasNotice', 'hasJurisdiction', 'hasApplicableLaw', 'hasProcess', 'hasPurpose'],
    ...['hasProcessing', 'hasData', 'hasPersonalData', 'hasNecessity', 'hasDataSource', 'hasLegalBasis'],
    ...['hasRecipient', 'hasStorageCondition', 'hasLocation', 'hasDuration', 'hasConsentControl', 'hasRight'],
    ...['isExercisedAt', 'hasConsentStatus', 'isIndicatedAtTime', 'isIndicatedBy', 'hasIndicationMethod'],
    ...['hasActivityStatus', 'hasRecordOfActivity'],
  ],
  pd: ['AccountIdentifier'],
  ai: [
    ...['ModelTraining', 'ModelFineTuning', 'DataCleaning', 'DataLabelling', 'TrainingData', 'TestingData'],
    ...['ValidationData', 'InformationRetrieval', 'GenAI', 'TextDataMining', 'BiometricIdentification'],
    'Profiling',
  ],
  'eu-gdpr': ['A6-1-a', 'A9-2-a', 'A7-3', 'A15', 'A16', 'A17', 'A18', 'A20', 'A77'],
  'legal-eu': ['law-GDPR'],
}

/** Places of DPV's location list: the EU, the EEA and the countries of ISO 3166-1. */
const places =
  'EU EEA AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV ' +
  'BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ ' +
  'FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR ' +
  'IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML ' +
  'MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR ' +
  'PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ ' +
  'TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

const placeCodes: ReadonlySet<string> = new Set(places.split(' '))

export const isDpvPlace = (code: string): boolean => placeCodes.has(code)

/** Whether `prefix:term` is one that our records may use. */
export const isDpvTerm = (prefixed: string): boolean => {
  const [prefix = '', term = ''] = prefixed.split(':')
  return prefix === 'loc' ? isDpvPlace(term) : (dpvTerms[prefix]?.includes(term) ?? false)
}
