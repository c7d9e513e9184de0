//! From boxes that have their place to the bytes of a PNG: as an SVG that `resvg` paints.
//!
//! The SVG is flat, a group for nothing but what clips an image, and every value in it is a number or was escaped.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use super::color::{Background, LinearGradient};
use super::error::ImageError;
use super::fonts;
use super::image;
use super::layout::{Area, Placed, PlacedContent, place};
use super::limits::{MAX_DEPTH, MAX_IMAGE_PIXELS, MAX_NODES, MAX_PIXELS, MAX_SIDE, MAX_TEXT};
use super::node::{Content, Fit, Format, Image, Node, Text, TextAlign};
use super::text::{Face, Line, Measured, Ruler, escape, renderer};

/// What a picture is made of.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) root: Node,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) fonts: Vec<fonts::Font>,
}

/// Looks for what is wrong with a picture and can be found without drawing it: a few microseconds, and the heads of its images.
pub(super) fn check(picture: &Picture) -> Result<(), ImageError> {
    let Picture { root, width, height, .. } = picture;
    let (width, height) = (*width, *height);
    let sides = 1..=MAX_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ImageError::Size { width, height });
    }
    if root.too_deep {
        return Err(ImageError::TooDeep { limit: MAX_DEPTH });
    }
    let mut nodes = vec![root];
    let (mut count, mut text, mut pixels) = (0_usize, 0_usize, 0_u64);
    while let Some(node) = nodes.pop() {
        count += 1;
        if count > MAX_NODES {
            return Err(ImageError::TooManyNodes { limit: MAX_NODES });
        }
        match &node.content {
            Content::Row(children) | Content::Column(children) => nodes.extend(children),
            Content::Text(content) => {
                text = text.saturating_add(content.text.len());
                if text > MAX_TEXT {
                    return Err(ImageError::TooMuchText { limit: MAX_TEXT });
                }
            }
            Content::Image(content) => {
                let (width, height) = image::size(content)?;
                pixels = pixels.saturating_add(u64::from(width) * u64::from(height));
                if pixels > MAX_IMAGE_PIXELS {
                    return Err(ImageError::ImagesTooLarge { limit: MAX_IMAGE_PIXELS });
                }
            }
        }
    }
    Ok(())
}

