//! Where everything stands: flexbox, by `taffy`.

use taffy::prelude::{FromLength, TaffyAuto, TaffyMaxContent};
use taffy::style::{
    AlignItems, Dimension, Display, FlexDirection, FlexWrap, JustifyContent, LengthPercentage, LengthPercentageAuto,
};
use taffy::{AvailableSpace, NodeId, Rect, Size, Style, TaffyTree, compute_leaf_layout};

use super::error::ImageError;
use super::image;
use super::node::{Align, BoxStyle, Content, Image, Justify, Length, Node, Unit};
use super::text::{Line, Measured, Ruler, renderer};

/// A box that has its place.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) style: &'a BoxStyle,
    /// Its border included.
    pub(super) area: Area,
    pub(super) content: PlacedContent<'a>,
}

#[derive(Debug)]
pub(super) enum PlacedContent<'a> {
    Boxes,
    Text { text: &'a super::node::Text, measured: Measured, lines: Vec<Line>, area: Area },
    Image { image: &'a Image, area: Area },
}

/// In pixels from the top left of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// What a leaf is measured by.
enum Leaf {
    Text(Measured, f32),
    Image(f32, f32),
}

/// Places a tree in a picture of this size; parents come before their children, as they are painted.
pub(super) fn place<'a>(
    root: &'a Node,
    size: (u32, u32),
    ruler: &mut Ruler<'_>,
) -> Result<Vec<Placed<'a>>, ImageError> {
    let mut tree = TaffyTree::new();
    let top = add(&mut tree, root, ruler)?;
    // The outermost box fills the picture, unless it says how large it is.
    #[expect(clippy::cast_precision_loss, reason = "sides are checked to be at most 16,384")]
    let (width, height) = (size.0 as f32, size.1 as f32);
    let mut style = tree.style(top).map_err(renderer)?.clone();
    if root.style.width.is_none() {
        style.size.width = Dimension::length(width);
    }
    if root.style.height.is_none() {
        style.size.height = Dimension::length(height);
    }
    tree.set_style(top, style).map_err(renderer)?;
    // A box around it, for lengths of the root in percent.
    let page =
        Style { size: Size { width: Dimension::length(width), height: Dimension::length(height) }, ..Style::default() };
    let page = tree.new_with_children(page, &[top]).map_err(renderer)?;
    tree.compute_layout_with_measure(page, Size::MAX_CONTENT, |inputs, _, leaf, style| {
        compute_leaf_layout(
            inputs,
            style,
            |_, _| 0.0,
            |known, available| match leaf {
                Some(Leaf::Text(text, line_height)) => measure(text, *line_height, known, available),
                Some(Leaf::Image(width, height)) => fit(*width, *height, known),
                None => Size::ZERO,
            },
        )
    })
    .map_err(renderer)?;
    let mut placed = Vec::new();
    collect(&mut tree, root, top, (0.0, 0.0), &mut placed)?;
    Ok(placed)
}

fn add(tree: &mut TaffyTree<Leaf>, node: &Node, ruler: &mut Ruler<'_>) -> Result<NodeId, ImageError> {
    let mut style = style(node);
    match &node.content {
        Content::Row(children) | Content::Column(children) => {
            let children = children.iter().map(|child| add(tree, child, ruler)).collect::<Result<Vec<_>, _>>()?;
            tree.new_with_children(style, &children)
        }
        Content::Text(text) => {
            // In CSS a text is never narrower than its longest word; here it breaks the word, and stays inside of the box around.
            style.min_size.width = LengthPercentageAuto::length(0.0);
            tree.new_leaf_with_context(style, Leaf::Text(Measured::new(text, ruler)?, text.size * text.line_height))
        }
        Content::Image(image) => {
            let (width, height) = image::size(image)?;
            #[expect(clippy::cast_precision_loss, reason = "it is a size to draw in")]
            let leaf = Leaf::Image(super::node::length(width as f32), super::node::length(height as f32));
            // A given size is kept, as with `<img width height>` in a flexbox of `next/og`.
            style.flex_shrink = 0.0;
            tree.new_leaf_with_context(style, leaf)
        }
    }
    .map_err(renderer)
}

