//! Numbers to a display list: what a panel looks like, without a browser.
