// Everything a serial line has said in a run, read as protocol 1. The one reader of serial bytes in the rig.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Takes the bytes of a serial line as they arrive and keeps what they mean: boot stages, test documents, panics,
/// problems. Memory is bounded by the documents' size, not by the number of bytes. Not thread-safe.
/// </summary>
public sealed class SerialRecord
{
    private const int MaximumProblems = 50;
    private const string UnknownClassMark = "Panic: unknown class ";
    private const int RecentCount = 16;
    private readonly LineSplitter _splitter = new();
    private readonly KtapReader _ktap;
    private readonly List<StageReached> _stages = [];
    private readonly PanicLog _panics = new();
    private readonly BuildLine _build = new();
    private readonly BootOrder _boot = new();
    private readonly List<string> _unknownClasses = [];
    private readonly List<UnknownSuite> _unknownSuites = [];
    private readonly List<string> _unknownCommands = [];
    private readonly List<string> _problems = [];

    private readonly Queue<string> _recent = new();

    // The order of the text that the shell quotes from its log: an earlier boot's text once more.
    private BootOrder _quoted = new();
    private SerialPhase _phase;

    /// <summary>An empty record.</summary>
    public SerialRecord() => _ktap = new KtapReader(AddProblem, TakeTimeFall);

    /// <summary>Bytes received.</summary>
    public long Bytes { get; private set; }

    /// <summary>What was done about its line ends.</summary>
    public LineEnds LineEnds { get; } = new();

    /// <summary>What kind of bytes they are.</summary>
    public ByteCensus Census { get; } = new();

    /// <summary>What a Raspberry Pi's firmware said.</summary>
    public FirmwareLog Firmware { get; } = new();

    /// <summary>When the first byte arrived, ns since the run's start; 0 before.</summary>
    public long FirstByteNanoseconds { get; private set; }

    /// <summary>Lines received.</summary>
    public long Lines { get; private set; }

    /// <summary>The last lines, at most 16, an empty one among them as well.</summary>
    public IReadOnlyCollection<string> RecentLines => _recent;

    /// <summary>When the last byte arrived, ns since the run's start.</summary>
    public long LastByteNanoseconds { get; private set; }

    /// <summary>The last line that was not empty.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>How often <see cref="LastLine"/> came in a row.</summary>
    public long LastLineRepeats { get; private set; }

    /// <summary>The line that has begun but not ended.</summary>
    public string UnfinishedLine => Encoding.UTF8.GetString(_splitter.Pending);

    /// <summary>The boot stages reached, in the order of arrival, each once.</summary>
    public IReadOnlyList<StageReached> Stages => _stages;

    /// <summary>
    /// How often the machine started again: text of a boot that had come already or that is earlier than what came before it, a loader's
    /// log after the kernel's, the kernel's time falling.
    /// </summary>
    public int Restarts { get; private set; }

    /// <summary>What showed the first restart: a line, or the times; empty when there was none.</summary>
    public string RestartEvidence { get; private set; } = "";

    /// <summary>How far the machine had got when it started again for the first time; empty when it never did.</summary>
    public string PositionBeforeRestart { get; private set; } = "";

    /// <summary>The "Build:" line's words after the colon; empty before the first that can be read.</summary>
    public string Build => _build.Words;

    /// <summary>What the readable "Build:" lines name.</summary>
    public BuildLine BuildLines => _build;

    /// <summary>The test documents, the last one possibly incomplete.</summary>
    public IReadOnlyList<KtapDocument> Documents => _ktap.Documents;

    /// <summary>The test document being received; null outside of one.</summary>
    public KtapDocument? OpenDocument => _ktap.Open;

    /// <summary>The panics, the last one possibly unfinished.</summary>
    public IReadOnlyList<PanicReport> Panics => _panics.All;

    /// <summary>True when the line that has begun but not ended shows a panic.</summary>
    public bool HasUnfinishedPanic => _phase != SerialPhase.Quoting && PanicLog.MayBeginIn(UnfinishedLine);

    /// <summary>True when the line that has begun but not ended shows another boot.</summary>
    public bool HasUnfinishedRestart =>
        _phase != SerialPhase.Quoting && !_panics.IsOpen && _boot.MayBeginAgainIn(UnfinishedLine);

    /// <summary>
    /// What the kernel said of a class of panics that it does not have: its name and those it has;
    /// empty when it did not.
    /// </summary>
    public IReadOnlyList<string> UnknownPanicClasses => _unknownClasses;

    /// <summary>The results that are not ok and have a right check, whatever is damaged around them.</summary>
    public IReadOnlyList<KtapResult> Failures => _ktap.Failures;

    /// <summary>How many tests a "# done" line with a right check counts as not ok.</summary>
    public long CountedFailures => _ktap.CountedFailures;

