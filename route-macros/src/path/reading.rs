//! Reading a whole path: splitting it, the rules that span segments, and whole-path suggestions.

use super::brackets::Shape;
use super::error::{Mistake, Offer, PathError, Repair};
use super::segment::{self, Segment};
use super::{MAX_BYTES, MAX_DYNAMIC, MAX_SEGMENTS};

/// What a path says, and what is wrong with it.
///
/// A segment with a mistake is read on as if its first repair had been written, so that the mistakes after it are
/// found, too.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What the path says, if it is sound.
    pub(super) segments: Vec<Segment>,
    /// The path as it should be: a text per segment as written, route groups included, empty for one to leave out.
    repaired: Vec<String>,
    mistakes: Vec<(Place, Mistake)>,
}

/// Which part of the path a mistake is in, and so what its repairs replace.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// The segment of that index. A repair stands in its place.
    Segment(usize),
    /// The path itself, for which joining the segments again is the repair. A repair's text goes to its end.
    Path,
}

impl Reading {
    /// Reads the path as far as its mistakes allow.
    pub(super) fn of(source: &str) -> Reading {
        let mut reading = Reading::default();
        match check_size(source) {
            Ok(()) => reading.read_path(source),
            Err(mistake) => reading.add(Place::Path, mistake),
        }
        reading
    }

