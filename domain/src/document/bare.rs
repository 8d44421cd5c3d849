//! Pictures without what they tell beside the picture.

use img_parts::Bytes;
use img_parts::jpeg::Jpeg;
use img_parts::png::Png;

use super::{Fault, Format};

/// Segments of a JPEG that are needed to show it: JFIF, the profile of its colours, Adobe's transform of them.
const SHOWN: [u8; 3] = [0xe0, 0xe2, 0xee];

/// Chunks of a PNG that only tell: texts, Exif, its date.
const TELLING: [&[u8; 4]; 5] = [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"];

/// A picture that was [examined](super::examine), without what a camera or a program wrote into it: where and when it was
/// taken, by whom, with what. A JPEG that is to be turned by its Exif is not turned any more.
///
/// # Errors
/// [`Fault::Foreign`] of what is no picture, [`Fault::Damaged`].
pub fn bare(format: Format, picture: &[u8]) -> Result<Vec<u8>, Fault> {
    let bytes = Bytes::copy_from_slice(picture);
    let damaged = |_| Fault::Damaged(format);
    match format {
        Format::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(bytes).map_err(damaged)?;
            jpeg.segments_mut().retain(|segment| match segment.marker() {
                0xe0..=0xef => SHOWN.contains(&segment.marker()),
                0xfe => false,
                _ => true,
            });
            Ok(jpeg.encoder().bytes().to_vec())
        }
        Format::Png => {
            let mut png = Png::from_bytes(bytes).map_err(damaged)?;
            png.chunks_mut().retain(|chunk| !TELLING.contains(&&chunk.kind()));
            Ok(png.encoder().bytes().to_vec())
        }
        Format::Pdf => Err(Fault::Foreign(Some("pdf"))),
    }
}
