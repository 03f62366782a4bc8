//! Reads PNG files row by row and averages them down on the way, so that a scan of 16 megapixels
//! never takes more than a few megapixels of memory. Only an interlaced picture is decoded whole.

use std::io::{BufRead, Seek};

use png::{ColorType, Decoder, DecodingError, Limits, Reader, Transformations};

use super::orientation::Orientation;
use super::picture::{PhotoProblem, Pixels, check_size, io_problem};

const MEGAPIXELS: u64 = 16;
/// The most bytes that the decoder may take for itself, and that a whole interlaced picture may
/// take.
const MOST_MEMORY: usize = 48 << 20;

pub(super) fn read(
    file: &mut (impl BufRead + Seek),
    long_side: u32,
) -> Result<Pixels, PhotoProblem> {
    let mut decoder = Decoder::new_with_limits(file, Limits { bytes: MOST_MEMORY });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    // Texts and colour profiles are never used, so the decoder need not keep them in memory.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(problem)?;
    check_size(header.width, header.height, MEGAPIXELS, long_side)?;

    let mut reader = decoder.read_info().map_err(problem)?;
    let info = reader.info();
    let (width, height, interlaced) = (info.width, info.height, info.interlaced);
    let orientation = info
        .exif_metadata
        .as_ref()
        .map_or(Orientation::default(), |exif| Orientation::from_exif(exif));
    let channels = Channels::of(reader.output_color_type().0);

    let mut boxes = Boxes::new(width, height, long_side);
    // The rows of an interlaced picture come in seven passes, so they cannot be averaged on the
    // way.
    if interlaced {
        let whole = whole(&mut reader, width, height, long_side)?;
        for row in whole.chunks_exact(width as usize * channels.count()) {
            boxes.add(row, channels);
        }
    } else {
        while let Some(row) = reader.next_row().map_err(problem)? {
            boxes.add(row.data(), channels);
        }
    }
    Ok(Pixels {
        width: boxes.across as u32,
        height: boxes.down as u32,
        rgb: boxes.rgb,
        orientation,
    })
}

fn whole(
    reader: &mut Reader<impl BufRead + Seek>,
    width: u32,
    height: u32,
    long_side: u32,
) -> Result<Vec<u8>, PhotoProblem> {
    let size = reader
        .output_buffer_size()
        .filter(|size| *size <= MOST_MEMORY);
    let Some(size) = size else {
        return check_size(width, height, 0, long_side).and(Err(PhotoProblem::Unreadable));
    };
    let mut whole = vec![0; size];
    reader.next_frame(&mut whole).map_err(problem)?;
    Ok(whole)
}

fn problem(error: DecodingError) -> PhotoProblem {
    match error {
        DecodingError::IoError(error) => io_problem(&error),
        _ => PhotoProblem::Unreadable,
    }
}

/// The channels of a pixel, 8 bits each.
#[derive(Clone, Copy)]
enum Channels {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
}

impl Channels {
    fn of(color: ColorType) -> Self {
        match color {
            ColorType::Grayscale => Self::Grey,
            ColorType::GrayscaleAlpha => Self::GreyAlpha,
            // The decoder expands a palette before it hands out a row.
            ColorType::Rgb | ColorType::Indexed => Self::Rgb,
            ColorType::Rgba => Self::Rgba,
        }
    }

    fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }

    /// The colour of a pixel; a transparent one lies on white paper.
    fn rgb(self, pixel: &[u8]) -> [u8; 3] {
        match (self, pixel) {
            (Self::Grey, [grey]) => [*grey; 3],
            (Self::GreyAlpha, [grey, alpha]) => [on_white(*grey, *alpha); 3],
            (Self::Rgb, [r, g, b]) => [*r, *g, *b],
            (Self::Rgba, [r, g, b, alpha]) => [*r, *g, *b].map(|colour| on_white(colour, *alpha)),
            _ => [255; 3],
        }
    }
}

fn on_white(colour: u8, alpha: u8) -> u8 {
    ((u16::from(colour) * u16::from(alpha) + 255 * u16::from(255 - alpha)) / 255) as u8
}

/// Averages squares of `factor` × `factor` pixels. Pixels that are left over at the right and at
/// the bottom are dropped.
struct Boxes {
    factor: usize,
    across: usize,
    down: usize,
    sums: Vec<u32>,
    rows_in: usize,
    rgb: Vec<u8>,
}

impl Boxes {
    fn new(width: u32, height: u32, long_side: u32) -> Self {
        // The factor is at most the short side, or nothing would be left of that side.
        let factor = (width.max(height) / long_side.max(1)).clamp(1, width.min(height));
        let (across, down) = ((width / factor) as usize, (height / factor) as usize);
        Self {
            factor: factor as usize,
            across,
            down,
            sums: vec![0; across * 3],
            rows_in: 0,
            rgb: Vec::with_capacity(across * down * 3),
        }
    }

    fn add(&mut self, row: &[u8], channels: Channels) {
        let squares = row.chunks_exact(channels.count() * self.factor);
        for (sum, square) in self.sums.chunks_exact_mut(3).zip(squares) {
            for pixel in square.chunks_exact(channels.count()) {
                for (sum, colour) in sum.iter_mut().zip(channels.rgb(pixel)) {
                    *sum += u32::from(colour);
                }
            }
        }
        self.rows_in += 1;
        if self.rows_in == self.factor && self.rgb.len() < self.across * self.down * 3 {
            let area = (self.factor * self.factor) as u32;
            self.rgb
                .extend(self.sums.iter().map(|sum| (sum / area) as u8));
            self.sums.fill(0);
            self.rows_in = 0;
        }
    }
}
