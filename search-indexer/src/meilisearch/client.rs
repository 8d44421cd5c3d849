//! Calls to the server: each with a time limit, each write followed to its end.

use std::time::Duration;

use meilisearch_sdk::client::Client;
use meilisearch_sdk::errors::{Error as SdkError, ErrorCode};
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;

use crate::{Error, Result};

/// How long one call may take. The client library itself would wait for ever.
const CALL: Duration = Duration::from_secs(10);
/// How long the server may take to carry out a write that it has accepted.
const WRITE: Duration = Duration::from_mins(10);
/// Between two looks at a write; doubled up to the last.
const LOOK: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(500)];

/// Makes a call, with a time limit.
pub(super) async fn call<T>(call: impl Future<Output = std::result::Result<T, SdkError>>) -> Result<T> {
    match tokio::time::timeout(CALL, call).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) if code(&error) == Some(&ErrorCode::IndexNotFound) => Err(Error::NotBuilt),
        Ok(Err(error)) => Err(Error::Meilisearch(Box::new(error))),
        Err(_) => Err(Error::Timeout(CALL)),
    }
}

fn code(error: &SdkError) -> Option<&ErrorCode> {
    match error {
        SdkError::Meilisearch(error) => Some(&error.error_code),
        _ => None,
    }
}

/// Waits until the server has carried out a write that it accepted.
///
/// # Errors
/// [`Error::Task`] where it failed, [`Error::Timeout`] where it did not end.
pub(super) async fn done(client: &Client, task: &TaskInfo) -> Result<()> {
    let followed = async {
        let mut pause = LOOK[0];
        loop {
            match call(client.get_task(task)).await? {
                Task::Succeeded { .. } => return Ok(()),
                Task::Failed { content } => {
                    let message = content.error.error_message;
                    return Err(Error::Task { task: task.get_task_uid(), message });
                }
                Task::Enqueued { .. } | Task::Processing { .. } => tokio::time::sleep(pause).await,
            }
            pause = (pause * 2).min(LOOK[1]);
        }
    };
    tokio::time::timeout(WRITE, followed).await.unwrap_or(Err(Error::Timeout(WRITE)))
}
