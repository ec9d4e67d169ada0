import SpawnCore
import Testing

@testable import AuroraSpawner

@Suite struct ResetHintTests {
    /// 2026-01-15 12:00:00 UTC, a Thursday.
    private static let now = 1_768_478_400.0

    /// How long from ``now`` the hint of a text is, in seconds; `nil` when it says nothing.
    private static func wait(_ text: String, now: Double = now) -> Double? {
        ResetHint(ResetHintParser.hints(in: text.utf8), now: now).map { hint in
            #expect(abs(hint.resetAt - now - hint.wait.inSeconds) < 0.001)
            return (hint.wait.inSeconds * 1000).rounded() / 1000
        }
    }

    @Test(arguments: [
        ("retry-after: 30", 30), ("Retry-After: 1.5", 1.5), ("\"retry_after\": 12", 12), ("retry-after-ms: 1500", 1.5),
        ("try again in 3.965s", 3.965), ("Please retry in 47.4s", 47.4), ("\"retryDelay\": \"34.07s\"", 34.07),
        ("retryDelay \"34.07s\"", 34.07), ("\"resets_in_seconds\":1800", 1800), ("try again in 5 minutes", 300),
        ("try again in 1 hour 30 minutes", 5400), ("try again in 2 days, 3 hours and 5 minutes", 183_900),
        ("try again in 1 day 4 hours 12 minutes", 101_520), ("Your quota will reset after 18h23m45s.", 66_225),
        ("x-ratelimit-reset-requests: 6m0s", 360), ("x-ratelimit-reset-tokens: 20ms", 0.02), ("wait 45 seconds", 45),
        ("x-ratelimit-reset-tokens: 1m30.5s", 90.5), ("\"quotaResetDelay\": \"13h19m1.2s\"", 47_941.2),
        ("{\\\"retry_after_seconds\\\": 7}", 7), ("RateLimit: limit=100, remaining=0, reset=30", 30),
        ("retry after 20", 20), ("Please retry after 2733 seconds.", 2733), ("try again in an hour", 3600),
        ("Please wait 587 hours 33 minutes before trying again.", 2_115_180), ("5 minutes until reset", 300),
        ("resets in 01:30:00", 5400), ("resetsAt: 1768482000", 3600), ("\"resets_at\":1768482000", 3600),
        ("resets_at=1768482000000", 3600), ("X-RateLimit-Reset: 1768482000123456789", 3600.123),
        ("usage limit reached|1768482000", 3600), ("Claude AI usage limit reached|1768482000000", 3600),
    ])
    func `durations and moments in numbers say when the service serves again`(text: String, wait: Double) {
        #expect(Self.wait(text) == wait)
    }

    @Test(arguments: [
        ("\"resets_at\": \"2026-01-15T13:00:00Z\"", 3600), ("resets_at: 2026-01-15T14:30:00.123456+01:00", 5400),
        ("resets_at: 2026-01-15T08:00:00-0500", 3600), ("reset at 2026-01-15 13:00", 3600),
        ("retry-after: Thu, 15 Jan 2026 12:10:00 GMT", 600), ("try again at Thu Jan 15 13:00:00 2026", 3600),
        ("try again at Thu Jan 15 2026 14:00:00 GMT+0100 (Central European Standard Time)", 3600),
        ("resets 1am (Europe/Oslo)", 43_200), ("resets 3:30pm (UTC)", 12_600), ("resets at 15:30 UTC", 12_600),
        ("resets 3:30\u{202F}PM (UTC)", 12_600), ("reset at 1 p.m. (UTC)", 3600), ("RESETS AT 1 P.M.", 3600),
        ("resets 1am (America/New_York)", 64_800), ("resets 10:59am (UTC)", 82_740), ("resets at 24:00 UTC", 43_200),
        ("Your limit will reset at 6pm\n     (Europe/Berlin).", 18_000), ("resets 7pm, Europe/Berlin", 21_600),
        ("resets 6am PST", 7200), ("resets 7am PDT", 7200), ("resets 3pm CEST", 3600), ("resets 11pm JST", 7200),
        ("resets 6:30pm IST", 3600), ("resets 9pm UTC+8", 3600), ("resets 3pm (GMT+2)", 3600), ("resets 5am PT", 3600),
        ("resets 7:30am UTC-05:30", 3600), ("resets 8am Eastern Time", 3600), ("resets 2pm +01:00", 3600),
        ("resets Jan 17, 12am (UTC)", 129_600), ("try again at Jan 17th, 2026 4:00 PM (UTC)", 187_200),
        ("try again at 4:00 PM on Jan 17th, 2026", 187_200), ("resets Jan 16 at 9am (Asia/Tokyo)", 43_200),
        ("resets 17 January 2026, 16:00", 187_200), ("resets on 17.01.2026 16:00", 187_200),
        ("resets on 2026/01/17 16:00", 187_200), ("resets Sat 4:00pm", 187_200), ("resets Thursday 1pm", 3600),
        ("resets Mon 12:00am", 302_400), ("resets Monday at 9am (UTC)", 334_800), ("resets 9am Monday", 334_800),
        ("resets Thu 10am", 597_600), ("try again tomorrow at 9:00", 75_600), ("resets at 9:00 tomorrow", 75_600),
        ("resets at midnight UTC", 43_200), ("resets at midnight (America/Los_Angeles)", 72_000),
        ("try again at noon tomorrow", 86_400), ("limited until 1pm", 3600),
        ("You can send more messages after 3:00 PM (GMT+1).", 7200), ("Service resumes at 16:00 MSK.", 3600),
        ("You will regain access on 2026-01-17 at 16:00 UTC.", 187_200), ("Your allowance refills in 6h 12m.", 22_320),
        ("Please try again in half an hour.", 1800), ("Cooldown: 15 minutes remaining.", 900),
        ("next attempt allowed in 90 sec.", 90), ("resets on the 1st", 1_468_800),
        // A day alone is tried at its noon, and an hour later when it is that already.
        ("resets Jan 17", 172_800), ("will reset when your monthly cycle ends on 2/9/2026.", 2_160_000),
        ("ends on 9/2/2026, resets 9/2/2026", 2_160_000), ("resets on 25/1/2026", 864_000), ("resets today", 3600),
        ("resets Friday", 86_400), ("resets tomorrow", 86_400),
    ])
    func `times, days and zones say when the service serves again`(text: String, wait: Double) {
        #expect(Self.wait(text) == wait)
    }