fn style(node: &Node) -> Style {
    let BoxStyle { width, height, padding, gap, align, justify, grow, wrap, border, .. } = &node.style;
    let [top, right, bottom, left] = padding.map(LengthPercentage::length);
    let dimension = |length: Option<Length>| match length {
        Some(Length(Unit::Pixels(pixels))) => Dimension::length(pixels),
        Some(Length(Unit::Part(part))) => Dimension::percent(part),
        None => Dimension::AUTO,
    };
    let border = LengthPercentage::length(border.map_or(0.0, |(width, _)| width));
    Style {
        display: Display::Flex,
        flex_direction: match node.content {
            Content::Row(_) => FlexDirection::Row,
            _ => FlexDirection::Column,
        },
        flex_wrap: if *wrap { FlexWrap::Wrap } else { FlexWrap::NoWrap },
        flex_grow: *grow,
        size: Size { width: dimension(*width), height: dimension(*height) },
        padding: Rect { left, right, top, bottom },
        border: Rect { left: border, right: border, top: border, bottom: border },
        gap: Size { width: LengthPercentage::from_length(*gap), height: LengthPercentage::from_length(*gap) },
        align_items: match align {
            Align::Stretch => AlignItems::STRETCH,
            Align::Start => AlignItems::START,
            Align::Center => AlignItems::CENTER,
            Align::End => AlignItems::END,
        },
        justify_content: match justify {
            Justify::Start => JustifyContent::START,
            Justify::Center => JustifyContent::CENTER,
            Justify::End => JustifyContent::END,
            Justify::SpaceBetween => JustifyContent::SPACE_BETWEEN,
            Justify::SpaceAround => JustifyContent::SPACE_AROUND,
            Justify::SpaceEvenly => JustifyContent::SPACE_EVENLY,
        },
        ..Style::default()
    }
}

fn measure(text: &Measured, line_height: f32, known: Size<Option<f32>>, available: Size<AvailableSpace>) -> Size<f32> {
    let room = known.width.unwrap_or(match available.width {
        AvailableSpace::MinContent => text.min_width(),
        AvailableSpace::MaxContent => f32::INFINITY,
        AvailableSpace::Definite(width) => width,
    });
    let lines = text.lines(room);
    let width = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    #[expect(clippy::cast_precision_loss, reason = "texts are short")]
    let height = lines.len() as f32 * line_height;
    Size { width: known.width.unwrap_or(width), height: known.height.unwrap_or(height) }
}

/// The size of an image of which no side, one or both are given.
fn fit(width: f32, height: f32, known: Size<Option<f32>>) -> Size<f32> {
    match (known.width, known.height) {
        (Some(width), Some(height)) => Size { width, height },
        (Some(given), None) => Size { width: given, height: given * height / width },
        (None, Some(given)) => Size { width: given * width / height, height: given },
        (None, None) => Size { width, height },
    }
}

fn collect<'a>(
    tree: &mut TaffyTree<Leaf>,
    node: &'a Node,
    id: NodeId,
    (left, top): (f32, f32),
    placed: &mut Vec<Placed<'a>>,
) -> Result<(), ImageError> {
    let layout = *tree.layout(id).map_err(renderer)?;
    let area = Area {
        x: left + layout.location.x,
        y: top + layout.location.y,
        width: layout.size.width,
        height: layout.size.height,
    };
    let inner = Area {
        x: area.x + layout.border.left + layout.padding.left,
        y: area.y + layout.border.top + layout.padding.top,
        width: area.width - layout.border.left - layout.border.right - layout.padding.left - layout.padding.right,
        height: area.height - layout.border.top - layout.border.bottom - layout.padding.top - layout.padding.bottom,
    };
    let content = match &node.content {
        Content::Row(_) | Content::Column(_) => PlacedContent::Boxes,
        Content::Image(image) => PlacedContent::Image { image, area: inner },
        Content::Text(text) => {
            // `layout` is rounded to whole pixels, and so may be less than what the text needs to keep its lines.
            let exact = tree.unrounded_layout(id);
            let frame = exact.border.left + exact.border.right + exact.padding.left + exact.padding.right;
            let room = (exact.size.width - frame).max(0.0);
            match tree.get_node_context_mut(id).map(|leaf| std::mem::replace(leaf, Leaf::Image(0.0, 0.0))) {
                Some(Leaf::Text(measured, _)) => {
                    let lines = measured.lines(room);
                    PlacedContent::Text { text, lines, measured, area: Area { width: room, ..inner } }
                }
                _ => PlacedContent::Boxes,
            }
        }
    };
    placed.push(Placed { style: &node.style, area, content });
    if let Content::Row(children) | Content::Column(children) = &node.content {
        let ids = tree.children(id).map_err(renderer)?;
        for (child, id) in children.iter().zip(ids) {
            collect(tree, child, id, (area.x, area.y), placed)?;
        }
    }
    Ok(())
}
