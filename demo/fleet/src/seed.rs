//! Chance without dice: numbers that depend on a seed and a name, and on nothing else.
//!
//! The same seed gives the same systems, day after day. Not for secrets.

/// Where a system's chance comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seed(u64);

impl Seed {
    /// The seed for what goes by `name` under a common seed.
    pub(crate) fn new(common: u64, name: &str) -> Self {
        Self(common).named(name)
    }

    /// A seed of its own for a part.
    pub(crate) fn named(self, name: &str) -> Self {
        // FNV-1a: short, and different for every name that occurs here.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(mixed(self.0 ^ mixed(hash)))
    }

    /// The `index`th of a row of numbers, all bits equally likely.
    pub(crate) fn bits(self, index: u64) -> u64 {
        mixed(self.0.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// The `index`th of a row of numbers in 0.0..1.0.
    pub(crate) fn unit(self, index: u64) -> f64 {
        (self.bits(index) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The `index`th of a row of random (version 4) UUIDs.
    pub(crate) fn uuid(self, index: u64) -> String {
        let (high, low) =
            (self.bits(index.wrapping_mul(2)), self.bits(index.wrapping_mul(2).wrapping_add(1)));
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 48 & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff
        )
    }
}

/// Sebastiano Vigna's `SplitMix64` finisher: every input bit changes about half of the output bits.
fn mixed(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_spread_evenly() {
        let seed = Seed::new(1, "spread");
        let mean = (0..10_000).map(|index| seed.unit(index)).sum::<f64>() / 10_000.0;
        assert!((0.49..0.51).contains(&mean), "{mean}");
    }

    #[test]
    fn names_and_seeds_make_a_difference_and_nothing_else_does() {
        assert_eq!(Seed::new(1, "rat").bits(7), Seed::new(1, "rat").bits(7));
        assert_ne!(Seed::new(1, "rat").bits(7), Seed::new(2, "rat").bits(7));
        assert_ne!(Seed::new(1, "rat").bits(7), Seed::new(1, "tar").bits(7));
    }

    #[test]
    fn uuids_have_their_form() {
        let uuid = Seed::new(1, "request").uuid(3);
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(&uuid[14..15], "4");
        assert!("89ab".contains(&uuid[19..20]), "{uuid}");
    }
}