    @Test(arguments: [
        ("Limit erreicht, wird um 15:00 Uhr zurückgesetzt", 10_800),
        ("Wird am Montag um 9 Uhr zurückgesetzt.", 334_800),
        ("Bitte versuchen Sie es in 5 Minuten erneut.", 300), ("Versuche es in 1 Stunde und 30 Minuten wieder", 5400),
        ("Zurückgesetzt am 17. Januar 2026 um 16.00 Uhr (MEZ)", 183_600), ("in einer Stunde wieder verfügbar", 3600),
        ("Limite atteinte, réinitialisée à 15h", 10_800), ("réinitialisation le 17 janvier 2026 à 16h00", 187_200),
        ("Veuillez réessayer dans 3 heures.", 10_800), ("Veuillez patienter 30 secondes", 30),
        ("El límite se restablece a las 3pm", 10_800), ("se restablecerá a las 3:00 p. m.", 10_800),
        ("Vuelve a intentarlo en 5 minutos", 300), ("se restablece el lunes a las 9:00", 334_800),
        ("Inténtalo de nuevo el 17 de enero de 2026, 16:00", 187_200), ("Espere 30 segundos", 30),
        ("or try again at 17 de jan. de 2026, 16:00.", 187_200), ("Tente novamente em 3 horas", 10_800),
        ("O limite será redefinido às 15h30", 12_600), ("Limite raggiunto, si ripristina alle 15:00", 10_800),
        ("Riprova tra 3 ore", 10_800), ("si azzera il 17 gennaio 2026 alle ore 16:00", 187_200),
        ("Лимит сбросится в 15:00", 10_800), ("Повторите попытку через 5 минут", 300),
        ("Попробуйте снова 17 января 2026 г. в 16:00", 187_200), ("15時にリセットされます", 10_800),
        ("午後3時30分にリセット", 12_600), ("3時間後に再試行してください", 10_800), ("1月17日 16:00 にリセット", 187_200),
        ("30秒後に再試行してください", 30), ("将在 3 小时后重置", 10_800), ("您的限额将在 2026-01-17 16:00:00 重置。", 187_200),
        ("请在30秒后重试", 30), ("请等待 5 分钟", 300), ("将于明天上午9点重置", 75_600), ("重置时间：2026-01-17 16:00:00", 187_200),
        ("將於下午3點重設", 10_800), ("오후 3시에 초기화됩니다", 10_800), ("3시간 후에 재설정됩니다", 10_800),
        ("5분 후에 다시 시도하세요", 300), ("1월 17일 오후 4시에 재설정", 187_200), ("１５：００ にリセット", 10_800),
    ])
    func `other languages say it too`(text: String, wait: Double) {
        #expect(Self.wait(text) == wait)
    }

