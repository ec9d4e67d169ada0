import SpawnCore
import Testing

@testable import AuroraSpawner

@Suite struct ResetHintTests {
    /// 2026-01-15 12:00:00 UTC, a Thursday.
    private static let now = 1_768_478_400.0

    @Test(arguments: [
        ("retry-after: 30", 30), ("Retry-After: 1.5", 1.5), ("\"retry_after\": 12", 12), ("retry-after-ms: 1500", 1.5),
        ("try again in 3.965s", 3.965), ("Please retry in 47.4s", 47.4), ("\"retryDelay\": \"34.07s\"", 34.07),
        ("retryDelay \"34.07s\"", 34.07), ("\"resets_in_seconds\":1800", 1800), ("try again in 5 minutes", 300),
        ("try again in 1 hour 30 minutes", 5400), ("try again in 2 days, 3 hours and 5 minutes", 183_900),
        ("x-ratelimit-reset-requests: 6m0s", 360), ("x-ratelimit-reset-tokens: 20ms", 0.02), ("wait 45 seconds", 45),
        ("resetsAt: 1768482000", 3600), ("\"resets_at\":1768482000", 3600), ("resets_at=1768482000000", 3600),
        ("usage limit reached|1768482000", 3600), ("\"resets_at\": \"2026-01-15T13:00:00Z\"", 3600),
        ("resets_at: 2026-01-15T13:00:00+01:00", 0), ("resets 1am (Europe/Oslo)", 43_200),
        ("resets 3:30pm (UTC)", 12_600), ("resets at 15:30 UTC", 12_600), ("resets Jan 17, 12am (UTC)", 129_600),
        ("try again at Jan 17th, 2026 4:00 PM (UTC)", 187_200), ("retry-after: Thu, 15 Jan 2026 12:10:00 GMT", 600),
        ("resets 1am (America/New_York)", 64_800), ("resets 11:59am (UTC)", 86_340),
        ("resets Jan 14, 1pm (UTC)", 31_453_200),
        ("retry after 20 seconds; retry after 40 seconds", 40),
    ])
    func `each shape says when the service serves again`(text: String, wait: Double) {
        let hint = ResetHintParser.lastHint(in: Array(text.utf8)).flatMap { ResetHint($0, now: Self.now) }
        #expect(hint.map { ($0.wait.inSeconds * 1000).rounded() / 1000 } == wait)
        #expect(hint.map { abs($0.resetAt - Self.now - wait) < 0.001 } == true)
    }

    @Test(arguments: [
        "", "retry", "retry-after", "retry-after:", "retry-after: soon", "try again in a while",
        "try again in 5 apples",
        "wait 30", "resets 25:00 (UTC)", "resets 13pm (UTC)", "resets 1am (Mars/Base)", "resets 1am (../../etc/passwd)",
        "resets 7", "resets_at: 99999999999999999999999999", "try again at Feb 31", "the limit resets every day",
    ])
    func `what says nothing is no hint`(text: String) {
        #expect(ResetHintParser.lastHint(in: Array(text.utf8)).flatMap { ResetHint($0, now: Self.now) } == nil)
    }

    @Test func `a zone's summer time holds on the day of the reset, not on the day it is read`() {
        // On 2026-03-28 23:30 UTC Oslo is an hour ahead; at 9 o'clock on the next day it is two.
        let now = 1_774_740_600.0
        let hint = ResetHintParser.lastHint(in: Array("resets 9am (Europe/Oslo)".utf8)).flatMap {
            ResetHint($0, now: now)
        }
        #expect(hint?.wait == .seconds(7.5 * 3600))
    }

    @Test(arguments: [
        ("Europe/Oslo", 1_768_478_400.0, 3600), ("Europe/Oslo", 1_784_116_800, 7200),
        ("Asia/Kolkata", 1_768_478_400, 19_800),
        ("America/New_York", 1_768_478_400, -18_000), ("UTC", 1_768_478_400, 0), ("Etc/GMT+5", 1_768_478_400, -18_000),
        ("Europe/Oslo", -1_000_000_000, 3600),
    ])
    func `zones have the offsets of the system's zone files`(zone: String, moment: Double, offset: Int) {
        #expect(TimeZones.offset(of: zone, at: moment) == offset)
    }

    @Test func `damaged zone files are no zones`() throws {
        let file = try InputFile.read("/usr/share/zoneinfo/Europe/Oslo")
        for length in 0..<file.count { _ = ZoneFile(Array(file.prefix(length)))?.offset(at: 1_768_478_400) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var damaged = file
            for _ in 0..<8 { damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255) }
            _ = ZoneFile(damaged)?.offset(at: 1_768_478_400)
        }
    }
}
