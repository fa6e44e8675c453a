// A target as the fixture of C# tests.

using System;
using System.IO;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Outside;

/// <summary>
/// Boots the target that RK_TARGET names (qemu-virt by default) once, with test=wait, for all tests of a class that has it as its
/// <c>IClassFixture</c>. A board is leased and guarded as by rk test. Derive from it to boot in another way.
/// </summary>
public class TargetFixture : IDisposable
{
    private readonly Lazy<TargetSession> _session;
    private BoardHold? _hold;

    /// <summary>A fixture; the target is booted when a test first asks for it.</summary>
    public TargetFixture() => _session = new Lazy<TargetSession>(Boot);

    /// <summary>The target's name.</summary>
    public virtual string TargetName => Environment.GetEnvironmentVariable("RK_TARGET") is { Length: > 0 } name ? name : "qemu-virt";

    /// <summary>The booted target.</summary>
    public TargetSession Session => _session.Value;

    /// <summary>What the kernel's command line gets.</summary>
    protected virtual string CommandLine => "test=wait";

    /// <summary>What the target may do without failing the class: tests that reboot it expect a restart.</summary>
    protected virtual Tolerance Expected => Tolerance.None;

    /// <summary>Ends the session; see <see cref="Dispose(bool)"/>.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Judges the whole session by the rules of rk test, switches the target off and gives it back.</summary>
    /// <exception cref="ExpectationException">The kernel panicked, started again or the like, and no test noticed.</exception>
    /// <exception cref="InfrastructureException">The rig failed.</exception>
    protected virtual void Dispose(bool disposing)
    {
        using BoardHold? hold = _hold;
        if (!_session.IsValueCreated)
        {
            return;
        }

        Verdict verdict = _session.Value.Conclude();
        if (verdict.Kind == VerdictKind.Infrastructure)
        {
            throw new InfrastructureException(verdict.Reason);
        }

        if (verdict.Kind != VerdictKind.Pass)
        {
            throw new ExpectationException(verdict.Reason);
        }
    }

    private TargetSession Boot()
    {
        TargetDefinition target = TargetDeviceTree.Prepare(BoardCatalog.Load(Repository.Root).Target(TargetName));
        target = TargetOverride.Apply(target, "cmdline", CommandLine);
        _hold = BoardHold.Take(target, "test", TimeSpan.FromMinutes(10), isGuarded: true, CancellationToken.None);
        string folder = Repository.Work("runs");
        Directory.CreateDirectory(folder);
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = Path.Combine(folder, $"outside-{Guid.NewGuid():N}.jsonl"),
            LayOut = RunFiles.LayOut,
            Volumes = TargetVolumes.Shared,
            Verb = "outside",
            Tolerates = Expected,
        };
        return TargetSession.Boot(request, CancellationToken.None);
    }
}
