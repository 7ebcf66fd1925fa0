//! Impact.
use super::store::Effort;
/// Score.
#[allow(clippy::as_conversions)]
pub fn score(up: i64, down: i64, held: i64, effort: Option<Effort>) -> f64 {
    let e = match effort { Some(Effort::S) => 1.0, None | Some(Effort::M) => 2.0, Some(Effort::L) => 4.0, Some(Effort::Xl) => 8.0 };
    let n = (up + down) as f64;
    (up + down) as f64 * (n / (n + held as f64 + 3.0)) / e
}