    /// <summary>The suites the kernel said it does not have.</summary>
    public IReadOnlyList<UnknownSuite> UnknownSuites => _unknownSuites;

    /// <summary>The commands that the kernel did not understand, as it read them.</summary>
    public IReadOnlyList<string> UnknownCommands => _unknownCommands;

    /// <summary>True when the shell has shown its prompt in this boot.</summary>
    public bool HasShell => _phase >= SerialPhase.Shell;

    /// <summary>True when the machine waits for a command: at the shell's prompt, or after "# ready".</summary>
    public bool AwaitsCommand =>
        ShellPrompt.IsAlone(_splitter.Pending) || (_splitter.Pending.Length == 0 && KernelAnswer.IsReady(LastLine));

    /// <summary>The text typed after the shell's prompt, as the machine shows it; null when it shows no prompt now.</summary>
    public string? Typed => ShellPrompt.Typed(_splitter.Pending);

    /// <summary>True when something is typed after the shell's prompt, but not entered.</summary>
    public bool HasUnenteredCommand => ShellPrompt.Begins(_splitter.Pending) && !ShellPrompt.IsAlone(_splitter.Pending);

    /// <summary>How often "# ready" came.</summary>
    public int ReadyCount { get; private set; }

    /// <summary>What was damaged, missing or contradictory, in the order of arrival (the first 50).</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Takes <paramref name="bytes"/>, received at <paramref name="nanoseconds"/> since the run's start.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, long nanoseconds)
    {
        if (bytes.Length == 0)
        {
            return;
        }

        if (Bytes == 0)
        {
            FirstByteNanoseconds = nanoseconds;
        }

        Bytes += bytes.Length;
        LastByteNanoseconds = nanoseconds;
        bytes = LineEnds.Undo(bytes);
        Census.Feed(bytes);

        _splitter.Feed(bytes, nanoseconds, TakeLine);
        if (_phase != SerialPhase.Shell && ShellPrompt.Begins(_splitter.Pending))
        {
            TakeShell(nanoseconds);
        }
    }

    /// <summary>
    /// The line was cut and came back. The cause may have cut the machine's power, too, so a boot in progress then is no restart by the
    /// kernel.
    /// </summary>
    public void NoteGap()
    {
        _boot.Forget();
        _phase = SerialPhase.BeforeKernel;
        _ktap.NoteGap();
    }

    /// <summary>How far the machine got, in words: "nothing", "FrameAllocator", "test lang.switch" …</summary>
    public string Position()
    {
        if (_ktap.Open is { } document)
        {
            if (document.Tests.Count > 0 && document.Tests[^1].Suite == document.CurrentSuite)
            {
                return $"test {document.Tests[^1].Suite}.{document.Tests[^1].Name}";
            }

            return document.CurrentSuite.Length > 0 ? $"the start of suite {document.CurrentSuite}" : "the start of the test document";
        }

        if (Documents.Count > 0 && Documents[^1].IsComplete)
        {
            return "# done";
        }

        if (_stages.Count > 0)
        {
            return _stages[^1].Stage.Name;
        }

        if (Firmware.Stage.Length > 0)
        {
            return $"the firmware: {Firmware.Stage}";
        }

        return Bytes == 0 ? "nothing" : "bytes without any line of the kernel";
    }

    /// <summary>The refused command is sent again, so the refusals so far do not answer the request.</summary>
    public void RetractAnswers()
    {
        _unknownSuites.Clear();
        _unknownCommands.Clear();
    }

