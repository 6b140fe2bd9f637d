//! Functions over timestamps.

use std::fmt::Write;

use super::argument::{impure, number_type, param, pure, string, string_type, text};
use super::{CallContext, Function, Kind};
use crate::value::Value;

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure(
        "formatdate",
        &[param("format", Kind::String), param("time", Kind::String)],
        string_type,
        formatdate,
    ),
    impure("plantimestamp", &[], "it is the time of the plan").since("1.5"),
    pure(
        "timeadd",
        &[param("timestamp", Kind::String), param("duration", Kind::String)],
        string_type,
        timeadd,
    ),
    pure(
        "timecmp",
        &[param("timestamp_a", Kind::String), param("timestamp_b", Kind::String)],
        number_type,
        timecmp,
    )
    .since("1.3"),
    impure("timestamp", &[], "it is the time of the apply"),
];

const NANOS: i128 = 1_000_000_000;

/// A point in time and the offset in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// Nanoseconds since 1970 in UTC.
    nanos: i128,
    /// Seconds east of UTC.
    offset: i32,
}

/// A point in time by the calendar.
struct Civil {
    year: i64,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    /// 0 is Sunday.
    weekday: u32,
}

impl Time {
    /// A calendar time in an offset; `None` when there is no such day or hour.
    pub(super) fn new(date: (i64, u32, u32), time: (u32, u32, u32, i64), offset: i32) -> Option<Self> {
        let (year, month, day) = date;
        let (hour, minute, second, fraction) = time;
        if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = days(year, month, day) * 86_400
            + i64::from(hour) * 3_600
            + i64::from(minute) * 60
            + i64::from(second)
            - i64::from(offset);
        Some(Self { nanos: i128::from(seconds) * NANOS + i128::from(fraction), offset })
    }

    fn civil(self) -> Civil {
        let seconds = i64::try_from(self.nanos.div_euclid(NANOS)).unwrap_or(0) + i64::from(self.offset);
        let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Days from 1 March of the year 0, in eras of 400 years.
        let shifted = day + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march = (5 * of_year + 2) / 153;
        let small = |n: i64| u32::try_from(n).unwrap_or(0);
        let month = small(if march < 10 { march + 3 } else { march - 9 });
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: small(of_year - (153 * march + 2) / 5 + 1),
            hour: small(rest / 3_600),
            minute: small(rest / 60 % 60),
            second: small(rest % 60),
            weekday: small((day + 4).rem_euclid(7)),
        }
    }

    /// RFC 3339 without fractions of a second.
    pub(super) fn rfc3339(self) -> String {
        let civil = self.civil();
        let sign = if civil.year < 0 { "-" } else { "" };
        format!(
            "{sign}{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
            civil.year.unsigned_abs(),
            civil.month,
            civil.day,
            civil.hour,
            civil.minute,
            civil.second,
            if self.offset == 0 { "Z".to_owned() } else { self.zone(":") }
        )
    }

    fn zone(self, between: &str) -> String {
        let minutes = self.offset.unsigned_abs() / 60;
        format!("{}{:02}{between}{:02}", if self.offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970.
fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march = i64::from((month + 9) % 12);
    let of_year = (153 * march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A strict RFC 3339 timestamp.
fn parse(text: &str) -> Result<Time, String> {
    strict(text).ok_or_else(|| format!("`{text}` is not a timestamp such as `2026-01-31T12:00:00Z`"))
}

fn strict(text: &str) -> Option<Time> {
    let number = |part: Option<&str>| -> Option<u32> {
        let part = part?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    let bytes = text.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark)) {
        return None;
    }
    let date = (i64::from(number(text.get(0..4))?), number(text.get(5..7))?, number(text.get(8..10))?);
    let (hour, minute, second) =
        (number(text.get(11..13))?, number(text.get(14..16))?, number(text.get(17..19))?);
    let mut rest = text.get(19..)?;
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix('.') {
        let count = after.bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            return None;
        }
        fraction = nanos(after.get(..count)?);
        rest = after.get(count..)?;
    }
    let offset = zone(rest, 23, 59)?;
    Time::new(date, (hour, minute, second, fraction), offset)
}

/// The digits of a fraction of a second as nanoseconds; what is finer is cut off.
pub(super) fn nanos(digits: &str) -> i64 {
    digits
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(9)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
}

/// The seconds of `Z` or `+01:30`.
pub(super) fn zone(text: &str, hours: u32, minutes: u32) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let two = |from: usize| -> Option<u32> {
        let part = text.get(from..from + 2)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    if text.len() != 6 || text.as_bytes().get(3) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (two(1)?, two(4)?);
    if hour > hours || minute > minutes {
        return None;
    }
    let seconds = i32::try_from(hour * 3_600 + minute * 60).ok()?;
    match text.as_bytes().first() {
        Some(b'+') => Some(seconds),
        Some(b'-') => Some(-seconds),
        _ => None,
    }
}

fn timecmp(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (a, b) = (parse(text(args, 0)?)?, parse(text(args, 1)?)?);
    Ok(Value::number(a.nanos.cmp(&b.nanos) as i32))
}

fn timeadd(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (time, by) = (parse(text(args, 0)?)?, text(args, 1)?);
    let by = duration(by).ok_or_else(|| format!("`{by}` is not a duration such as `1h30m`"))?;
    Ok(Value::string(Time { nanos: time.nanos + i128::from(by), ..time }.rfc3339()))
}

/// Nanoseconds of the longest duration; only below zero it is possible.
const LARGEST: u64 = 1 << 63;

/// A duration such as `-1.5h10s` in nanoseconds.
fn duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, after) = rest.split_at(digits(rest));
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => after.split_at(digits(after)),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let unit: u64 = match name {
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let count: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let mut value = count.checked_mul(unit).filter(|value| *value <= LARGEST)?;
        if !fraction.is_empty() {
            value = value.checked_add(share(fraction, unit)).filter(|value| *value <= LARGEST)?;
        }
        total = total.checked_add(value).filter(|total| *total <= LARGEST)?;
        rest = after;
    }
    if negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() }
}

