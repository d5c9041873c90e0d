//! The parts of binary records: variable-length integers (LEB128), floats, and texts with their length.
//!
//! A `put_…` function appends to a record, a `take_…` function reads from the front of one and moves on. Reading accepts any bytes:
//! it returns `None` where they do not hold the requested value, and trusts no length beyond the bytes that follow.

/// Appends an integer, seven bits a byte, the lowest first.
pub fn put_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Takes what [`put_varint`] wrote. Returns `None` where it does not end within the bytes or within 64 bits.
pub fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take_byte(bytes)?;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return None;
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Takes one byte.
pub fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

/// Maps integers near zero, of either sign, to small ones.
pub fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

/// Undoes [`zigzag`].
pub fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// Appends a float, all of its bits.
pub fn put_float(bytes: &mut Vec<u8>, value: f64) {
    bytes.extend(value.to_le_bytes());
}

/// Takes what [`put_float`] wrote.
pub fn take_float(bytes: &mut &[u8]) -> Option<f64> {
    let (value, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(f64::from_le_bytes(*value))
}

/// Appends a text.
pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_varint(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}

/// Takes what [`put_text`] wrote.
pub fn take_text<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    let length = usize::try_from(take_varint(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    core::str::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn takes_what_was_put(number: u64, signed: i64, float: u64, text: String) {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, number);
            put_varint(&mut bytes, zigzag(signed));
            put_float(&mut bytes, f64::from_bits(float));
            put_text(&mut bytes, &text);
            let mut rest = &bytes[..];
            prop_assert_eq!(take_varint(&mut rest), Some(number));
            prop_assert_eq!(take_varint(&mut rest).map(unzigzag), Some(signed));
            prop_assert_eq!(take_float(&mut rest).map(f64::to_bits), Some(float));
            prop_assert_eq!(take_text(&mut rest), Some(text.as_str()));
            prop_assert_eq!(take_byte(&mut rest), None);
        }
    }

    #[test]
    fn an_integer_of_more_than_64_bits_is_refused() {
        let mut bytes = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02].as_slice();
        assert_eq!(take_varint(&mut bytes), None);
    }
}