    private void AddProblem(string message)
    {
        _ktap.Distrust();
        if (_problems.Count < MaximumProblems)
        {
            _problems.Add($"line {Lines}: {message}");
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line, long startNanoseconds, long endNanoseconds, bool overlong)
    {
        Lines++;
        string text = Encoding.UTF8.GetString(line);
        CountRepeats(text);
        _recent.Enqueue(text);
        if (_recent.Count > RecentCount)
        {
            _recent.Dequeue();
        }

        if (overlong)
        {
            AddProblem($"a line is longer than {LineSplitter.MaximumLineBytes} bytes");
        }

        if (TakeQuoted(line, text))
        {
            return;
        }

        _build.Take(text);
        bool isBoot = TakeBoot(text, endNanoseconds);
        if (_panics.Take(text))
        {
            _ktap.Distrust();
        }
        else if (TakeAnswer(text) || TakeKtap(line, endNanoseconds) || isBoot)
        {
            return;
        }
        else if (ShellPrompt.Begins(line))
        {
            TakeShell(endNanoseconds);
            if (ShellPrompt.Typed(line)?.Trim() == "dmesg")
            {
                _phase = SerialPhase.Quoting;
                _quoted = new BootOrder();
            }
        }
        else
        {
            TakeFirmware(text);
        }
    }

    /// <summary>
    /// The answer to "dmesg" repeats the boot's text. If a boot starts within it, its text appears once more.
    /// </summary>
    private bool TakeQuoted(ReadOnlySpan<byte> line, string text)
    {
        if (_phase == SerialPhase.Quoting && ShellPrompt.Begins(line))
        {
            _phase = SerialPhase.Shell;
        }

        if (_phase != SerialPhase.Quoting)
        {
            return false;
        }

        if (_quoted.Take(text, BootText.Find(text)) == 0)
        {
            return true;
        }
        // The text from here on is that boot's own.
        TakeRestart(text);
        _boot.Forget();
        _boot.Take(text, BootText.Find(text));
        return true;
    }

    private bool TakeBoot(string text, long endNanoseconds)
    {
        IReadOnlyList<(int At, BootPiece Piece)> pieces = BootText.Find(text);
        if (_panics.IsOpen && pieces.Count > 0)
        {
            pieces = [.. pieces.Where(found => found.Piece.Stage != "Build")];
        }

        int restarts = _boot.Take(text, pieces);
        for (int restart = 0; restart < restarts; restart++)
        {
            TakeRestart(text);
        }

        foreach ((_, BootPiece piece) in pieces)
        {
            Reach(BootStage.Named(piece.Stage), text, endNanoseconds);
        }

        if (BootStage.Recognise(text) is not { } stage || (_panics.IsOpen && stage.Name == "Build"))
        {
            return pieces.Count > 0;
        }

        Reach(stage, text, endNanoseconds);
        return true;
    }

    private bool TakeKtap(ReadOnlySpan<byte> line, long endNanoseconds)
    {
        bool isTaken = _ktap.Take(line, endNanoseconds);
        if (_ktap.Open is not null)
        {
            Work();
        }

        return isTaken;
    }

    private void Work()
    {
        NoteKernel();
        _boot.Work();
    }

    private void NoteKernel() => _phase = _phase == SerialPhase.BeforeKernel ? SerialPhase.Kernel : _phase;

    private void TakeTimeFall(string evidence)
    {
        TakeRestart(evidence);
        _boot.Forget();
    }

    private void CountRepeats(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        LastLineRepeats = text == LastLine ? LastLineRepeats + 1 : 1;
        LastLine = text;
    }

    private bool TakeAnswer(string text)
    {
        // A test may quote what it likes.
        if (_ktap.Open is not null && text.StartsWith("  #", StringComparison.Ordinal))
        {
            return false;
        }

        if (KernelAnswer.IsReady(text))
        {
            ReadyCount++;
            Work();
            return true;
        }

        if (text.StartsWith(UnknownClassMark, StringComparison.Ordinal))
        {
            _unknownClasses.Add(text[UnknownClassMark.Length..]);
            return true;
        }

        if (KernelAnswer.UnknownCommand(text) is { } command)
        {
            _unknownCommands.Add(command);
            return true;
        }

        if (KernelAnswer.UnknownSuite(text) is not { } suite)
        {
            return false;
        }

        _unknownSuites.Add(suite);
        return true;
    }

    /// <summary>A loader's text after the kernel's: the board was reset.</summary>
    private void TakeFirmware(string text)
    {
        if (Firmware.Take(text) is not { } loaderAt)
        {
            return;
        }

        bool isCut = BootOrder.IsCutBanner(text.AsSpan(0, loaderAt));
        if (_phase != SerialPhase.BeforeKernel || isCut)
        {
            TakeRestart(text);
        }

        _boot.Forget();
    }

    private void TakeRestart(string evidence)
    {
        if (Restarts == 0)
        {
            PositionBeforeRestart = Position();
            RestartEvidence = evidence;
        }

        Restarts++;
        _phase = SerialPhase.BeforeKernel;
        _panics.Close();
        _ktap.Abandon();
    }

    private void TakeShell(long nanoseconds)
    {
        _phase = SerialPhase.Shell;
        Work();
        Reach(BootStage.Shell, BootStage.Shell.Prefix, nanoseconds);
    }

    private void Reach(BootStage stage, string text, long endNanoseconds)
    {
        NoteKernel();
        if (!_stages.Exists(reached => reached.Stage == stage))
        {
            _stages.Add(new StageReached(stage, text, endNanoseconds));
        }
    }
}

/// <summary>How far a boot has come, each phase with all that the ones before it have.</summary>
internal enum SerialPhase
{
    /// <summary>Nothing, or firmware and loaders: another one of them is no restart.</summary>
    BeforeKernel,

    /// <summary>The kernel has written text, so a loader's text means a restart.</summary>
    Kernel,

    /// <summary>The services' shell has shown its prompt.</summary>
    Shell,

    /// <summary>The shell quotes the log of the present boot, which is no new boot.</summary>
    Quoting,
}
