import Testing

@testable import SpawnProcess

/// Which errors on stderr are told.
struct ErrorAlarmTests {
    @Test func `an error is told once, and again after new stdout`() {
        var alarm = ErrorAlarm()
        alarm.matched("429", stdoutBytes: 0)
        #expect(alarm.take(stdoutBytes: 0) == "429")
        alarm.matched("429", stdoutBytes: 0)
        #expect(!alarm.isPending)
        alarm.matched("reset", stdoutBytes: 10)
        #expect(alarm.take(stdoutBytes: 10) == "reset")
    }

    @Test func `of several errors the first is told`() {
        var alarm = ErrorAlarm()
        alarm.matched("first", stdoutBytes: 3)
        alarm.matched("second", stdoutBytes: 3)
        #expect(alarm.take(stdoutBytes: 3) == "first")
        #expect(alarm.take(stdoutBytes: 3) == nil)
    }

    @Test func `an error that stdout has overtaken is not told, one after it is`() {
        var alarm = ErrorAlarm()
        alarm.matched("overtaken", stdoutBytes: 0)
        #expect(alarm.take(stdoutBytes: 5) == nil)
        alarm.matched("overtaken", stdoutBytes: 0)
        alarm.matched("later", stdoutBytes: 5)
        #expect(alarm.take(stdoutBytes: 5) == "later")
    }
}
