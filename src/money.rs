//! Amounts of money in minor units of an ISO 4217 currency. Amounts in different currencies are never added.

/// Currencies without minor units.
const WHOLE: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];
/// Currencies whose unit has a thousand minor ones.
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// Most digits before the decimal mark: what is left fits in 64 bits.
const DIGITS_MAX: usize = 12;

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    /// The currency's code, as in `EUR`.
    pub currency: String,
    /// The amount in minor units: cents, for most.
    pub minor: i64,
}

/// The code of a currency: three letters.
pub fn parse_currency(typed: &str) -> Option<String> {
    let code = typed.trim().to_ascii_uppercase();
    (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(code)
}

/// How many digits stand behind the decimal mark.
fn decimals(currency: &str) -> usize {
    if WHOLE.contains(&currency) {
        0
    } else if THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    }
}

impl Money {
    /// An amount as typed, `1200`, `1200.5` or `1200,50`, in a parsed currency. Thousands are not grouped, since the
    /// mark that groups them in one language is the decimal mark of another.
    pub fn parse(typed: &str, currency: &str) -> Option<Self> {
        let typed = typed.trim();
        let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, ""));
        let places = decimals(currency);
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_ragged = typed.len() > whole.len() && part.is_empty();
        if whole.is_empty() || whole.len() > DIGITS_MAX || part.len() > places || is_ragged {
            return None;
        }
        if !is_number(whole) || !is_number(part) {
            return None;
        }
        let minor = format!("{whole}{part:0<places$}").parse().ok()?;
        Some(Self { currency: currency.to_owned(), minor })
    }

    /// From the stored columns.
    pub fn stored(minor: Option<i64>, currency: Option<String>) -> Option<Self> {
        Some(Self { minor: minor?, currency: currency? })
    }

    /// Whole units, and the digits behind the decimal mark, which are empty when they are noughts.
    pub fn parts(&self) -> (i64, String) {
        let places = decimals(&self.currency);
        let unit = [1, 10, 100, 1_000].get(places).copied().unwrap_or(1_i64);
        let rest = self.minor.rem_euclid(unit);
        let digits = if rest == 0 { String::new() } else { format!("{rest:0>places$}") };
        (self.minor.div_euclid(unit), digits)
    }

    /// What the amount counts for as a value a month: one for every thousand units. Where units are so small that there
    /// are no minor ones, one for every hundred thousand. It is a yardstick for ranks and no exchange rate.
    pub fn points(&self) -> f64 {
        let whole = if decimals(&self.currency) == 0 { 100_000.0 } else { 1_000.0 };
        let (units, digits) = self.parts();
        let part = if digits.is_empty() { 0.0 } else { format!("0.{digits}").parse().unwrap_or(0.0) };
        (f64::from(i32::try_from(units).unwrap_or(i32::MAX)) + part) / whole
    }

    /// The amount as a form takes it, with a full stop and without the currency.
    pub fn plain(&self) -> String {
        match self.parts() {
            (whole, digits) if digits.is_empty() => whole.to_string(),
            (whole, digits) => format!("{whole}.{digits}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minor(typed: &str, currency: &str) -> Option<i64> {
        Money::parse(typed, currency).map(|money| money.minor)
    }

    #[test]
    fn amounts_are_read_in_the_minor_units_of_their_currency() {
        assert_eq!(minor("1200", "EUR"), Some(120_000));
        assert_eq!(minor(" 1200,5 ", "EUR"), Some(120_050));
        assert_eq!(minor("0.05", "USD"), Some(5));
        assert_eq!(minor("1200", "JPY"), Some(1_200));
        assert_eq!(minor("1.234", "KWD"), Some(1_234));
    }

    #[test]
    fn what_could_mean_two_amounts_is_refused() {
        for typed in ["1,200", "1.200,50", "", "-5", "12.", ".5", "1e3", "1 200", "1234567890123", "٣"] {
            assert_eq!(minor(typed, "EUR"), None, "{typed}");
        }
        assert_eq!(minor("1.5", "JPY"), None);
    }

    #[test]
    fn amounts_are_written_as_they_are_read() {
        for (typed, written) in [("1200", "1200"), ("1200.50", "1200.50"), ("0.05", "0.05"), ("7.00", "7")] {
            let money = Money::parse(typed, "EUR").unwrap();
            assert_eq!(money.plain(), written);
            assert_eq!(Money::parse(&money.plain(), "EUR"), Some(money));
        }
    }

    #[test]
    fn a_thousand_units_are_a_point() {
        let points = |typed, currency| Money::parse(typed, currency).unwrap().points();
        for (points, expected) in
            [(points("1200.50", "EUR"), 1.2005), (points("250000", "JPY"), 2.5), (points("0", "USD"), 0.0)]
        {
            assert!((points - expected).abs() < 1e-12, "{points}");
        }
    }

    #[test]
    fn a_currency_has_three_letters() {
        assert_eq!(parse_currency(" eur ").as_deref(), Some("EUR"));
        for typed in ["", "E", "EURO", "E1R", "€"] {
            assert_eq!(parse_currency(typed), None, "{typed}");
        }
    }
}
