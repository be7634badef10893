//! The part of a font that a picture needs, as a font of its own.
//!
//! `subsetter` cuts the outlines and leaves away what a PDF does not need; browsers want to know in addition which
//! character is which glyph (`cmap`) and how bold the font is (`OS/2`), which is put back here.

use std::collections::BTreeSet;

use skrifa::{FontRef, MetadataProvider as _, raw::types::Tag};
use subsetter::GlyphRemapper;

/// A font with the glyphs of these characters only, as OpenType. Nothing where the font cannot be read or has none of
/// them.
pub fn subset(bytes: &[u8], chars: &BTreeSet<char>) -> Option<Vec<u8>> {
    let whole = FontRef::new(bytes).ok()?;
    let charmap = whole.charmap();
    let mut glyphs = GlyphRemapper::new();
    let mut map = Vec::new();
    for &c in chars {
        let code = u16::try_from(u32::from(c)).ok();
        let glyph = charmap.map(c).and_then(|glyph| u16::try_from(glyph.to_u32()).ok());
        if let (Some(code), Some(glyph)) = (code, glyph) {
            map.push((code, glyphs.remap(glyph)));
        }
    }
    if map.is_empty() {
        return None;
    }
    let outlines = subsetter::subset(bytes, 0, &glyphs).ok()?;
    let small = FontRef::new(&outlines).ok()?;
    let mut tables: Vec<(Tag, Vec<u8>)> = Vec::new();
    for record in small.table_directory().table_records() {
        let data = small.table_data(record.tag())?;
        tables.push((record.tag(), data.as_bytes().to_vec()));
    }
    tables.push((
        Tag::new(b"OS/2"),
        whole.table_data(Tag::new(b"OS/2"))?.as_bytes().to_vec(),
    ));
    tables.push((Tag::new(b"cmap"), cmap(&map)));
    tables.sort_by_key(|(tag, _)| *tag);
    Some(write(&tables))
}

/// Which character is which glyph: a `cmap` table of format 4 with a segment for each character, in ascending order.
/// <https://learn.microsoft.com/en-us/typography/opentype/spec/cmap#format-4-segment-mapping-to-delta-values>
fn cmap(map: &[(u16, u16)]) -> Vec<u8> {
    let mut segments: Vec<(u16, u16)> = map
        .iter()
        .filter(|(code, _)| *code != u16::MAX)
        .map(|(code, glyph)| (*code, glyph.wrapping_sub(*code)))
        .collect();
    // The last segment maps the last code to no glyph.
    segments.push((u16::MAX, 1));
    let count = segments.len() as u16;
    let (range, selector) = search(count, 2);
    let mut out = Words::default();
    out.put(&[0, 1, 3, 1, 0, 12]);
    out.put(&[4, 16 + 8 * count, 0, 2 * count, range, selector, 2 * count - range]);
    for (code, _) in &segments {
        out.put(&[*code]);
    }
    out.put(&[0]);
    for (code, _) in &segments {
        out.put(&[*code]);
    }
    for (_, delta) in &segments {
        out.put(&[*delta]);
    }
    for _ in &segments {
        out.put(&[0]);
    }
    out.0
}

/// The largest power of two that is no more than `count`, times `size`, and its logarithm.
const fn search(count: u16, size: u16) -> (u16, u16) {
    let selector = count.ilog2() as u16;
    ((1 << selector) * size, selector)
}

/// Numbers as fonts have them, the highest byte first.
#[derive(Default)]
struct Words(Vec<u8>);

impl Words {
    fn put(&mut self, words: &[u16]) {
        self.0.extend(words.iter().flat_map(|word| word.to_be_bytes()));
    }

    fn put_long(&mut self, word: u32) {
        self.0.extend(word.to_be_bytes());
    }
}

/// A font file of these tables, which are sorted by their tags.
/// <https://learn.microsoft.com/en-us/typography/opentype/spec/otff#organization-of-an-opentype-font>
fn write(tables: &[(Tag, Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let (range, selector) = search(count, 16);
    let mut out = Words::default();
    out.0.extend(b"OTTO");
    out.put(&[count, range, selector, 16 * count - range]);
    let mut offset = 12 + 16 * u32::from(count);
    for (tag, data) in tables {
        out.0.extend(tag.to_be_bytes());
        out.put_long(checksum(data));
        out.put_long(offset);
        out.put_long(data.len() as u32);
        offset += (data.len() as u32).next_multiple_of(4);
    }
    for (_, data) in tables {
        out.0.extend(data);
        let padded = out.0.len().next_multiple_of(4);
        out.0.resize(padded, 0);
    }
    out.0
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, four| {
        let byte = |k: usize| u32::from(four.get(k).copied().unwrap_or(0));
        sum.wrapping_add((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fonts::FACES;
    use skrifa::{
        instance::Size,
        raw::{TableProvider as _, types::GlyphId},
    };

    #[test]
    fn every_glyph_is_as_wide_as_before_and_no_other_is_there() {
        for face in &FACES {
            let chars: BTreeSet<char> = "Throughline ÄÖüß Łódź Привіт 0123456789 … → ’".chars().collect();
            let small = subset(face.bytes, &chars).unwrap();
            assert!(small.len() < face.bytes.len() / 4, "{} bytes", small.len());
            let (whole, small) = (FontRef::new(face.bytes).unwrap(), FontRef::new(&small).unwrap());
            let advance = |font: &FontRef<'_>, glyph: GlyphId| {
                font.glyph_metrics(Size::unscaled(), skrifa::instance::LocationRef::default())
                    .advance_width(glyph)
                    .unwrap()
            };
            for &c in &chars {
                let (a, b) = (whole.charmap().map(c).unwrap(), small.charmap().map(c).unwrap());
                assert!((advance(&whole, a) - advance(&small, b)).abs() < 0.5, "{c}");
            }
            assert_eq!(small.charmap().map('Z'), None);
            assert_eq!(small.os2().unwrap().us_weight_class(), face.weight);
        }
    }

    #[test]
    fn a_font_without_any_of_the_characters_gives_none() {
        assert_eq!(subset(FACES[0].bytes, &BTreeSet::from(['漢'])), None);
        assert_eq!(subset(b"no font", &BTreeSet::from(['a'])), None);
    }
}
