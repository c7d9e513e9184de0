//! How wide text is, and where its lines end.
//!
//! Widths are asked of the renderer itself, so that what was measured is what is drawn: with the same fonts, the same fallbacks, the same
//! kerning. Each part of a text is measured once for a picture.

use std::collections::HashMap;
use std::fmt::Write;

use resvg::usvg;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::error::ImageError;
use super::node::Text;

/// The size in which everything is measured, in pixels: outlines have no hints, so that widths grow with the size.
const MEASURED_AT: f32 = 100.0;

const ELLIPSIS: &str = "…";

/// Clusters of letters that are measured as one word. What is longer is no word, and the renderer takes the square of the time for it:
/// its width is the sum of its clusters'.
const LONGEST_WORD: usize = 100;

/// The look of a text that changes its width at one size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Face {
    pub(super) family: Option<String>,
    pub(super) weight: u16,
}

impl Face {
    pub(super) fn of(text: &Text) -> Self {
        Self { family: text.family.clone(), weight: text.weight }
    }

    /// As attributes of an SVG element.
    pub(super) fn write(&self, svg: &mut String) {
        _ = write!(svg, r#" font-weight="{}" font-family=""#, self.weight);
        if let Some(family) = &self.family {
            // CSS's own quotes and escapes inside of the attribute.
            let name = family.chars().filter(|c| !matches!(c, '\'' | '\\' | '\n' | '\r'));
            svg.push('\'');
            escape(svg, &name.collect::<String>());
            svg.push('\'');
        } else {
            svg.push_str("sans-serif");
        }
        svg.push('"');
    }
}

/// Writes text into an XML document. What XML cannot have is left out: controls, and the two characters that are none.
pub(super) fn escape(svg: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => svg.push_str("&amp;"),
            '<' => svg.push_str("&lt;"),
            '>' => svg.push_str("&gt;"),
            '"' => svg.push_str("&quot;"),
            '\t' => svg.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => svg.push(c),
        }
    }
}

/// What a width is known by.
type Widths = HashMap<String, f32>;

/// Measures text.
pub(super) struct Ruler<'a> {
    options: &'a usvg::Options<'static>,
    known: HashMap<Face, Widths>,
    metrics: HashMap<Face, Metrics>,
}

/// How far a face reaches above and below the line on which letters stand, as parts of the text's size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metrics {
    pub(super) ascent: f32,
    pub(super) descent: f32,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(options: &'a usvg::Options<'static>) -> Self {
        Self { options, known: HashMap::new(), metrics: HashMap::new() }
    }

    /// The widths of these parts, for text of 1 pixel.
    fn widths<'t>(&mut self, face: &Face, parts: impl Iterator<Item = &'t str> + Clone) -> Result<&Widths, ImageError> {
        let known = self.known.entry(face.clone()).or_default();
        let mut asked = Vec::new();
        for part in parts {
            if !known.contains_key(part) {
                // Stays if the renderer leaves the part out, as it does with what has no width.
                known.insert(part.to_owned(), 0.0);
                asked.push(part);
            }
        }
        if !asked.is_empty() {
            for (part, bounds) in bounds(self.options, face, &asked)? {
                known.insert(part.to_owned(), bounds.width() / MEASURED_AT);
            }
        }
        Ok(known)
    }

    pub(super) fn metrics(&mut self, face: &Face) -> Result<Metrics, ImageError> {
        if let Some(known) = self.metrics.get(face) {
            return Ok(*known);
        }
        let bounds = bounds(self.options, face, &["x"])?.into_iter().next();
        // No font has the letter: then nothing is drawn whose place could be wrong.
        let metrics = bounds.map_or(Metrics { ascent: 0.8, descent: 0.2 }, |(_, bounds)| Metrics {
            ascent: -bounds.top() / MEASURED_AT,
            descent: bounds.bottom() / MEASURED_AT,
        });
        self.metrics.insert(face.clone(), metrics);
        Ok(metrics)
    }
}