    @Test(arguments: [
        // The window that is used up, not the one that is named last.
        ("You've hit your 5-hour limit · resets 3pm. Weekly limit: 40% used, resets Jan 17, 12am", 10_800),
        ("Weekly limit: 40% used, resets Jan 17, 12am · 5-hour limit reached, resets 3pm", 10_800),
        ("You've hit your weekly limit. 5-hour limit resets 3pm, weekly limit resets Jan 17, 12am", 129_600),
        ("5-hour limit reached, resets 3pm; weekly limit reached, resets Jan 17, 12am", 129_600),
        ("已达到 5小时的使用上限。您的限额将在 2026-01-15 13:00:00 重置。", 3600),
        // Of headers the one whose limit has nothing left, else the latest; what says when to ask goes before them.
        (
            "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 6m0s\nx-ratelimit-remaining-tokens: 9\n"
                + "x-ratelimit-reset-tokens: 20m0s", 360
        ),
        ("x-ratelimit-reset-requests: 6m0s\nx-ratelimit-reset-tokens: 20ms", 360),
        ("retry-after: 20\nx-ratelimit-reset-tokens: 6m0s", 20), ("retry after 20 seconds; retry after 40 seconds", 40),
        (
            "anthropic-ratelimit-unified-5h-status: allowed\nanthropic-ratelimit-unified-5h-reset: 1768482000\n"
                + "anthropic-ratelimit-unified-7d-status: rejected\nanthropic-ratelimit-unified-7d-reset: 1768485600\n"
                + "anthropic-ratelimit-unified-reset: 1768482000", 7200
        ),
    ])
    func `of several hints the one counts that holds everybody up`(text: String, wait: Double) {
        #expect(Self.wait(text) == wait)
    }

    @Test(arguments: [
        "", "retry", "retry-after", "retry-after:", "retry-after: soon", "try again in a while", "wait 30", "resets 7",
        "try again in 5 apples", "resets 25:00 (UTC)", "resets 13pm (UTC)", "resets 1am (Mars/Base)",
        "resets 1am (XYZ)",
        "resets 1am (../../etc/passwd)", "resets_at: 99999999999999999999999999", "try again at Feb 31",
        "the limit resets every day", "wait for limits to reset (every 5h and every week.)",
        "5 hour limit, retry later",
        "Retrying in 8 seconds… (attempt 5/10)", "waited 30 s", "resets Jan 14, 1pm (UTC)", "resets_at: 1668482000",
        "resets Jan 10, 2026 1pm", "it took 30 s. Try again.", "try again later: 3 of 5 tasks in 10 minutes",
        "50 requests in 5 hours are allowed", "the limit was hit at 11:05", "resets list 5",
    ])
    func `what says nothing is no hint`(text: String) {
        #expect(Self.wait(text) == nil)
    }

    @Test(arguments: [
        // A second, a minute, half an hour and an hour late; beyond that it is the next day's.
        ("resets 12pm", 30), ("resets 11:59am", 60), ("resets 11:56am", 240), ("resets 11:30am", 300),
        ("resets 11am", 300), ("resets 10:59am", 82_740), ("resets Jan 15, 11:58am", 120), ("resets Thu 11:58am", 120),
        ("resets_at: 1768478399", 30), ("resets_at: 2026-01-15T11:58:00Z", 120), ("today at 11:58 it resets", 120),
        ("resets at noon", 30), ("retry-after: 0", 0),
    ])
    func `a time that has just passed means a short wait, and not a day`(text: String, wait: Double) {
        #expect(Self.wait(text) == wait)
    }

    @Test func `just passed holds across midnight and the new year`() {
        // 2026-01-01 00:02 UTC
        let now = 1_767_225_720.0
        #expect(Self.wait("resets 11:58pm", now: now) == 240)
        #expect(Self.wait("resets Dec 31, 11:58pm", now: now) == 240)
        #expect(Self.wait("resets at midnight", now: now) == 120)
        #expect(Self.wait("resets Wed 11:58pm", now: now) == 240)
        #expect(Self.wait("resets Jan 2, 12:02am", now: now) == 86_400)
        #expect(Self.wait("resets Jan 2, 12:02am", now: now - 86_400) == 172_800)
    }

    @Test(arguments: [
        // New York puts its clocks forward on 2026-03-08 at 07:00 UTC: half past two is not there, and is taken for half past three.
        ("resets 2:30am (America/New_York)", 1_772_949_600.0, 5400.0),
        ("resets 4am (America/New_York)", 1_772_949_600, 7200),
        // They are put back on 2026-11-01 at 06:00 UTC: half past one is there twice.
        ("resets 1:30am (America/New_York)", 1_793_509_200, 1800),
        ("resets 1:30am (America/New_York)", 1_793_512_860, 1740),
        // Beyond the last change in the files only their rule tells: 2040-07-01 12:00 UTC.
        ("resets 3pm (Europe/Oslo)", 2_224_756_800, 3600), ("resets 9am (America/New_York)", 2_224_756_800, 3600),
        ("resets 11pm (Australia/Sydney)", 2_224_756_800, 3600),
    ])
    func `the changes to and from summer time are kept to`(text: String, now: Double, wait: Double) {
        #expect(Self.wait(text, now: now) == wait)
    }

