import type { FindingType } from '../types.ts'

/** By what the label sets of CoNLL 2003, OntoNotes 5, ai4privacy and Piiranha call it, in capitals without signs. */
const NAMES: Record<FindingType, string> = {
  person:
    'PER PERSON NAME FULLNAME FIRSTNAME GIVENNAME MIDDLENAME LASTNAME SURNAME PREFIX TITLENAME PRIVATEPERSON PATIENT DOCTOR STAFF USERNAME',
  address: 'ADDRESS STREET STREETADDRESS BUILDINGNUMBER BUILDINGNUM SECONDARYADDRESS PRIVATEADDRESS',
  location: 'LOC LOCATION GPE FAC CITY STATE COUNTY COUNTRY HOSP',
  organization: 'ORG ORGANIZATION ORGANISATION CORPORATION COMPANY COMPANYNAME PATORG',
  date: 'DATE DATETIME PRIVATEDATE',
  'birth-date': 'DOB DATEOFBIRTH BIRTHDATE',
  age: 'AGE',
  job: 'JOB JOBTITLE PROFESSION OCCUPATION',
  email: 'EMAIL EMAILADDRESS PRIVATEEMAIL',
  phone: 'PHONE PHONENUMBER PHONENUM TELEPHONENUM TELEPHONENUMBER PRIVATEPHONE',
  url: 'URL PRIVATEURL',
  ip: 'IP IPADDRESS IPV4 IPV6',
  card: 'CREDITCARD CREDITCARDNUMBER CREDITDEBITCARD',
  iban: 'IBAN IBANCODE ACCOUNTNUM ACCOUNTNUMBER BANKACCOUNT',
  ssn: 'SSN SOCIALNUM USSSN',
  'national-id': 'IDNUM TAXNUM NATIONALID IDCARDNUM',
  'id-document': 'PASSPORT PASSPORTNUM DRIVERLICENSENUM DRIVERLICENSE IDCARD',
  vehicle: 'VEHICLEVIN VEHICLEVRM VIN LICENSEPLATE',
  crypto: 'BITCOINADDRESS ETHEREUMADDRESS LITECOINADDRESS',
  coordinates: 'COORDINATE COORDINATES NEARBYGPSCOORDINATE GPS',
  postcode: 'ZIP ZIPCODE POSTCODE POSTALCODE',
}

const TYPES = new Map(
  Object.entries(NAMES).flatMap(([type, names]) =>
    names.split(' ').map((name): [string, FindingType] => [name, type as FindingType]),
  ),
)

/** The label without its place in an entity: `PER` of `B-PER`, as BIO, BIOES and BILOU have it. */
export const entityOf = (label: string): string => label.replace(/^[BIOESLU]-/, '')

/** What a label speaks of; undefined for what is no personal data, or is not known here. */
export const findingTypeOf = (entity: string): FindingType | undefined =>
  TYPES.get(entity.toUpperCase().replace(/[^A-Z0-9]/g, ''))
