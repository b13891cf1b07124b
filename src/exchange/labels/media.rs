//! The paper in a printer, and the conversion from tenths of a millimetre to printer dots.

/// Print-head resolution. Labels are laid out in tenths of a millimetre and only become dots when written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dpi {
    /// 203 dpi: 8 dots a millimetre.
    D203,
    /// 300 dpi: 11.8 dots a millimetre.
    D300,
}

impl Dpi {
    /// Dots in a hundred metres, so that the conversion stays in integers.
    const fn dots_per_100_m(self) -> u64 {
        match self {
            Dpi::D203 => 800_000,
            Dpi::D300 => 1_181_102,
        }
    }

    /// Dots for a length in tenths of a millimetre, rounded to the nearest dot.
    pub fn dots(self, tenths_mm: u32) -> u32 {
        let dots = (u64::from(tenths_mm) * self.dots_per_100_m() + 500_000) / 1_000_000;
        u32::try_from(dots).unwrap_or(u32::MAX)
    }

    /// Dots for a length in micrometres, rounded up: for limits that must not be undercut.
    pub fn dots_at_least(self, micrometres: u32) -> u32 {
        let dots = (u64::from(micrometres) * self.dots_per_100_m()).div_ceil(100_000_000);
        u32::try_from(dots).unwrap_or(u32::MAX)
    }

    /// Dots for a length in micrometres, rounded down: for limits that must not be passed.
    pub fn dots_at_most(self, micrometres: u32) -> u32 {
        let dots = u64::from(micrometres) * self.dots_per_100_m() / 100_000_000;
        u32::try_from(dots).unwrap_or(u32::MAX)
    }
}

/// One label's printable size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    pub width_mm: u16,
    pub height_mm: u16,
    pub dpi: Dpi,
}

impl Media {
    /// 100 x 150 mm, the usual parcel and logistic label (4 x 6 inches is 101.6 x 152.4).
    pub const PARCEL: Media = Media {
        width_mm: 100,
        height_mm: 150,
        dpi: Dpi::D203,
    };
    /// 100 x 50 mm, a shelf or item label.
    pub const SHELF: Media = Media {
        width_mm: 100,
        height_mm: 50,
        dpi: Dpi::D203,
    };

    /// A4, of an office printer.
    pub const A4: Media = Media {
        width_mm: 210,
        height_mm: 297,
        dpi: Dpi::D300,
    };

    /// Width in tenths of a millimetre.
    pub fn width(self) -> u32 {
        u32::from(self.width_mm) * 10
    }

    /// Height in tenths of a millimetre.
    pub fn height(self) -> u32 {
        u32::from(self.height_mm) * 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_follow_the_head() {
        assert_eq!(Dpi::D203.dots(1000), 800);
        assert_eq!(Dpi::D300.dots(254), 300); // one inch
    }

    #[test]
    fn limits_round_away_from_the_forbidden_side() {
        // GS1 logistic label: module 0.495 to 0.94 mm, bars at least 31.75 mm.
        assert_eq!(Dpi::D203.dots_at_least(495), 4);
        assert_eq!(Dpi::D300.dots_at_least(495), 6);
        assert_eq!(Dpi::D203.dots_at_most(940), 7);
        assert_eq!(Dpi::D300.dots_at_most(940), 11);
        assert_eq!(Dpi::D203.dots_at_least(31_750), 254);
        assert_eq!(Dpi::D300.dots_at_least(31_750), 375);
    }
}
