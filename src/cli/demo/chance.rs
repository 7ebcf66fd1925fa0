//! Chance that is the same at every run: each use names itself, and its numbers follow from the name.

/// A stream of numbers.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of these names.
    pub fn of(names: &[&str]) -> Self {
        // FNV-1a, with a mark between names.
        let bytes = names.iter().flat_map(|name| name.bytes().chain([0xFF]));
        Self(bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    /// A number from 0 to `limit` − 1; 0 when there is none.
    pub fn below(&mut self, limit: i64) -> i64 {
        let number = i64::try_from(self.next() >> 1).unwrap_or(0);
        number.checked_rem(limit.max(1)).unwrap_or(0)
    }

    /// A place in a list of that length.
    pub fn place(&mut self, length: usize) -> usize {
        let place = self.below(i64::try_from(length).unwrap_or(i64::MAX));
        usize::try_from(place).unwrap_or(0)
    }

    /// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
