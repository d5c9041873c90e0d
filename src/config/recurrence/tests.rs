use super::*;
use crate::config::moment::{read, zone};

/// The first days of a rule, with the hour in UTC where it is not the first one's.
fn days(start: &str, of: &str, rule: &str, most: usize) -> String {
    let zone = zone(of).unwrap();
    let start = read(start, &zone).unwrap();
    let rule = Rule::read(rule).unwrap();
    assert!(rule.names(&start), "{rule:?} does not name {start:?}");
    let range = Timestamp(i64::MIN)
        ..start.at + metrics_engine::time::Duration::from_secs(86_400 * 366 * 20);
    let all = rule.within(&start, &range);
    let days: Vec<String> = all.iter().take(most).map(|(day, _)| day.to_string()).collect();
    days.join(" ").replace("1997-", "").replace("1998-", "'98-")
}

/// The examples of RFC 5545, 3.8.5.3, as far as their parts are understood here.
#[test]
fn names_the_days_of_the_examples_of_rfc_5545() {
    for (start, rule, most, expected) in [
        (
            "09-02",
            "FREQ=DAILY;COUNT=10",
            99,
            "09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11",
        ),
        ("09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", 99, "09-02 09-12 09-22 10-02 10-12"),
        (
            "09-02",
            "FREQ=WEEKLY;COUNT=10",
            99,
            "09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04",
        ),
        ("09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", 6, "09-02 09-16 09-30 10-14 10-28 11-11"),
        (
            "09-02",
            "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            99,
            "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02 10-07",
        ),
        (
            "09-01",
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971010;WKST=SU;BYDAY=MO,WE,FR",
            99,
            "09-01 09-03 09-05 09-15 09-17 09-19 09-29 10-01 10-03",
        ),
        ("09-05", "FREQ=MONTHLY;COUNT=4;BYDAY=1FR", 99, "09-05 10-03 11-07 12-05"),
        (
            "09-07",
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            99,
            "09-07 09-28 11-02 11-30 '98-01-04 '98-01-25 '98-03-01 '98-03-29 '98-05-03 '98-05-31",
        ),
        (
            "09-22",
            "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            99,
            "09-22 10-20 11-17 12-22 '98-01-19 '98-02-16",
        ),
        ("09-28", "FREQ=MONTHLY;BYMONTHDAY=-3", 6, "09-28 10-29 11-28 12-29 '98-01-29 '98-02-26"),
        ("09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", 5, "09-02 09-15 10-02 10-15 11-02"),
        ("09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", 5, "09-30 10-01 10-31 11-01 11-30"),
        ("06-10", "FREQ=YEARLY;COUNT=4;BYMONTH=6,7", 99, "06-10 07-10 '98-06-10 '98-07-10"),
        ("05-19", "FREQ=YEARLY;BYDAY=20MO", 3, "05-19 '98-05-18 1999-05-17"),
        ("03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", 5, "03-13 03-20 03-27 '98-03-05 '98-03-12"),
        ("06-05", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6", 5, "06-05 06-12 06-19 06-26 '98-06-04"),
        (
            "09-13",
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            4,
            "09-13 10-11 11-08 12-13",
        ),
        ("09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", 99, "09-04 10-07 11-06"),
        (
            "09-29",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            5,
            "09-29 10-30 11-27 12-30 '98-01-29",
        ),
        // Months without such a day are passed over.
        ("01-31", "FREQ=MONTHLY;COUNT=4", 99, "01-31 03-31 05-31 07-31"),
        ("01-01", "FREQ=DAILY;BYMONTH=1;BYDAY=SU,WE;COUNT=3", 99, "01-01 01-05 01-08"),
    ] {
        let start = format!("1997-{start} 09:00");
        assert_eq!(days(&start, "America/New_York", rule, most), expected, "{rule}");
    }
    assert_eq!(days("1996-02-29 09:00", "UTC", "FREQ=YEARLY", 2), "1996-02-29 2000-02-29");
}

#[test]
fn stays_at_its_hour_when_the_clocks_change() {
    let hours = |start: &str, rule: &str, of: &str| -> Vec<String> {
        let start = read(start, &zone(of).unwrap()).unwrap();
        let range = start.at..start.at + metrics_engine::time::Duration::from_secs(86_400 * 8);
        let all = Rule::read(rule).unwrap().within(&start, &range);
        let hour = |(_, at): &(Date, Timestamp)| {
            jiff::Timestamp::from_millisecond(at.0).unwrap().to_string()
        };
        all.iter().map(hour).collect()
    };
    assert_eq!(
        hours("2026-10-24 03:30", "FREQ=DAILY;COUNT=3", "Europe/Berlin"),
        ["2026-10-24T01:30:00Z", "2026-10-25T02:30:00Z", "2026-10-26T02:30:00Z"]
    );
    // 02:30 comes twice in October: the first counts. In March it does not come: an hour later.
    assert_eq!(
        hours("2026-10-18 02:30", "FREQ=WEEKLY", "Europe/Berlin"),
        ["2026-10-18T00:30:00Z", "2026-10-25T00:30:00Z"]
    );
    assert_eq!(
        hours("2026-03-22 02:30", "FREQ=WEEKLY", "Europe/Berlin"),
        ["2026-03-22T01:30:00Z", "2026-03-29T01:30:00Z"]
    );
}

#[test]
fn says_what_it_does_not_understand() {
    for (rule, expected) in [
        ("", "\"\" is not understood here"),
        ("BYDAY=SU", "a rule says how often"),
        ("FREQ=HOURLY", "FREQ=HOURLY is not understood here"),
        ("FREQ=WEEKLY;BYHOUR=2", "\"BYHOUR\" is not understood here"),
        ("FREQ=WEEKLY;BYDAY=SUN", "\"SUN\" is nothing for BYDAY"),
        ("FREQ=WEEKLY;BYDAY=é", "\"é\" is nothing for BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1SU", "a counted BYDAY needs FREQ=MONTHLY or YEARLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY"),
        ("FREQ=DAILY;INTERVAL=0", "\"0\" is nothing for INTERVAL"),
        ("FREQ=DAILY;COUNT=99999999999", "\"99999999999\" is nothing for COUNT"),
        ("FREQ=DAILY;UNTIL=20260230", "\"20260230\" is nothing for UNTIL"),
        ("FREQ=DAILY;COUNT=1;UNTIL=20260201", "COUNT and UNTIL are both given"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ stands twice"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "\"32\" is nothing for BYMONTHDAY"),
    ] {
        let message = Rule::read(rule).unwrap_err().message;
        assert!(
            message.starts_with(&expected.to_uppercase()) || message == expected,
            "{rule}: {message}"
        );
    }
    let start = read("2026-11-20 10:00", &zone("UTC").unwrap()).unwrap();
    assert!(!Rule::read("FREQ=WEEKLY;BYDAY=SU").unwrap().names(&start));
    // A rule that names no day at all ends.
    let never = Rule::read("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30").unwrap();
    assert_eq!(never.within(&start, &(start.at..Timestamp(i64::MAX))), []);
}