fn is_word(word: &str) -> bool {
    word.graphemes(true).take(LONGEST_WORD + 1).count() <= LONGEST_WORD
}

fn bounds<'t>(
    options: &usvg::Options<'static>,
    face: &Face,
    parts: &[&'t str],
) -> Result<Vec<(&'t str, usvg::Rect)>, ImageError> {
    let mut svg = String::from(r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><g"#);
    face.write(&mut svg);
    _ = write!(svg, r#" font-size="{MEASURED_AT}">"#);
    for (index, part) in parts.iter().enumerate() {
        _ = write!(svg, r#"<text id="{index}" xml:space="preserve">"#);
        escape(&mut svg, part);
        svg.push_str("</text>");
    }
    svg.push_str("</g></svg>");
    let tree = usvg::Tree::from_str(&svg, options).map_err(renderer)?;
    let mut found = Vec::with_capacity(parts.len());
    texts(tree.root(), &mut |text| {
        if let Some(part) = text.id().parse::<usize>().ok().and_then(|index| parts.get(index)) {
            found.push((*part, text.bounding_box()));
        }
    });
    Ok(found)
}

/// The document is flat: the groups are as deep as what is written above.
fn texts(group: &usvg::Group, found: &mut impl FnMut(&usvg::Text)) {
    for node in group.children() {
        match node {
            usvg::Node::Text(text) => found(text),
            usvg::Node::Group(group) => texts(group, found),
            _ => {}
        }
    }
}

pub(super) fn renderer(error: impl std::fmt::Display) -> ImageError {
    ImageError::Renderer { reason: error.to_string() }
}

/// A line of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// In pixels, without the spaces at its end.
    pub(super) width: f32,
}

/// A text that was measured, and can be broken into lines of any width.
#[derive(Debug)]
pub(super) struct Measured {
    parts: Vec<Part>,
    max_lines: usize,
    ellipsis: f32,
    pub(super) face: Face,
    pub(super) metrics: Metrics,
}

/// What stays together on a line, if it is not too long for one.
#[derive(Clone, Debug)]
struct Part {
    /// The clusters of letters, the spaces at the end not among them; each with its width.
    clusters: Vec<(String, f32)>,
    word: String,
    /// Of all of it together, with its kerning.
    width: f32,
    /// The spaces behind.
    spaces: String,
    spaces_width: f32,
    /// The line ends here whatever room there is.
    ends_line: bool,
}

impl Measured {
    pub(super) fn new(text: &Text, ruler: &mut Ruler<'_>) -> Result<Self, ImageError> {
        let face = Face::of(text);
        let metrics = ruler.metrics(&face)?;
        // Between two letters, because a space at the end of a text has no width.
        let space = {
            let widths = ruler.widths(&face, ["x x", "xx", ELLIPSIS].into_iter())?;
            (widths["x x"] - widths["xx"]).max(0.0) * text.size
        };
        let mut cut = Vec::new();
        let mut start = 0;
        for (end, opportunity) in linebreaks(&text.text) {
            let part = &text.text[start..end];
            start = end;
            let line = part.trim_end_matches(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
            let word = line.trim_end_matches([' ', '\t']);
            // The end of the text is one of a line, too; a line behind it would be empty.
            let ends_line = opportunity == BreakOpportunity::Mandatory && line.len() < part.len();
            cut.push((word, line.len() - word.len(), ends_line));
        }
        let words = cut.iter().map(|(word, ..)| *word);
        let clusters = words.clone().flat_map(|word| word.graphemes(true));
        let words = words.filter(|word| is_word(word));
        let widths = ruler.widths(&face, words.chain(clusters))?;
        let width = |part: &str| widths.get(part).copied().unwrap_or_default() * text.size;
        let parts = cut.iter().map(|&(word, spaces, ends_line)| {
            let clusters: Vec<_> = word.graphemes(true).map(|cluster| (cluster.to_owned(), width(cluster))).collect();
            Part {
                width: if is_word(word) { width(word) } else { clusters.iter().map(|(_, width)| width).sum() },
                clusters,
                word: word.to_owned(),
                spaces: " ".repeat(spaces),
                #[expect(clippy::cast_precision_loss, reason = "texts are short")]
                spaces_width: space * spaces as f32,
                ends_line,
            }
        });
        Ok(Self {
            parts: parts.collect(),
            max_lines: text.max_lines.unwrap_or(usize::MAX),
            ellipsis: width(ELLIPSIS),
            face,
            metrics,
        })
    }

    /// The longest part: with less room, words are broken.
    pub(super) fn min_width(&self) -> f32 {
        self.parts.iter().map(|part| part.width).fold(0.0, f32::max)
    }

    /// The lines in this width.
    pub(super) fn lines(&self, room: f32) -> Vec<Line> {
        // What was laid out as exactly as wide as the text may have come out of a sum or two as a hair less.
        let room = room + 0.1;
        let mut lines = Lines { done: Vec::new(), line: Writing::default(), max: self.max_lines };
        for part in &self.parts {
            if lines.is_full() {
                break;
            }
            if lines.line.would_be(part.width) > room && !lines.line.text.is_empty() {
                lines.end();
            }
            if part.width <= room {
                lines.line.add(&part.word, part.width);
            } else {
                for (cluster, width) in &part.clusters {
                    if lines.line.would_be(*width) > room && !lines.line.text.is_empty() {
                        lines.end();
                    }
                    lines.line.add(cluster, *width);
                }
            }
            lines.line.spaces.push_str(&part.spaces);
            lines.line.spaces_width += part.spaces_width;
            if part.ends_line {
                lines.end();
            }
        }
        if !lines.line.text.is_empty() {
            lines.end();
        }
        let mut done = lines.done;
        if done.len() > self.max_lines {
            done.truncate(self.max_lines);
            if let Some(last) = done.last_mut() {
                self.shorten(last, room);
            }
        }
        done
    }

    /// Puts an ellipsis at the end of a line, and takes away what has no room beside it.
    fn shorten(&self, line: &mut Line, room: f32) {
        let widths: HashMap<&str, f32> = self
            .parts
            .iter()
            .flat_map(|part| &part.clusters)
            .map(|(cluster, width)| (cluster.as_str(), *width))
            .collect();
        while line.width + self.ellipsis > room {
            let Some((start, cluster)) = line.text.grapheme_indices(true).next_back() else { break };
            line.width -= widths.get(cluster).copied().unwrap_or_else(|| line.width.min(self.ellipsis / 4.0));
            line.text.truncate(start);
        }
        line.text.truncate(line.text.trim_end().len());
        line.text.push_str(ELLIPSIS);
        line.width = line.width.max(0.0) + self.ellipsis;
    }
}

/// The line that is being filled.
#[derive(Default)]
struct Writing {
    text: String,
    width: f32,
    /// Behind the text, and not yet of it: at the end of a line they have no width.
    spaces: String,
    spaces_width: f32,
}

impl Writing {
    fn would_be(&self, more: f32) -> f32 {
        self.width + self.spaces_width + more
    }

    fn add(&mut self, text: &str, width: f32) {
        self.width += std::mem::take(&mut self.spaces_width) + width;
        self.text.push_str(&std::mem::take(&mut self.spaces));
        self.text.push_str(text);
    }
}

struct Lines {
    done: Vec<Line>,
    line: Writing,
    max: usize,
}

impl Lines {
    fn end(&mut self) {
        let Writing { text, width, .. } = std::mem::take(&mut self.line);
        self.done.push(Line { text, width });
    }

    /// One line more than there may be is enough to know that something is left out.
    fn is_full(&self) -> bool {
        self.done.len() > self.max
    }
}
