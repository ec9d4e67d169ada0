import SpawnCore

@testable import AgentOutput

/// What is read of lines; the same whether they come whole or byte by byte.
func report(_ format: AgentFormat, _ lines: String...) -> AgentReport {
    report(format, Array(lines.joined(separator: "\n").utf8), pieces: 4096)
}

/// What is read of bytes that come in pieces.
func report(_ format: AgentFormat, _ bytes: [UInt8], pieces size: Int) -> AgentReport {
    guard var reader = AgentReader(format) else { return AgentReport() }
    var start = 0
    while start < bytes.count {
        reader.feed(Array(bytes[start..<min(start + size, bytes.count)]).span)
        start += size
    }
    reader.finish()
    return reader.report
}

extension AgentReport {
    /// What it failed of, if it ended here: its own verdict, else the last error that nothing overtook.
    var failure: ReportedFailure? {
        switch verdict {
        case .failure(let failure): failure
        case .success: nil
        case nil: lastError
        }
    }
}
