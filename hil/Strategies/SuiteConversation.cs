// Asking for suites: on the kernel's command line, or over the serial line.

using System;
using System.Text;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// With test=wait the kernel says "# ready" and takes commands: the first time it gets the suites to run, the second time "quit".
/// Otherwise there is nothing to say. Not thread-safe.
/// </summary>
internal sealed class SuiteConversation
{
    private readonly RunRequest _request;
    private readonly BenchSession _session;
    private int _answered;

    /// <summary>The conversation of one run.</summary>
    public SuiteConversation(RunRequest request, BenchSession session)
    {
        _request = request;
        _session = session;
    }

    /// <summary>What <paramref name="request"/> puts on the kernel's command line.</summary>
    public static string KernelWords(RunRequest request)
        => (request.KernelWords ?? "test=" + (request.Target.Strategy.AsksOverSerial ? "wait" : string.Join(',', request.Suites))) + Watch(request.Target);

    /// <summary>A kernel that hangs with interrupts on shall say so before the rig loses patience. Emulators on a busy host are slower than their clock.</summary>
    private static string Watch(TargetDefinition target)
        => target.Bench is null ? "" : FormattableString.Invariant($" watch={Math.Max(2, (int)(target.Deadlines.Silence.TotalSeconds * 0.75))}");

    /// <summary>How often the kernel has said that it is ready.</summary>
    public static int Look(RunObserver run) => run.Serial.ReadyCount;

    /// <summary>Answers a kernel that has been ready <paramref name="readyCount"/> times.</summary>
    public void Continue(int readyCount)
    {
        if (!_request.Target.Strategy.AsksOverSerial || _request.KernelWords is not null || readyCount <= _answered)
            return;
        _answered = readyCount;
        string command = readyCount == 1 ? "run " + string.Join(',', _request.Suites) : "quit";
        _session.Send(Encoding.ASCII.GetBytes(command + "\r"));
    }
}
