//! The codec of integers that change little from one to the next.
//!
//! It writes the first number and then, as bits, the differences (or the differences of those, or the distances from the first),
//! each as a Rice code: the lowest bits as they are, the others in unary (R. F. Rice, 1979). Where many are zero, a bit before each
//! marks them. Each block uses the variant with the fewest bits. All arithmetic wraps, so that every `i64` is restored.

use super::ROWS;
use super::bits::{BitReader, BitWriter};
use crate::binary::{put_varint, take_varint, unzigzag, zigzag};

/// The number of ones after which a code of 64 bits follows as it is: a counter that restarts must not cost thousands of bits.
const ESCAPE: u32 = 20;

/// The form in which residuals are written.
#[derive(Clone, Copy, Debug)]
struct Plan {
    /// The number of trailing zeros that all share and that are not written. Memory grows by pages.
    shift: u32,
    /// The number of bits that are written as they are.
    plain: u32,
    /// Whether a bit before each number marks the zeros.
    flagged: bool,
}

/// The residuals of the numbers, and the figures that a plan needs.
#[derive(Clone, Copy)]
struct Residuals {
    codes: [u64; ROWS],
    count: usize,
    /// All residuals combined by a bitwise or.
    any: u64,
    zeros: u32,
    /// The number of bits if each code knew its own length.
    lengths: u32,
}

impl Residuals {
    fn new() -> Self {
        Self { codes: [0; ROWS], count: 0, any: 0, zeros: 0, lengths: 0 }
    }

    #[inline]
    fn push(&mut self, residual: i64) {
        let code = zigzag(residual);
        if let Some(slot) = self.codes.get_mut(self.count) {
            *slot = code;
            self.count += 1;
        }
        self.any |= code;
        self.zeros += u32::from(code == 0);
        self.lengths += 64 - code.leading_zeros();
    }

    fn codes(&self) -> &[u64] {
        self.codes.get(..self.count).unwrap_or_default()
    }
}

/// Appends numbers, at most [`ROWS`], without their number.
pub(super) fn encode(bytes: &mut Vec<u8>, numbers: &[i64]) {
    let (Some(first), second) = (numbers.first().copied(), numbers.get(1).copied()) else { return };
    let (order, residuals) = residuals(numbers);
    let plan = plan(&residuals);
    let is_plain = residuals.any == 0;
    bytes.push(order | u8::from(plan.flagged) << 2 | u8::from(is_plain) << 3);
    put_varint(bytes, zigzag(first));
    if order == 2 {
        put_varint(bytes, zigzag(second.unwrap_or(first).wrapping_sub(first)));
    }
    if is_plain {
        return;
    }
    bytes.push(plan.plain as u8);
    bytes.push(plan.shift as u8);
    let mut bits = BitWriter::new(bytes);
    let flag = u32::from(plan.flagged);
    for code in residuals.codes() {
        let code = code >> plan.shift;
        if plan.flagged && code == 0 {
            bits.write(0, 1);
            continue;
        }
        let code = code - u64::from(plan.flagged);
        if let Some(length) = length(code, flag, plan.plain) {
            let head = length - plan.plain;
            let rest = code & ((1 << plan.plain) - 1);
            bits.write(rest << head | ((1 << (head - 1)) - 1), length);
        } else {
            bits.write((1 << (flag + ESCAPE)) - 1, flag + ESCAPE);
            bits.write(code, 64);
        }
    }
    bits.finish();
}

/// Returns the length of a code with the bit before it: at most what can be read at once, or `None` for one that is written whole.
#[inline]
fn length(code: u64, flag: u32, plain: u32) -> Option<u32> {
    let ones = code >> plain;
    let length = flag + ones.min(64) as u32 + 1 + plain;
    (ones < u64::from(ESCAPE) && length <= BitReader::PEEKED).then_some(length)
}