/// A decimal fraction of a unit, computed in doubles.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "Terraform computes in doubles; the product is positive and below the unit"
)]
fn share(digits: &str, unit: u64) -> u64 {
    let (mut fraction, mut scale) = (0_u64, 1.0_f64);
    for digit in digits.bytes() {
        let next = fraction.checked_mul(10).and_then(|f| f.checked_add(u64::from(digit - b'0')));
        match next.filter(|next| *next < 1 << 63) {
            Some(next) => fraction = next,
            None => break,
        }
        scale *= 10.0;
    }
    (fraction as f64 * (unit as f64 / scale)) as u64
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

fn formatdate(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (pattern, time) = (text(args, 0)?, parse(text(args, 1)?)?);
    let civil = time.civil();
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        if c == '\'' {
            rest = quoted(rest, &mut out)?;
        } else if c.is_ascii_alphabetic() {
            let count = rest.bytes().take_while(|b| char::from(*b) == c).count();
            let (verb, after) = rest.split_at(count);
            write_verb(verb, time, &civil, &mut out)?;
            rest = after;
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    Ok(string(&out))
}

/// Writes text in quotes and returns what follows; a doubled quote is one.
fn quoted<'p>(text: &'p str, out: &mut String) -> Result<&'p str, String> {
    let mut rest = text.get(1..).unwrap_or("");
    if let Some(after) = rest.strip_prefix('\'') {
        out.push('\'');
        return Ok(after);
    }
    loop {
        let Some((before, after)) = rest.split_once('\'') else {
            return Err("the format has a quote that is not closed".to_owned());
        };
        out.push_str(before);
        match after.strip_prefix('\'') {
            Some(more) => {
                out.push('\'');
                rest = more;
            }
            None => return Ok(after),
        }
    }
}

fn write_verb(verb: &str, time: Time, civil: &Civil, out: &mut String) -> Result<(), String> {
    let name = |names: &[&'static str], index: u32| {
        usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or("")
    };
    let hour = civil.hour % 12;
    let hour = if hour == 0 { 12 } else { hour };
    let number = |out: &mut String, width: usize, value: u32| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{value:0width$}");
    };
    match verb {
        "YY" => {
            let _ = write!(out, "{:02}", civil.year % 100);
        }
        "YYYY" => {
            let _ = write!(out, "{:04}", civil.year);
        }
        "M" | "MM" => number(out, verb.len(), civil.month),
        "MMM" => out.push_str(name(&MONTHS, civil.month - 1).get(..3).unwrap_or("")),
        "MMMM" => out.push_str(name(&MONTHS, civil.month - 1)),
        "D" | "DD" => number(out, verb.len(), civil.day),
        "EEE" => out.push_str(name(&WEEKDAYS, civil.weekday).get(..3).unwrap_or("")),
        "EEEE" => out.push_str(name(&WEEKDAYS, civil.weekday)),
        "h" | "hh" => number(out, verb.len(), civil.hour),
        "H" | "HH" => number(out, verb.len(), hour),
        "AA" => out.push_str(if civil.hour < 12 { "AM" } else { "PM" }),
        "aa" => out.push_str(if civil.hour < 12 { "am" } else { "pm" }),
        "m" | "mm" => number(out, verb.len(), civil.minute),
        "s" | "ss" => number(out, verb.len(), civil.second),
        "Z" if time.offset == 0 => out.push('Z'),
        "ZZZ" if time.offset == 0 => out.push_str("UTC"),
        "ZZZ" | "ZZZZ" => out.push_str(&time.zone("")),
        "Z" | "ZZZZZ" => out.push_str(&time.zone(":")),
        _ => return Err(format!("`{verb}` is not a part of a date")),
    }
    Ok(())
}
