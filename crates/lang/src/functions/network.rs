//! Functions over IP networks. Numbers are put into addresses as Terraform does it, negative ones too.

use std::net::Ipv6Addr;

use num_bigint::{BigInt, BigUint, Sign};

use super::argument::{argument, bool_type, param, pure, string_type, strings, strings_type, text, whole};
use super::{CallContext, Function, Kind};
use crate::value::Value;

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure(
        "cidrcontains",
        &[param("containing_prefix", Kind::String), param("contained_ip_or_prefix", Kind::String)],
        bool_type,
        cidrcontains,
    )
    .since("tofu"),
    pure("cidrhost", &[param("prefix", Kind::String), param("hostnum", Kind::Number)], string_type, cidrhost),
    pure("cidrnetmask", &[param("prefix", Kind::String)], string_type, cidrnetmask),
    pure(
        "cidrsubnet",
        &[param("prefix", Kind::String), param("newbits", Kind::Number), param("netnum", Kind::Number)],
        string_type,
        cidrsubnet,
    ),
    pure("cidrsubnets", &[param("prefix", Kind::String)], strings_type, cidrsubnets)
        .rest(param("newbits", Kind::Number)),
];

/// A network or an address in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    /// 32 or 128.
    bits: u32,
    /// Bits of the prefix.
    length: u32,
    /// The address; the host bits of a network are zero.
    address: u128,
}

impl Network {
    fn mask(bits: u32, length: u32) -> u128 {
        let all = if bits == 128 { u128::MAX } else { (1 << bits) - 1 };
        let host = bits.saturating_sub(length);
        let low = if host >= 128 { u128::MAX } else { (1 << host) - 1 };
        all & !low
    }

    fn new(bits: u32, length: u32, address: u128) -> Self {
        Self { bits, length, address: address & Self::mask(bits, length) }
    }

    fn last(self) -> u128 {
        let all = Self::mask(self.bits, self.bits);
        self.address | all & !Self::mask(self.bits, self.length)
    }

    fn holds(self, address: u128) -> bool {
        address & Self::mask(self.bits, self.length) == self.address
    }

    /// An IPv4 address, also one inside of IPv6.
    fn is_v4(self) -> bool {
        self.bits == 32 || self.address >> 32 == 0xffff
    }

    fn prefix(self) -> String {
        // An IPv4 network inside of IPv6 is written as IPv4.
        let before = if self.bits == 128 && self.is_v4() { 96 } else { 0 };
        format!("{}/{}", print(self.bits, self.address), self.length.saturating_sub(before))
    }
}

/// The text of an address; an IPv4 address inside of IPv6 is written as such.
fn print(bits: u32, address: u128) -> String {
    if bits == 32 || address >> 32 == 0xffff {
        let octet = |shift: u32| address >> shift & 0xff;
        return format!("{}.{}.{}.{}", octet(24), octet(16), octet(8), octet(0));
    }
    let groups: Vec<u16> =
        (0..8).rev().map(|at| u16::try_from(address >> (at * 16) & 0xffff).unwrap_or(0)).collect();
    // The longest run of two or more zero groups, the first of several, is left out.
    let (mut best, mut from, mut at) = (0..0, 0, 0);
    while at <= groups.len() {
        if groups.get(at) != Some(&0) {
            if at - from > best.len() && at - from >= 2 {
                best = from..at;
            }
            from = at + 1;
        }
        at += 1;
    }
    let hex = |part: Option<&[u16]>| {
        part.unwrap_or(&[]).iter().map(|group| format!("{group:x}")).collect::<Vec<_>>().join(":")
    };
    if best.is_empty() {
        return hex(Some(&groups));
    }
    format!("{}::{}", hex(groups.get(..best.start)), hex(groups.get(best.end..)))
}

/// An IPv4 address; leading zeros are decimal.
fn parse_v4(text: &str) -> Option<u128> {
    let mut parts = text.split('.');
    let mut address = 0_u128;
    for _ in 0..4 {
        let part = parts.next()?;
        if part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let trimmed = part.trim_start_matches('0');
        let octet: u8 = if trimmed.is_empty() { 0 } else { trimmed.parse().ok()? };
        address = address << 8 | u128::from(octet);
    }
    parts.next().is_none().then_some(address)
}

/// An IPv6 address, whose last part may be an IPv4 address.
fn parse_v6(text: &str) -> Option<u128> {
    if let Some(at) = text.rfind(':')
        && let Some(tail) = text.get(at + 1..)
        && tail.contains('.')
    {
        let v4 = parse_v4(tail)?;
        let head = text.get(..=at)?;
        let whole = format!("{head}{:x}:{:x}", v4 >> 16, v4 & 0xffff);
        return whole.parse::<Ipv6Addr>().ok().map(u128::from);
    }
    text.parse::<Ipv6Addr>().ok().map(u128::from)
}

/// An address: the number of its bits and its value.
fn parse_address(text: &str) -> Option<(u32, u128)> {
    let first = text.find(['.', ':']).and_then(|at| text.as_bytes().get(at));
    match first {
        Some(b'.') => parse_v4(text).map(|address| (32, address)),
        Some(b':') => parse_v6(text).map(|address| (128, address)),
        _ => None,
    }
}