    /// Whether there is no mistake.
    pub(super) fn is_sound(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// The mistakes in words.
    pub(super) fn into_errors(mut self) -> Vec<PathError> {
        std::mem::take(&mut self.mistakes)
            .into_iter()
            .map(|(place, mistake)| {
                let offers = self.offers(place, mistake.repairs());
                mistake.into_error(&offers)
            })
            .collect()
    }

    fn add(&mut self, place: Place, mistake: Mistake) {
        self.mistakes.push((place, mistake));
    }

    fn read_path(&mut self, source: &str) {
        let (path, query) = split_query(source);
        let body = path.strip_prefix('/').unwrap_or_else(|| {
            self.add(Place::Path, missing_slash(source));
            path_of_url(path.trim_start())
        });
        let trimmed = body.trim_end_matches('/');
        if !trimmed.is_empty() {
            let pieces: Vec<&str> = trimmed.split('/').collect();
            self.read_segments(source, &pieces);
        }
        if trimmed.len() < body.len() {
            let message = format!("route path `{source}` ends with a slash");
            self.add(Place::Path, Mistake::new(message).write(""));
        }
        if !query.is_empty() {
            self.add(Place::Path, query_in_path(source, query));
        }
    }

    fn read_segments(&mut self, source: &str, pieces: &[&str]) {
        let mut has_empty_segment = false;
        let mut catch_all = None;
        for &piece in pieces {
            if piece.is_empty() {
                if !has_empty_segment {
                    let message = format!("route path `{source}` has an empty segment");
                    self.add(Place::Path, Mistake::new(message).write(""));
                }
                has_empty_segment = true;
                self.repaired.push(String::new());
                continue;
            }
            let read = segment::read(piece);
            let is_group = matches!(read, Ok(None));
            if !is_group && let Some(place) = catch_all {
                self.refuse_the_rest(place, piece, pieces);
                return;
            }
            let checked = read.and_then(|segment| match segment {
                Some(segment) => self.check_name(&segment).map(|()| Some(segment)),
                None => Ok(None),
            });
            match checked {
                Ok(segment) => {
                    self.repaired.push(piece.to_owned());
                    self.segments.extend(segment);
                }
                Err(mistake) => self.recover(piece, mistake),
            }
            let ends = self.segments.last().is_some_and(Segment::takes_the_rest);
            catch_all = catch_all.or_else(|| ends.then(|| self.repaired.len().saturating_sub(1)));
        }
    }

    /// What follows a catch-all is one mistake, whatever it is.
    fn refuse_the_rest(&mut self, place: usize, piece: &str, pieces: &[&str]) {
        self.repaired.truncate(place + 1);
        let (Some(catch_all), Some(rest)) = (self.repaired.get(place), pieces.get(place + 1..)) else {
            return;
        };
        let mut mistake = Mistake::new(format!("`{piece}` follows the catch-all `{catch_all}`"))
            .write(catch_all.clone())
            .note("a catch-all takes the rest of the path, so it is the last segment");
        if let Ok(Some(segment)) = segment::read(catch_all)
            && let Some(param) = segment.param()
        {
            let rest: Vec<&str> = rest.iter().copied().filter(|piece| !piece.is_empty()).collect();
            let single = format!("{}/{}", Shape::One.spell(param.name()), rest.join("/"));
            mistake = mistake.write_for(single, " for a single segment");
        }
        self.add(Place::Segment(place), mistake);
    }

    /// A name must differ from the names before it, as a name and as an argument.
    fn check_name(&self, segment: &Segment) -> Result<(), Mistake> {
        let (Some(shape), Some(param)) = (Shape::of(segment), segment.param()) else {
            return Ok(());
        };
        for earlier in &self.segments {
            let Some(other) = earlier.param() else {
                continue;
            };
            let message = if other.name() == param.name() {
                format!("`{segment}` repeats the parameter `{}`", param.name())
            } else if other.word() == param.word() {
                format!("`{segment}` and `{earlier}` have names that differ only by dashes")
            } else if other.argument() == param.argument() {
                format!("`{segment}` and `{earlier}` are both the argument `{}`", param.argument())
            } else {
                continue;
            };
            return Err(Mistake::new(message).write(shape.spell(&self.unused_name(param.name()))));
        }
        Ok(())
    }

    /// `id2`, or the next number that no segment so far has.
    fn unused_name(&self, name: &str) -> String {
        let letters = |name: &str| name.replace(['-', '_'], "");
        let is_taken = |candidate: &String| {
            let mut params = self.segments.iter().filter_map(Segment::param);
            params.any(|param| letters(param.name()) == letters(candidate))
        };
        // One more number than there are segments is enough for one to be free.
        (2..=MAX_SEGMENTS + 2)
            .map(|number| format!("{name}{number}"))
            .find(|candidate| !is_taken(candidate))
            .unwrap_or_else(|| name.to_owned())
    }

    fn recover(&mut self, piece: &str, mistake: Mistake) {
        let reads = |text: &str| text.is_empty() || text.split('/').all(|part| segment::read(part).is_ok());
        let repair = mistake.repairs().iter().map(|repair| repair.text.as_str()).find(|text| reads(text));
        let repaired = repair.unwrap_or(piece).to_owned();
        let parts = repaired.split('/').filter(|part| !part.is_empty());
        let meant = parts.filter_map(|part| segment::read(part).ok().flatten());
        self.segments.extend(meant);
        self.add(Place::Segment(self.repaired.len()), mistake);
        self.repaired.push(repaired);
    }

    /// The repairs that lead to a path without mistakes. If another mistake prevents that, the best one on its own.
    fn offers(&self, place: Place, repairs: &[Repair]) -> Vec<Offer> {
        let offer = |repair: &Repair, text: String| {
            // Our messages quote with grave accents; in a literal the escape is the same text.
            let text = text.replace('`', "%60");
            parses(&text).then_some(Offer { text, purpose: repair.purpose })
        };
        let whole: Vec<Offer> =
            repairs.iter().filter_map(|repair| offer(repair, self.path_with(place, &repair.text))).collect();
        if !whole.is_empty() || matches!(place, Place::Path) {
            return whole;
        }
        let best = repairs.iter().filter(|repair| !repair.text.is_empty()).find_map(|repair| {
            let path = offer(repair, format!("/{}", repair.text))?;
            let segment = path.text.strip_prefix('/')?.to_owned();
            Some(Offer { text: segment, ..path })
        });
        Vec::from_iter(best)
    }

    /// The repaired path with another text at one place.
    fn path_with(&self, place: Place, text: &str) -> String {
        let mut pieces: Vec<&str> = self.repaired.iter().map(String::as_str).collect();
        if let Place::Segment(index) = place
            && let Some(piece) = pieces.get_mut(index)
        {
            *piece = text;
        }
        pieces.retain(|piece| !piece.is_empty());
        let path = format!("/{}", pieces.join("/"));
        match place {
            Place::Segment(_) => path,
            Place::Path => path + text,
        }
    }
}

fn parses(path: &str) -> bool {
    Reading::of(path).is_sound()
}

fn check_size(source: &str) -> Result<(), Mistake> {
    if source.len() > MAX_BYTES {
        let message = format!("the route path has {} bytes, at most {MAX_BYTES} are read", source.len());
        return Err(Mistake::new(message));
    }
    let segments = source.split('/').filter(|piece| !piece.is_empty());
    let count = segments.clone().count();
    if count > MAX_SEGMENTS {
        let message = format!("the route path has {count} segments, at most {MAX_SEGMENTS} are read");
        return Err(Mistake::new(message));
    }
    let dynamic = segments.filter(|piece| piece.starts_with('[')).count();
    if dynamic > MAX_DYNAMIC {
        let message = format!("the route path has {dynamic} dynamic segments, at most {MAX_DYNAMIC} are read");
        return Err(Mistake::new(message));
    }
    Ok(())
}

/// Splits off the query or fragment. Inside brackets, as in `[id?]`, a mark is part of a misspelt parameter.
fn split_query(source: &str) -> (&str, &str) {
    let is_in_brackets = |path: &str| {
        let segment = path.rsplit('/').next().unwrap_or(path);
        segment.rfind(['[', '{', '<']) > segment.rfind([']', '}', '>'])
    };
    source
        .match_indices(['?', '#'])
        .map(|(index, _)| source.split_at(index))
        .find(|(path, _)| !is_in_brackets(path))
        .unwrap_or((source, ""))
}

fn query_in_path(source: &str, query: &str) -> Mistake {
    let escaped = query.replace('?', "%3F").replace('#', "%23");
    if query.starts_with('?') {
        Mistake::new(format!("route path `{source}` has a query"))
            .write("")
            .write_for(escaped, " for a literal question mark")
            .note("a route matches the path alone; the handler reads the query")
    } else {
        Mistake::new(format!("route path `{source}` has a fragment"))
            .write("")
            .write_for(escaped, " for a literal number sign")
            .note("clients do not send the fragment of a URL")
    }
}

fn missing_slash(source: &str) -> Mistake {
    if source.is_empty() {
        return Mistake::new("the route path is empty").write("");
    }
    Mistake::new(format!("route path `{source}` does not start with a slash")).write("")
}

/// `items` of `https://example.com/items`; any other text is itself.
fn path_of_url(text: &str) -> &str {
    match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => text.strip_prefix('/').unwrap_or(text),
    }
}
