/// What `--results` writes: one JSON document about a finished run.
package struct ResultsDocument: Sendable, Equatable {
    package var runID: String
    /// In input order.
    package var results: [SpawnResult]
    package var metrics: RecoveryMetrics
    /// How long the run took.
    package var duration: Duration

    package init(runID: String, results: [SpawnResult], metrics: RecoveryMetrics, duration: Duration) {
        self.runID = runID
        self.results = results
        self.metrics = metrics
        self.duration = duration
    }

    /// The document, one result a line.
    package func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("run_id", runID)
            writer.key("summary")
            writer.object(writeSummary)
            writer.key("results")
            writer.array { writer in
                for result in results {
                    writer.startLine()
                    writer.object { $0.allFields(of: result) }
                }
            }
        }
        writer.newline()
        return writer.bytes
    }

    /// The endings sum to the total: succeeded, failed, rejected, blocked, rate-limited, cancelled, skipped and carried over.
    private func writeSummary(_ writer: inout JSONWriter) {
        writer.field("total", results.count)
        writer.field("succeeded", metrics.succeeded)
        writer.field("failed", metrics.count(.failed))
        writer.field("rejected", metrics.count(.rejected))
        writer.field("blocked", metrics.count(.blocked))
        writer.field("rate_limited", metrics.count(.rateLimited))
        writer.field("cancelled", metrics.count(.cancelled))
        writer.field("skipped", metrics.count(.skipped))
        writer.field("carried_over", metrics.count(.carriedOver))
        writer.field("recovered", metrics.recovered)
        writer.field("start_retries", results.reduce(0) { $0 + $1.startRetries })
        writer.field("used_fallback", results.count(where: \.fallback))
        writer.field("success_rate", metrics.rates.success)
        writer.field("recovery_rate", metrics.rates.recovery)
        writer.field("denied", results.reduce(0) { $0 + $1.deniedCount })
        writer.field(results.compactMap(\.usage).reduce(nil) { ($0 ?? TokenUsage()) + $1 })
        writer.field(Cost.sum(results.lazy.map(\.cost)))
        writer.field("duration", duration)
    }
}

extension ResultsDocument {
    /// Reads a document back. The sums of its summary follow from the results, so they are not read.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - file: Its name, for errors.
    /// - Throws: ``InputError`` with file and line for anything else.
    package init(json: [UInt8], file: String?) throws(InputError) {
        let fields = try JSONReader(JSONParser.parse(json, file: file), file: file).record()
        let summary = try fields.required("summary").record()
        self.init(
            runID: try fields.required("run_id").text(), results: [], metrics: RecoveryMetrics(),
            duration: try summary.required("duration").duration())
        for element in try fields.required("results").elements() {
            let result = try SpawnResult(element.record())
            results.append(result)
            metrics.record(result)
        }
    }
}
