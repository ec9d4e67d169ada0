internal import SpawnCore

/// A stream that waits for the disk.
struct StalledStream {
    var child: ChildProcess
    var stream: ChildStream
    /// When it has waited long enough.
    var end: Moment
}

/// A child that has ended and whose files are not closed yet.
struct UnclosedSpills {
    var spills: ChildSpills
    var report: ProcessReport
}

/// What children write, on its way to files.
extension ReactorLoop {
    /// What lives shorter and fits into memory makes no file. Nothing older than this and a moment is lost in a crash.
    private static let memoryOnly = Duration.seconds(1)
    /// How long a child is kept waiting for the disk. Some command lines lose output when nobody reads for 5 s.
    private static let longestStall = Duration.seconds(2)
    /// How long the end of an attempt is kept back for the disk.
    private static let longestClosing = Duration.seconds(10)

    func prepareSpills(of child: ChildProcess) {
        guard let spillStore, let id = child.spec.spillTask, child.spec.maxOutput > 0 else { return }
        child.spills = ChildSpills(
            child.output, spillStore, of: child.attempt, taskID: id, maxOutput: child.spec.maxOutput,
            keepsAllFrom: clock.now + ReactorLoop.memoryOnly)
    }

    /// Takes the next bytes of a stream. The timer comes with the first: most children have ended before they are one
    /// second old, and many write nothing.
    func spill(_ bytes: UnsafeRawBufferPointer, of child: ChildProcess, _ stream: ChildStream) {
        guard let spills = child.spills else { return }
        if !spills.hasTimer {
            spills.hasTimer = true
            // Its first bytes may be its last, and it be gone before a timer could fire.
            if clock.now >= spills.keepsAllFrom {
                spills.keepAll()
            } else {
                armTimer(.spill, at: spills.keepsAllFrom, for: child)
            }
        }
        unsafe spills.take(bytes, of: stream)
    }

    /// Leaves a stream unread until the disk has caught up. What a child writes meanwhile waits in its pipe, and then the
    /// child does: better than losing it, for a while.
    func stall(_ stream: ChildStream, of child: ChildProcess) {
        epoll.remove(child.number(of: stream))
        let end = clock.now + ReactorLoop.longestStall
        stalled.append(StalledStream(child: child, stream: stream, end: end))
        armTimer(.stall, at: end, for: child)
    }

    /// Reads on. A stream that was closed meanwhile has been read to its end.
    func resumeStalled() {
        let waiting = stalled
        stalled = []
        for entry in waiting where entry.child.number(of: entry.stream) >= 0 {
            do throws(SystemError) {
                let source: EpollKey.Source = entry.stream == .stderr ? .stderr : .stdout
                try epoll.add(entry.child.number(of: entry.stream), .read, entry.child.key(source))
            } catch {
                // Its end is still watched, and what is in the pipe is read then.
                continue
            }
        }
    }

    /// A child has waited long enough: from here on the end of its output is kept, and it is told what is missing.
    func endStall(of child: ChildProcess) {
        // The timer may be that of an earlier wait, which ended in time.
        guard stalled.contains(where: { $0.child === child && $0.end <= clock.now }) else { return }
        child.spills?.giveUp("the disk took nothing more for \(ReactorLoop.longestStall.components.seconds) s")
        resumeStalled()
    }

    /// Tells the end of a child: at once, or when everything it wrote is in its files.
    func tellWhenClosed(_ report: ProcessReport, of child: ChildProcess) {
        guard let spills = child.spills, spills.close() else {
            return tellEnd(of: child.attempt, report)
        }
        unclosed[child.attempt] = UnclosedSpills(spills: spills, report: report)
        closings.add(child.attempt, at: clock.now + ReactorLoop.longestClosing)
    }

    func tellClosed(_ attempt: AttemptID) {
        guard let waiting = unclosed.removeValue(forKey: attempt) else { return }
        var report = waiting.report
        let output = waiting.spills.finished(LiveOutput(stdout: report.stdout, stderr: report.stderr))
        report.stdout = output.stdout
        report.stderr = output.stderr
        tellEnd(of: attempt, report)
    }

    func giveUpClosing(_ attempt: AttemptID) {
        unclosed[attempt]?.spills.giveUp(
            "the disk did not take it within \(ReactorLoop.longestClosing.components.seconds) s")
        tellClosed(attempt)
    }
}
