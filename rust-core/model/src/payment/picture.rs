//! Black and white modules: as a matrix to be drawn, as a 1-bit PNG to be shared, and as text for a
//! terminal.

use fast_qr::{ECL, Mode, QRBuilder};

use super::png::{Line, png};

/// Modules of light border around a QR code, as its standard asks.
const QR_BORDER: usize = 4;
/// Pixels of a side: a picture that any phone can show whole.
const LARGEST_SIDE: usize = 4_096;

/// Dark and light modules, row by row, without any border.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

/// A text that no picture can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too long for a QR code")]
pub struct TooLongForQr;

impl Modules {
    /// A QR code with that text, byte by byte, so that readers see UTF-8. Up to 15 % of it may be
    /// covered or dirty.
    ///
    /// ```
    /// use payung_model::payment::picture::Modules;
    ///
    /// let code = Modules::qr("CONTOH")?;
    /// assert_eq!((code.width(), code.height()), (21, 21));
    /// assert!(code.png(8).starts_with(b"\x89PNG"));
    /// # Ok::<(), payung_model::payment::picture::TooLongForQr>(())
    /// ```
    pub fn qr(text: &str) -> Result<Self, TooLongForQr> {
        Self::of_mode(text, Mode::Byte)
    }

    fn of_mode(text: &str, mode: Mode) -> Result<Self, TooLongForQr> {
        let code = QRBuilder::new(text)
            .ecl(ECL::M)
            .mode(mode)
            .build()
            .map_err(|_| TooLongForQr)?;
        let dark = code
            .data
            .iter()
            .take(code.size * code.size)
            .map(|module| module.value())
            .collect();
        Ok(Self {
            width: code.size,
            height: code.size,
            dark,
        })
    }

    /// A QR code of digits, capitals and `$%*+-./:` and spaces, which it stores more tightly than
    /// bytes: for texts in Base45. A text with other signs is stored as [`Modules::qr`] does.
    pub fn letters(text: &str) -> Result<Self, TooLongForQr> {
        let is_letter = |sign: u8| {
            sign.is_ascii_digit() || sign.is_ascii_uppercase() || b" $%*+-./:".contains(&sign)
        };
        if text.bytes().all(is_letter) {
            Self::of_mode(text, Mode::Alphanumeric)
        } else {
            Self::of_mode(text, Mode::Byte)
        }
    }

    /// One row of bars.
    pub(super) fn row(dark: Vec<bool>) -> Self {
        Self {
            width: dark.len(),
            height: 1,
            dark,
        }
    }

    /// Modules in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Is the module dark? Outside everything is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width
            && y < self.height
            && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// One bit for each module, row by row without gaps, the first one in the highest bit: what
    /// crosses to a shell.
    pub fn packed(&self) -> Vec<u8> {
        let bits = |eight: &[bool]| {
            eight
                .iter()
                .zip(0..)
                .fold(0, |byte, (dark, bit)| byte | (u8::from(*dark) << (7 - bit)))
        };
        self.dark.chunks(8).map(bits).collect()
    }

    /// What [`Modules::packed`] made; none when the bytes are not as many as the modules need.
    pub fn unpacked(width: usize, height: usize, packed: &[u8]) -> Option<Self> {
        let count = width
            .checked_mul(height)
            .filter(|count| count.div_ceil(8) == packed.len())?;
        let dark = (0..count)
            .map(|at| packed[at / 8] & (0x80 >> (at % 8)) != 0)
            .collect();
        Some(Self {
            width,
            height,
            dark,
        })
    }

    /// A QR code as a 1-bit greyscale PNG with its border, `scale` pixels for each module. A scale
    /// that would make the picture larger than any phone shows is made smaller; 0 counts as 1.
    pub fn png(&self, scale: usize) -> Vec<u8> {
        let scale = scale.clamp(1, (LARGEST_SIDE / (self.width + 2 * QR_BORDER)).max(1));
        self.png_with(scale, scale, QR_BORDER, QR_BORDER)
    }

    /// A QR code in few characters for a terminal: two rows in each line, with the border. Light
    /// modules are drawn and dark ones left out, for terminals are dark; `is_light` is for those
    /// that are not.
    pub fn half_blocks(&self, is_light: bool) -> String {
        let side = self.width + 2 * QR_BORDER;
        let mut text = String::with_capacity(side * side * 2);
        for y in (0..self.height + 2 * QR_BORDER).step_by(2) {
            for x in 0..side {
                let drawn = |y: usize| self.bordered(x, y) == is_light;
                // The last line may have half a row too many: it stays empty.
                let lower = y + 1 < self.height + 2 * QR_BORDER && drawn(y + 1);
                text.push(match (drawn(y), lower) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            text.push('\n');
        }
        text
    }

    fn bordered(&self, x: usize, y: usize) -> bool {
        x >= QR_BORDER && y >= QR_BORDER && self.is_dark(x - QR_BORDER, y - QR_BORDER)
    }

    /// A 1-bit greyscale PNG: `wide` and `high` pixels for each module, so many light modules at
    /// the sides and above and below.
    pub(super) fn png_with(
        &self,
        wide: usize,
        high: usize,
        beside: usize,
        above: usize,
    ) -> Vec<u8> {
        let width = (self.width + 2 * beside) * wide;
        let border = Line::light(width, above * wide);
        let lines = self.dark.chunks(self.width.max(1)).map(|row| {
            let mut line = Line::light(width, high);
            let mut at = beside;
            for alike in row.chunk_by(|one, two| one == two) {
                let end = at + alike.len();
                if alike.contains(&true) {
                    line.darken(at * wide..end * wide);
                }
                at = end;
            }
            line
        });
        let lines: Vec<Line> = std::iter::once(border.clone())
            .chain(lines)
            .chain(std::iter::once(border))
            .collect();
        png(width, &lines)
    }
}
