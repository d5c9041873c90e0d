use super::*;
use crate::config::document;

fn systems() -> Vec<Deployed> {
    let text = "
site: { name: A }
systems:
  - { name: Shop, preset: text, url: 'http://10.0.0.5/' }
  - { name: Web chat, id: chat, preset: text, url: 'http://10.0.0.6/health' }
  - { name: Search, preset: text, url: 'http://10.0.0.7/health' }
  - { name: Vault, preset: text, url: 'http://10.0.0.8/health', visibility: private }
";
    document::read(text).deployment.unwrap().systems
}

fn monitor(name: &str, address: &str) -> Foreign {
    Foreign { name: name.to_owned(), addresses: vec![address.to_owned()], ..Foreign::default() }
}

fn run(foreign: &[Foreign], maps: &[(&str, &str)]) -> Result<Pairs, String> {
    let maps: Vec<_> = maps.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    pair(foreign, &systems(), &maps)
}

#[test]
fn agrees_by_id_name_or_address_and_guesses_nothing() {
    let foreign = [
        monitor(" SHOP ", "http://elsewhere/"),
        monitor("web Chat", ""),
        monitor("Suche", "HTTP://10.0.0.7:80/health"),
        monitor("Serch", "http://10.0.0.9/"),
        monitor("Vault", "http://10.0.0.8/health"),
    ];
    let pairs = run(&foreign, &[]).unwrap();
    assert_eq!(pairs.taken, [(0, 0), (1, 1), (2, 2)]);
    let unknown = |id: Option<&str>| Why::Unknown(id.map(str::to_owned));
    assert_eq!(pairs.skipped[0], (3, unknown(Some("search"))));
    assert_eq!(pairs.skipped[1], (4, Why::Private("vault".to_owned())));
}

#[test]
fn an_ambiguous_monitor_is_left_to_the_operator() {
    let mut two = [monitor("Shop", ""), monitor("x", "http://10.0.0.5")];
    let pairs = run(&two, &[]).unwrap();
    assert_eq!((pairs.taken.len(), pairs.skipped.len()), (0, 2));
    let pairs = run(&two, &[("x", "shop")]).unwrap();
    assert_eq!(pairs.taken, [(1, 0)]);
    assert_eq!(pairs.skipped, [(0, Why::Replaced("shop".to_owned()))]);
    // Several may be named for one system: they are its checks.
    assert_eq!(run(&two, &[("x", "shop"), ("Shop", "shop")]).unwrap().taken, [(1, 0), (0, 0)]);
    two[1].name = "Shop".to_owned();
    (two[0].number, two[1].number) = (Some("1".to_owned()), Some("2".to_owned()));
    assert!(run(&two, &[("Shop", "shop")]).unwrap_err().contains("1 or 2"));
    assert_eq!(run(&two, &[("2", "shop")]).unwrap().taken, [(1, 0)]);
}

#[test]
fn says_what_is_wrong_with_the_operators_words() {
    let foreign = [monitor("Shop", "")];
    for (map, words) in [
        (("Shpo", "shop"), "did you mean \"Shop\"?"),
        (("Shop", "serch"), "did you mean search?"),
        (("Shop", "vault"), "private"),
        (("Shop", "\u{1b}[2J"), "\\u{1b}[2J"),
    ] {
        let error = run(&foreign, &[map]).unwrap_err();
        assert!(error.contains(words), "{error}");
    }
}
