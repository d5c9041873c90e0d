//! stub
use crate::{Result, report::Report};
#[expect(clippy::unused_async)]
pub(crate) async fn measure(_: &mut Report) -> Result { Ok(()) }
