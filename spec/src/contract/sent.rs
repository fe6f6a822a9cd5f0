//! What a request holds, however deep.

use super::{Contract, Endpoint, Field, Kind};

impl Contract {
    /// Every field that a request can hold, in lists, maps and unions too, outermost first; those of a
    /// type that it holds several times, once.
    pub fn sent_fields<'c>(&'c self, endpoint: &'c Endpoint) -> Vec<&'c Field> {
        let mut fields: Vec<&Field> = endpoint.fields().collect();
        let (mut seen, mut next) = (Vec::new(), 0);
        while let Some(field) = fields.get(next) {
            let mut ahead: Vec<usize> = field.shape.named().into_iter().collect();
            while let Some(index) = ahead.pop() {
                if seen.contains(&index) {
                    continue;
                }
                seen.push(index);
                match self.types.get(index).map(|one| &one.kind) {
                    Some(Kind::Object(inner)) => fields.extend(inner),
                    Some(Kind::Union(union)) => ahead.extend(union.variants.iter().map(|variant| variant.of)),
                    _ => {}
                }
            }
            next += 1;
        }
        fields
    }
}
