/** The currencies a test is likely to set; any other code works and is its own name and symbol. */
export const CURRENCIES: Readonly<Record<string, { name: string; symbol: string; decimals: number }>> = {
  CHF: { name: 'Swiss franc', symbol: '&#67;&#72;&#70;', decimals: 2 },
  EUR: { name: 'Euro', symbol: '&euro;', decimals: 2 },
  GBP: { name: 'Pound sterling', symbol: '&pound;', decimals: 2 },
  JPY: { name: 'Japanese yen', symbol: '&yen;', decimals: 0 },
  KWD: { name: 'Kuwaiti dinar', symbol: '&#x62f;.&#x643;', decimals: 3 },
  USD: { name: 'United States (US) dollar', symbol: '&#36;', decimals: 2 },
};

export function currencyOf(code: string): { name: string; symbol: string; decimals: number } {
  return CURRENCIES[code] ?? { name: code, symbol: code, decimals: 2 };
}
