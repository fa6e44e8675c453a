using System;
using System.IO;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>
/// What a person sees of MemoryManager and Log, and of their failures: memory and text survive, and
/// without Log there is the kernel's ring.
/// </summary>
public sealed class MemoryCommandTests : IDisposable
{
    private const string LogLine = "(?m)^log +[0-9]+ +[0-9]+ +2048 +132 +132 +1 +0$";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-memory-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Memory_and_log_are_there_after_their_services_failed()
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = KernelImage.Path };
        using TargetSession session = TargetSession.Boot(
            new RunRequest { Target = target, Root = Tool.Root, LogPath = Path.Combine(_folder.FullName, "run.jsonl"), Verb = "outside" },
            CancellationToken.None);
        session.WaitForShell(s_limit);

        // The prompt may come before Log has its ring: it answers when it has.
        _ = session.Shell("dmesg", s_limit);
        Assert.Matches(LogLine, session.Shell("mem", s_limit));
        session.SendLine("crash memory");
        _ = session.WaitFor("init: memory ended with code 0xe100", s_limit);
        session.WaitForShell(s_limit);
        Assert.Matches(LogLine, session.Shell("mem", s_limit));

        session.SendLine("crash log exception");
        _ = session.WaitFor("init: log ended with code 0xe100", s_limit);
        session.WaitForShell(s_limit);
        string log = session.Shell("dmesg", s_limit);
        Assert.StartsWith("RustKernel v", log, StringComparison.Ordinal);
        Assert.Contains("Memory Test: ✓ Heap", log, StringComparison.Ordinal);
        Assert.Contains("init: memory ended with code 0xe100\n", log, StringComparison.Ordinal);

        session.SendLine("kill log");
        _ = session.WaitFor("init: log was killed; not started again", s_limit);
        session.WaitForShell(s_limit);
        Assert.StartsWith(
            "log: the service does not run (start NAME starts it); what the kernel has:\nRustKernel v",
            session.Shell("dmesg", s_limit),
            StringComparison.Ordinal);
    }
}
