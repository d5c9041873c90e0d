//! A frame as rows: for those who do not see a picture, and for spreadsheets.
