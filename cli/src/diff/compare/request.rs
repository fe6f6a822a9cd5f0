//! The fields of a request, place by place.

use alignet_spec::contract::{Endpoint, Field, Segment};

use super::{
    field::{self, Usage},
    order,
    subject::Subject,
};
use crate::diff::{
    change::At,
    model::pairs::Pairs,
    rule::Rule,
    verdict::{Effect, Verdict},
};

/// A field and its place in a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'c> {
    pub(super) place: &'static str,
    pub(super) field: &'c Field,
    /// The number of the path's segment that holds it.
    segment: Option<usize>,
}

impl<'c> Placed<'c> {
    /// Places all of these fields.
    pub(super) fn all(place: &'static str, fields: &'c [Field]) -> Vec<Self> {
        fields.iter().map(|field| Self { place, field, segment: None }).collect()
    }

    /// Returns the fields of a request.
    pub(super) fn of(endpoint: &'c Endpoint) -> Vec<Self> {
        let segment = |index: usize| endpoint.segments.iter().position(|one| *one == Segment::Field(index));
        let mut placed = Self::all("the path", &endpoint.path);
        for (index, one) in placed.iter_mut().enumerate() {
            one.segment = segment(index);
        }
        placed.extend(Self::all("the query", &endpoint.query));
        placed.extend(Self::all("the headers", &endpoint.header));
        placed.extend(Self::all("the body", endpoint.body.as_deref().unwrap_or_default()));
        placed
    }

    /// Returns the field's name on the wire. A path has none: there the segment tells.
    fn wire(&self) -> String {
        match self.place {
            "the headers" | "the headers of every call" => self.field.wire.to_ascii_lowercase(),
            _ => self.field.wire.clone(),
        }
    }
}

/// Compares the fields of a request.
pub(super) fn fields(subject: &Subject<'_, '_>, old: &[Placed<'_>], new: &[Placed<'_>], usage: &Usage) {
    let mut pairs = Pairs::by(old, new, |one| (one.place, one.wire()));
    // A segment of the path keeps its place, whatever its field is called.
    pairs.further(|left, right| old[left].segment.is_some() && old[left].segment == new[right].segment);
    pairs.further(|left, right| {
        let (left, right) = (&old[left], &new[right]);
        left.place == right.place && left.field.name == right.field.name
    });
    pairs.further(|left, right| old[left].wire() == new[right].wire());
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        let at = At::both(old.field.span, new.field.span);
        let label = field::label(old.field, old.place);
        let mut usage = usage.clone();
        if old.place != new.place {
            let verdict = Verdict::NONE.requests(Effect::Breaking);
            subject.say(Rule::FieldMoved, at, verdict, format!("{label} moved to {}", new.place), "");
        }
        usage.named = old.segment.is_none() || new.segment.is_none();
        field::field(subject, &label, old.field, new.field, &usage);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        field::added(subject, one.place, one.field, usage);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        // Services ignore headers that they do not know.
        field::removed(subject, one.place, one.field, usage, one.place.starts_with("the headers"));
    }
    pairs.kept.retain(|pair| old[pair.old].place == new[pair.new].place);
    order(subject, "the fields of the request", &pairs);
}
