//! Wilson.
/// Lower bound.
#[allow(clippy::as_conversions)]
pub fn lower_bound(up: i64, down: i64) -> f64 {
    let n = (up + down) as f64;
    if n <= 0.0 { return 0.0 }
    let p = up as f64 / n; let z = 1.96_f64;
    (p + z*z/(2.0*n) - z*((p*(1.0-p)+z*z/(4.0*n))/n).sqrt())/(1.0+z*z/n)
}