fn parse(text: &str) -> Result<Network, String> {
    let wrong = || format!("`{text}` is not a network such as `10.0.0.0/8`");
    let (address, length) = text.split_once('/').ok_or_else(wrong)?;
    let (bits, address) = parse_address(address).ok_or_else(wrong)?;
    if length.is_empty() || !length.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let digits = length.trim_start_matches('0');
    let length: u32 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| wrong())? };
    if length > bits {
        return Err(wrong());
    }
    Ok(Network::new(bits, length, address))
}

/// A whole number of any size.
fn big(args: &[Value], index: usize) -> Result<BigInt, String> {
    let number = argument(args, index)?.as_number().ok_or("a number is required")?;
    let (negative, digits) = number.to_digits().ok_or("a whole number is required")?;
    Ok(BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, digits))
}

/// The address with a number above its last bits: a negative one sets all bits above it, and of the
/// result the magnitude counts.
fn insert(network: Network, number: &BigInt, length: i64) -> Result<u128, String> {
    let wrong = || "the number does not fit into an address".to_owned();
    let shift = u32::try_from(i64::from(network.bits) - length).map_err(|_| wrong())?;
    // A negative prefix shifts further than any address is long.
    if number.bits() > 512 || shift > 1_024 {
        return Err(wrong());
    }
    let sum = BigInt::from(network.address) | (number << shift);
    let magnitude: &BigUint = sum.magnitude();
    u128::try_from(magnitude.clone())
        .ok()
        .filter(|address| *address <= Network::mask(network.bits, network.bits))
        .ok_or_else(wrong)
}

fn cidrhost(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (network, number) = (parse(text(args, 0)?)?, big(args, 1)?);
    let most = (BigInt::from(1) << (network.bits - network.length)) - 1;
    let wrong = || format!("a prefix of {} bits has no host number {number}", network.length);
    let (checked, host) = if number.sign() == Sign::Minus {
        let checked = -&number - BigInt::from(1);
        let host = &most - &checked;
        (checked, host)
    } else {
        // Only the low 64 bits are compared.
        (BigInt::from(low_signed(&number)), number.clone())
    };
    if checked > most {
        return Err(wrong());
    }
    let length = if network.is_v4() { 32 } else { 128 };
    Ok(Value::string(print(network.bits, insert(network, &host, length)?)))
}

/// The low 64 bits, signed.
fn low_signed(number: &BigInt) -> i64 {
    let low = number.magnitude().iter_u64_digits().next().unwrap_or(0);
    low.cast_signed()
}

fn cidrnetmask(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let network = parse(text(args, 0)?)?;
    if !network.is_v4() {
        return Err("an IPv6 network has no netmask".to_owned());
    }
    Ok(Value::string(print(network.bits, Network::mask(network.bits, network.length))))
}

fn cidrsubnet(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (network, bits, number) = (parse(text(args, 0)?)?, whole(args, 1)?, big(args, 2)?);
    let length = i64::from(network.length).saturating_add(bits);
    if length > i64::from(network.bits) {
        return Err(format!("a prefix of {} bits cannot be extended by {bits}", network.length));
    }
    // Fewer bits than none allow every number.
    let most = u32::try_from(bits).ok().and_then(|bits| 1_u64.checked_shl(bits)).map_or(u64::MAX, |n| n - 1);
    let low = number.magnitude().iter_u64_digits().next().unwrap_or(0);
    if low > most {
        return Err(format!("{bits} more bits have no subnet number {number}"));
    }
    let address = insert(network, &number, length)?;
    // What Terraform prints for a prefix below zero.
    let Ok(prefix) = u32::try_from(length) else { return Ok(Value::string("<nil>")) };
    Ok(Value::string(Network { bits: network.bits, length: prefix, address }.prefix()))
}

fn cidrsubnets(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let network = parse(text(args, 0)?)?;
    if network.bits == 128 && network.is_v4() && args.len() > 1 {
        return Err("an IPv4 network inside of IPv6 has no subnets".to_owned());
    }
    let all = Network::mask(network.bits, network.bits);
    // Before the first stands the subnet that ends where the network begins.
    let mut last = network.address.wrapping_sub(1) & all;
    let mut out = Vec::new();
    for index in 1..args.len() {
        let bits = whole(args, index)?;
        let bits = match u32::try_from(bits) {
            Ok(bits) if (1..=32).contains(&bits) => bits,
            _ => return Err(format!("a prefix is extended by 1 to 32 bits, not by {bits}")),
        };
        let length = network.length + bits;
        if length > network.bits {
            return Err(format!("a prefix of {length} bits is too long for an address of {}", network.bits));
        }
        // The next one begins after the block of its own size in which the one before ends.
        let ends = last | all & !Network::mask(network.bits, length);
        let start = ends.wrapping_add(1) & all;
        if start == 0 || !network.holds(start) {
            return Err(format!("there is no room left for a subnet with a prefix of {length} bits"));
        }
        let subnet = Network::new(network.bits, length, start);
        last = subnet.last();
        out.push(Value::string(subnet.prefix()));
    }
    Ok(strings(out))
}

fn cidrcontains(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (network, inner) = (parse(text(args, 0)?)?, text(args, 1)?);
    let (bits, first, last) = if let Some((bits, address)) = parse_address(inner) {
        (bits, address, address)
    } else {
        let inner = parse(inner).map_err(|_| format!("`{inner}` is neither an address nor a network"))?;
        (inner.bits, inner.address, inner.last())
    };
    if bits != network.bits {
        return Err("an IPv4 and an IPv6 address cannot be compared".to_owned());
    }
    Ok(Value::bool(network.holds(first) && network.holds(last)))
}