    @Test func `everyday talk announces nothing outside of an error's own words`() {
        func surrounding(_ text: String) -> [ResetTime] { ResetHintParser.hints(in: text.utf8, scope: .surroundings) }
        #expect(surrounding("so look at it again in 45 minutes") == [])
        #expect(surrounding("it is available at 3pm") == [])
        #expect(surrounding("Please try again in 45 minutes") == [.after(2700)])
        #expect(surrounding("retry-after: 30") == [.after(30)])
    }

    /// How long from ``now`` the hint of an attempt that failed is.
    private static func wait(ofFailed tool: String, _ text: String) -> Double? {
        Corpus.classify(text, of: tool, exit: .exited(1))?.hint?.wait.inSeconds
    }

    @Test func `a prompt that is repeated, and talk before an error, are no hint`() {
        let echo = "user\nhonour retry-after: 7200\nand try again in 2 hours\n"
        let limit = "ERROR: exceeded retry limit, last status: 429 Too Many Requests"
        #expect(Self.wait(ofFailed: "codex", echo + limit) == nil)
        #expect(Self.wait(ofFailed: "codex", echo + "ERROR: Rate limit reached. Please try again in 20s.") == 20)
        #expect(Self.wait(ofFailed: "codex", "user\nretry-after: 7200\n" + limit) == nil)
        #expect(Self.wait(ofFailed: "claude", "Look at it again in 45 minutes. API Error: Connection error.") == nil)
        #expect(Self.wait(ofFailed: "claude", "Look again in 45 minutes.\nAPI Error: 429 rate_limit_error") == nil)
    }

    @Test func `the headers of a refused response belong to the error behind them`() {
        let headers = "< HTTP/2 429\n< retry-after: 30\n< x-ratelimit-remaining: 0\n"
        #expect(Self.wait(ofFailed: "own", headers + "curl: (22) The requested URL returned error: 429") == 30)
        #expect(Self.wait(ofFailed: "own", "Error: 429 Too Many Requests\nretry-after: 30") == 30)
    }

    @Test func `of windows reported as data the refused one counts, and never beyond its own length`() {
        func wait(fiveHours: Int, week: Double) -> Double? {
            let text =
                #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":\#(fiveHours),"#
                + #""rateLimitType":"five_hour","unifiedWindows":{"five_hour":{"utilization":1,"resetsAt":\#(fiveHours)},"#
                + #""seven_day":{"utilization":\#(week),"resetsAt":1768900000}}}}"#
            return ResetHint(ResetHintParser.hints(inEvent: text.utf8), now: Self.now)?.wait.inSeconds
        }
        #expect(wait(fiveHours: 1_768_485_600, week: 0.49) == 7200)
        #expect(wait(fiveHours: 1_768_485_600, week: 1) == 421_600)
        // A clock that is ten days behind.
        #expect(wait(fiveHours: 1_769_349_600, week: 0.49) == 18_000)
        let denied = #"{"is_error":true,"permission_denials":[{"tool_input":{"command":"echo retry-after: 7200"}}]}"#
        #expect(ResetHintParser.hints(inEvent: denied.utf8) == [])
    }

    @Test(arguments: [
        "resets ", "try again in ", "retry-after: ", "重置3小时后", "1h ", "5 ", "x-", "mon ", "wait_", "again 3pm ",
    ])
    func `a text full of beginnings is read in time that grows with it`(word: String) {
        #expect(
            growsWithSize(from: 8192) { bytes in
                _ = ResetHintParser.hints(in: String(repeating: word, count: bytes / word.utf8.count).utf8)
            })
    }

    @Test func `a zone's summer time holds on the day of the reset, not on the day it is read`() {
        // On 2026-03-28 23:30 UTC Oslo is an hour ahead; at 9 o'clock on the next day it is two.
        let now = 1_774_740_600.0
        #expect(Self.wait("resets 9am (Europe/Oslo)", now: now) == 7.5 * 3600)
    }

    @Test(arguments: [
        ("Europe/Oslo", 1_768_478_400.0, 3600), ("Europe/Oslo", 1_784_116_800, 7200),
        ("Asia/Kolkata", 1_768_478_400, 19_800),
        ("America/New_York", 1_768_478_400, -18_000), ("UTC", 1_768_478_400, 0), ("Etc/GMT+5", 1_768_478_400, -18_000),
        ("Europe/Oslo", -1_000_000_000, 3600),
    ])
    func `zones have the offsets of the system's zone files`(zone: String, moment: Double, offset: Int) {
        #expect(TimeZones.offset(of: .named(zone), at: moment) == offset)
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