/// Draws a picture that was checked. Between its steps it looks whether somebody still waits.
pub(super) fn draw(picture: &Picture, cancelled: &AtomicBool) -> Result<Vec<u8>, ImageError> {
    let go_on = || if cancelled.load(Ordering::Relaxed) { Err(ImageError::Cancelled) } else { Ok(()) };
    go_on()?;
    let mut options = fonts::options(&picture.fonts)?;
    let mut ruler = Ruler::new(&options);
    let placed = place(&picture.root, (picture.width, picture.height), &mut ruler)?;
    go_on()?;
    let mut images = Vec::new();
    let svg = document(&placed, picture.width, picture.height, &mut images);
    for image in &images {
        image::check(image)?;
        go_on()?;
    }
    // The resolver of the crate itself would read files.
    options.image_href_resolver.resolve_string = Box::new(move |index, _| {
        let image: &Image = images.get(index.parse::<usize>().ok()?)?;
        Some(match image.format {
            Format::Png => usvg::ImageKind::PNG(Arc::clone(&image.bytes)),
            Format::Jpeg => usvg::ImageKind::JPEG(Arc::clone(&image.bytes)),
        })
    });
    let tree = usvg::Tree::from_str(&svg, &options).map_err(renderer)?;
    go_on()?;
    let mut pixels = Pixmap::new(picture.width, picture.height).ok_or_else(|| renderer("there is no memory"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    go_on()?;
    encode(pixels)
}

/// Three bytes a pixel if nothing is transparent. Of a card, the fast compression is ready in 2 ms with 230 kB, the usual one in 40 ms with 130 kB.
fn encode(pixels: Pixmap) -> Result<Vec<u8>, ImageError> {
    let (width, height) = (pixels.width(), pixels.height());
    let opaque = pixels.pixels().iter().all(|pixel| pixel.alpha() == 255);
    let mut bytes = pixels.take_demultiplied();
    if opaque {
        bytes = bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(if opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(renderer)?;
    writer.write_image_data(&bytes).map_err(renderer)?;
    writer.finish().map_err(renderer)?;
    Ok(file)
}

fn document(placed: &[Placed<'_>], width: u32, height: u32, images: &mut Vec<Image>) -> String {
    let mut svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">"#);
    for (index, placed) in placed.iter().enumerate() {
        boxed(&mut svg, index, placed);
        match &placed.content {
            PlacedContent::Boxes => {}
            PlacedContent::Text { text, measured, lines, area } => write_text(&mut svg, text, measured, lines, *area),
            PlacedContent::Image { image, area } => {
                write_image(&mut svg, index, placed, image, *area, images.len());
                images.push((*image).clone());
            }
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Background and border.
fn boxed(svg: &mut String, index: usize, placed: &Placed<'_>) {
    let area = placed.area;
    let style = placed.style;
    if area.width <= 0.0 || area.height <= 0.0 {
        return;
    }
    match &style.background {
        Some(Background::Color(color)) => {
            rect(svg, area, style.radius);
            _ = write!(svg, r#" fill="{}" fill-opacity="{}"/>"#, color.svg(), color.opacity());
        }
        Some(Background::LinearGradient(gradient)) => {
            write_gradient(svg, index, gradient, area);
            rect(svg, area, style.radius);
            _ = write!(svg, r#" fill="url(#g{index})"/>"#);
        }
        None => {}
    }
    if let Some((width, color)) = style.border {
        // A stroke goes half to each side of its line. A border that meets itself leaves nothing of the box.
        let width = width.min(area.width / 2.0).min(area.height / 2.0);
        if width > 0.0 {
            let half = width / 2.0;
            let line =
                Area { x: area.x + half, y: area.y + half, width: area.width - width, height: area.height - width };
            rect(svg, line, (style.radius - half).max(0.0));
            let (stroke, opacity) = (color.svg(), color.opacity());
            _ = write!(svg, r#" fill="none" stroke="{stroke}" stroke-opacity="{opacity}" stroke-width="{width}"/>"#);
        }
    }
}

fn rect(svg: &mut String, area: Area, radius: f32) {
    let Area { x, y, width, height } = area;
    // SVG bounds the two radiuses of a corner each by its own side, which makes an ellipse of a pill.
    let radius = radius.min(width / 2.0).min(height / 2.0);
    _ = write!(svg, r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}""#);
}

/// The line of a gradient is as long as CSS makes it: so that the corners get the colours of the ends.
fn write_gradient(svg: &mut String, index: usize, gradient: &LinearGradient, area: Area) {
    let (sin, cos) = gradient.angle.to_radians().sin_cos();
    let half = (area.width * sin.abs() + area.height * cos.abs()) / 2.0;
    let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    let (dx, dy) = (sin * half, -cos * half);
    _ = write!(
        svg,
        r#"<linearGradient id="g{index}" gradientUnits="userSpaceOnUse" x1="{}" y1="{}" x2="{}" y2="{}">"#,
        x - dx,
        y - dy,
        x + dx,
        y + dy,
    );
    let last = gradient.colors.len().saturating_sub(1).max(1);
    for (position, color) in gradient.colors.iter().enumerate() {
        let offset = 100 * position / last;
        _ = write!(
            svg,
            r#"<stop offset="{offset}%" stop-color="{}" stop-opacity="{}"/>"#,
            color.svg(),
            color.opacity()
        );
    }
    svg.push_str("</linearGradient>");
}

fn write_text(svg: &mut String, text: &Text, measured: &Measured, lines: &[Line], area: Area) {
    if text.size <= 0.0 {
        return;
    }
    _ = write!(
        svg,
        r#"<g fill="{}" fill-opacity="{}" font-size="{}""#,
        text.color.svg(),
        text.color.opacity(),
        text.size
    );
    let face: &Face = &measured.face;
    face.write(svg);
    svg.push('>');
    let line_height = text.size * text.line_height;
    // What a line is higher than its letters goes half above and half below them.
    let (ascent, descent) = (measured.metrics.ascent * text.size, measured.metrics.descent * text.size);
    let mut baseline = area.y + (line_height - ascent - descent) / 2.0 + ascent;
    for line in lines {
        let rest = area.width - line.width;
        let x = area.x
            + match text.align {
                TextAlign::Start => 0.0,
                TextAlign::Center => rest / 2.0,
                TextAlign::End => rest,
            };
        _ = write!(svg, r#"<text xml:space="preserve" x="{x}" y="{baseline}">"#);
        escape(svg, &line.text);
        svg.push_str("</text>");
        baseline += line_height;
    }
    svg.push_str("</g>");
}

fn write_image(svg: &mut String, index: usize, placed: &Placed<'_>, image: &Image, area: Area, number: usize) {
    if area.width <= 0.0 || area.height <= 0.0 {
        return;
    }
    let radius = placed.style.radius;
    let border = placed.style.border.map_or(0.0, |(width, _)| width);
    _ = write!(svg, r#"<clipPath id="c{index}">"#);
    rect(svg, area, (radius - border).max(0.0));
    let aspect = match image.fit {
        Fit::Cover => "xMidYMid slice",
        Fit::Contain => "xMidYMid meet",
        Fit::Fill => "none",
    };
    let Area { x, y, width, height } = area;
    _ = write!(
        svg,
        r#"/></clipPath><image clip-path="url(#c{index})" href="{number}" x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="{aspect}"/>"#
    );
}