/// Returns the residuals of the order that leaves least: 0 for distances from the first, 1 for differences, 2 for the differences of
/// those.
fn residuals(numbers: &[i64]) -> (u8, Residuals) {
    let mut orders = [Residuals::new(), Residuals::new(), Residuals::new()];
    let [from_first, steps, bends] = &mut orders;
    let mut rest = numbers.iter().copied();
    let first = rest.next().unwrap_or_default();
    let (mut last, mut last_step) = (first, None);
    for number in rest {
        let step = number.wrapping_sub(last);
        from_first.push(number.wrapping_sub(first));
        steps.push(step);
        if let Some(before) = last_step.replace(step) {
            bends.push(step.wrapping_sub(before));
        }
        last = number;
    }
    // An unknown length costs about a bit and a half more, and each order its own first numbers.
    let cost = |one: &Residuals| if one.any == 0 { 0 } else { one.lengths + 16 };
    let (one, two, three) = (cost(from_first), cost(steps), cost(bends) + 12);
    let [from_first, steps, bends] = orders;
    if two <= one && two <= three {
        (1, steps)
    } else if three <= one {
        (2, bends)
    } else {
        (0, from_first)
    }
}

/// Returns a good plan: near the mean length, the best one by counting bits.
fn plan(residuals: &Residuals) -> Plan {
    let shift = if residuals.any == 0 { 0 } else { residuals.any.trailing_zeros() };
    let others = (residuals.count as u32 - residuals.zeros).max(1);
    let mean = (residuals.lengths / others).saturating_sub(shift);
    let flagged = residuals.zeros * mean > others;
    let bits = |plain: u32| -> u32 {
        let cost = |code: &u64| match code >> shift {
            0 if flagged => 1,
            code => length(code - u64::from(flagged), u32::from(flagged), plain)
                .unwrap_or(u32::from(flagged) + ESCAPE + 64),
        };
        residuals.codes().iter().map(cost).sum()
    };
    let nearby = mean.saturating_sub(3)..(mean + 1).min(BitReader::PEEKED);
    let plain = nearby.min_by_key(|plain| bits(*plain)).unwrap_or(0);
    Plan { shift, plain, flagged }
}

/// Decodes `count` numbers and passes each to `each`. `None` where the bytes are not the result of [`encode`].
#[inline]
pub(super) fn decode(mut bytes: &[u8], count: usize, mut each: impl FnMut(i64)) -> Option<()> {
    let Some(mut left) = count.checked_sub(1) else { return Some(()) };
    let (&head, rest) = bytes.split_first()?;
    bytes = rest;
    let first = unzigzag(take_varint(&mut bytes)?);
    let order = head & 3;
    let mut step = if order == 2 { unzigzag(take_varint(&mut bytes)?) } else { 0 };
    let mut number = first;
    each(number);
    if order == 2 && left > 0 {
        left -= 1;
        number = number.wrapping_add(step);
        each(number);
    }
    if head & 8 != 0 {
        for _ in 0..left {
            number = number.wrapping_add(step);
            each(number);
        }
        return Some(());
    }
    let ([plain, shift], packed) = bytes.split_first_chunk::<2>()?;
    let (plain, shift) = (u32::from(plain & 63), u32::from(shift & 63));
    let mut bits = BitReader::new(packed);
    for _ in 0..left {
        let residual = unzigzag(code(&mut bits, plain, head & 4 != 0) << shift);
        number = match order {
            0 => first.wrapping_add(residual),
            1 => number.wrapping_add(residual),
            _ => {
                step = step.wrapping_add(residual);
                number.wrapping_add(step)
            }
        };
        each(number);
    }
    Some(())
}

/// Takes one code.
#[inline]
fn code(bits: &mut BitReader<'_>, plain: u32, flagged: bool) -> u64 {
    let word = bits.peek();
    let flag = u32::from(flagged);
    if flagged && word & 1 == 0 {
        bits.skip(1);
        return 0;
    }
    let ones = (word >> flag).trailing_ones();
    let head = flag + ones + 1;
    if ones < ESCAPE && head + plain <= BitReader::PEEKED {
        bits.skip(head + plain);
        let rest = word >> head & ((1 << plain) - 1);
        return (u64::from(ones) << plain | rest) + u64::from(flagged);
    }
    bits.skip(flag + ESCAPE);
    bits.read(64).wrapping_add(u64::from(flagged))
}
