//! Dates, and moments as RFC 3339 writes them. `client/src/types` reads the same texts; a test compares the two.

/// Returns true if the text is a day of the calendar, such as `2026-01-31`.
pub(crate) fn is_date(text: &str) -> bool {
    date(text).is_some()
}

/// Returns the year, the month and the day of a date.
fn date(text: &str) -> Option<[u16; 3]> {
    let [year, month, day] = numbers(text, "0000-00-00")?[..] else { return None };
    (day > 0 && day <= days(year, month)).then_some([year, month, day])
}

/// Returns the number of days of a month; 0 if there is no such month.
fn days(year: u16, month: u16) -> u16 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Returns true if the text is a date, a time and an offset, such as `2026-01-31T09:30:00.5-05:00`. The second 60 is valid
/// in the last minute of a month in UTC.
pub(crate) fn is_date_time(text: &str) -> bool {
    moment(text).is_some()
}

fn moment(text: &str) -> Option<()> {
    let [year, month, day] = date(text.get(..10)?)?;
    let [hour, minute, second] = numbers(text.get(11..19)?, "00:00:00")?[..] else { return None };
    if !"Tt".contains(text.get(10..11)?) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let rest = text.get(19..)?;
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let end = fraction.find(|char: char| !char.is_ascii_digit()).filter(|end| *end > 0)?;
            &fraction[end..]
        }
        None => rest,
    };
    let local = i32::from(hour) * 60 + i32::from(minute);
    let utc = local - offset(rest)?;
    // The minute before midnight in UTC, of the day before or the same. An offset below a day leads to no later one.
    let last = match utc {
        -1 => day == 1,
        1439 => day == days(year, month),
        _ => false,
    };
    (second < 60 || last).then_some(())
}

/// Returns an offset from UTC in minutes.
fn offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let [hours, minutes] = numbers(text.get(1..)?, "00:00")?[..] else { return None };
    let offset = (hours < 24 && minutes < 60).then(|| i32::from(hours) * 60 + i32::from(minutes))?;
    match text.as_bytes().first()? {
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}

/// Returns the numbers of a text that has a digit for each zero of the form, and the same signs.
fn numbers(text: &str, form: &str) -> Option<Vec<u16>> {
    let fits = |(byte, form): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { byte == form };
    if text.len() != form.len() || !text.bytes().zip(form.bytes()).all(fits) {
        return None;
    }
    text.split(|char: char| !char.is_ascii_digit()).map(|digits| digits.parse().ok()).collect()
}
