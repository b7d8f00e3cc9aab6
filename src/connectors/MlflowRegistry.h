// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/CourierThread.h"
#include "connectors/PromptRegistry.h"

namespace countersign::connectors {

/// The prompts of an MLflow server, over its REST API 2.0 (https://mlflow.org/docs/latest/api_reference/rest-api.html;
/// mlflow/protos/model_registry.proto in mlflow/mlflow). A prompt is a registered model with the tag
/// `mlflow.prompt.is_prompt`, a version of it a model version that has its text in a tag (mlflow/prompt/constants.py):
///
///     GET /api/2.0/mlflow/registered-models/search?filter=…&max_results=100&page_token=…
///                            {"registered_models":[{"name","last_updated_timestamp","latest_versions":[{"version":"3"}],
///                             "aliases":[{"alias","version":"2"}],"tags":[{"key","value"}]}],"next_page_token"}
///     GET /api/2.0/mlflow/registered-models/alias?name=…&alias=…     {"model_version":{…}}
///     GET /api/2.0/mlflow/model-versions/get?name=…&version=…        {"model_version":{"name","version":"2",
///                             "creation_timestamp","last_updated_timestamp","user_id","description","aliases":[],
///                             "tags":[{"key":"mlflow.prompt.text","value"},{"key":"_mlflow_prompt_type","value":"chat"}]}}
///
/// The text of a chat is the JSON of its messages. The list tells of the versions only the newest and those with an
/// alias. Numbers of 64 bits may come as numbers or as strings, as JSON made from protocol buffers has them.
class MlflowRegistry final : public PromptRegistry
{
public:
    /// `endpoint.base` as checkedBase() gives it.
    MlflowRegistry(const ChatEndpoint &endpoint, const ClientRules &rules, const ClientParts &parts);

    [[nodiscard]] QFuture<Result<QList<ForeignPrompt>>> list() override;
    [[nodiscard]] QFuture<Result<ForeignText>> live(const QString &name, const QString &label) override;
    [[nodiscard]] QFuture<Result<ForeignText>> version(const QString &name, int version) override;

private:
    CourierThread m_thread;
};

} // namespace countersign::connectors
