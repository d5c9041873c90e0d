//! The six languages natively: words from `public/lang`, figures from ICU4X, which has the same data (CLDR) as a browser's `Intl`.
//!
//! `boot.js` does the same in the browser, with the region of the visitor; here a language is written as in the region where most of its
//! speakers live, which is what CLDR has under the bare language.

use super::{Date, Formats, LANGUAGES, Words};
use icu::calendar::{Date as CalendarDate, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{MD, MDE, YM, YMD};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::list::ListFormatter;
use icu::list::options::{ListFormatterOptions, ListLength};
use icu::locale::Locale;
use icu::plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use metrics_engine::time::civil_from_days;

/// The files of the languages that have one, in the order of [`LANGUAGES`]: English needs none.
const FILES: [&[u8]; LANGUAGES.len()] = [
    b"{}",
    include_bytes!("../../../public/lang/de.json"),
    include_bytes!("../../../public/lang/fr.json"),
    include_bytes!("../../../public/lang/es.json"),
    include_bytes!("../../../public/lang/zh-Hans.json"),
    include_bytes!("../../../public/lang/ja.json"),
];

impl Words {
    /// The words of each of [`LANGUAGES`], in that order.
    pub fn native() -> [(&'static str, Self); LANGUAGES.len()] {
        const FORMATS: [Formats; LANGUAGES.len()] = [
            formats::<0>(),
            formats::<1>(),
            formats::<2>(),
            formats::<3>(),
            formats::<4>(),
            formats::<5>(),
        ];
        std::array::from_fn(|index| (LANGUAGES[index], Self::read(FILES[index], FORMATS[index])))
    }
}

/// How one of [`LANGUAGES`] writes figures. A [`Formats`] holds plain functions, so each language has its own.
const fn formats<const LANGUAGE: usize>() -> Formats {
    Formats {
        category: |n| with(LANGUAGE, |formatters| formatters.category(n)),
        number: |number, decimals| with(LANGUAGE, |formatters| formatters.number(number, decimals)),
        date: |day, date| with(LANGUAGE, |formatters| formatters.date(day, date)),
        list: |names| with(LANGUAGE, |formatters| formatters.list(names)),
    }
}

/// The formatters of one language.
struct Formatters {
    language: &'static str,
    plurals: PluralRules,
    decimal: DecimalFormatter,
    day: FixedCalendarDateTimeFormatter<Gregorian, MD>,
    day_of_year: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    weekday: FixedCalendarDateTimeFormatter<Gregorian, MDE>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    list: ListFormatter,
}

thread_local! {
    /// Those of each language; `None` where ICU4X lacks its data, which a test rules out. They are not `Sync`.
    static FORMATTERS: [Option<Formatters>; LANGUAGES.len()] = LANGUAGES.map(Formatters::new);
}

/// Formats by the formatters of a language, the number of which is given.
fn with(language: usize, format: impl FnOnce(&Formatters) -> String) -> String {
    FORMATTERS.with(|all| all[language].as_ref().map(format)).unwrap_or_default()
}

impl Formatters {
    fn new(language: &'static str) -> Option<Self> {
        let locale: Locale = language.parse().ok()?;
        let list = ListFormatterOptions::default().with_length(ListLength::Wide);
        let dates = (&locale).into();
        Some(Self {
            language,
            plurals: PluralRules::try_new((&locale).into(), PluralRulesOptions::default()).ok()?,
            decimal: DecimalFormatter::try_new(
                (&locale).into(),
                DecimalFormatterOptions::default(),
            )
            .ok()?,
            day: FixedCalendarDateTimeFormatter::try_new(dates, MD::medium()).ok()?,
            day_of_year: FixedCalendarDateTimeFormatter::try_new(dates, YMD::medium()).ok()?,
            weekday: FixedCalendarDateTimeFormatter::try_new(dates, MDE::medium()).ok()?,
            month: FixedCalendarDateTimeFormatter::try_new(dates, YM::long()).ok()?,
            list: ListFormatter::try_new_and((&locale).into(), list).ok()?,
        })
    }

    /// CLDR's name of the category.
    fn category(&self, n: usize) -> String {
        let name = match self.plurals.category_for(n) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        name.to_owned()
    }

    /// No number that is shown is negative.
    fn number(&self, number: f64, decimals: u8) -> String {
        let decimals = decimals.min(9);
        let scaled = (number.max(0.0) * 10_f64.powi(i32::from(decimals))).round() as u64;
        let mut decimal = Decimal::from(scaled);
        decimal.multiply_pow10(-i16::from(decimals));
        self.decimal.format_to_string(&decimal)
    }

    fn date(&self, day: i64, date: Date) -> String {
        let (year, month, of_month) = civil_from_days(day);
        let part = |part: i64| u8::try_from(part).unwrap_or_default();
        let year = i32::try_from(year).unwrap_or_default();
        let Ok(at) = CalendarDate::try_new_gregorian(year, part(month), part(of_month)) else {
            return String::new();
        };
        match date {
            Date::Day => self.day.format(&at).to_string(),
            // ICU4X has no date of abbreviated month and year in these two, where CLDR's medium date is one of digits alone.
            Date::DayOfYear if self.language == "de" => format!("{} {year}", self.day.format(&at)),
            Date::DayOfYear if self.language == "ja" => format!("{year}年{}", self.day.format(&at)),
            Date::DayOfYear => self.day_of_year.format(&at).to_string(),
            Date::Weekday => self.weekday.format(&at).to_string(),
            Date::Month => self.month.format(&at).to_string(),
        }
    }

    fn list(&self, names: &[String]) -> String {
        self.list.format_to_string(names.iter())
    }
}

#[cfg(test)]
mod tests;
