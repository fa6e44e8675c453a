using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Leases;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Runs alone: a program that another test starts also has this process's locks between fork and exec.</summary>
[Collection(AloneCollection.Name)]
public sealed class LeaseTests : IDisposable
{
    private readonly LeaseFolder _leases = new(Path.Combine(Path.GetTempPath(), $"rk-leases-{Guid.NewGuid():N}"));

    public void Dispose() => Directory.Delete(_leases.Path, recursive: true);

    private BoardLease Take(TimeSpan wait, Action<string>? report = null, params string[] names)
        => BoardLease.Take(_leases, names.Length > 0 ? names : ["pi4"], "rk test pi4", wait, report ?? (_ => { }), CancellationToken.None);

    [Fact]
    public void A_board_has_one_user_at_a_time_and_says_who()
    {
        using (Take(TimeSpan.Zero))
        {
            LeaseHolder holder = _leases.HolderOf("pi4")!;
            Assert.Equal((Environment.UserName, Environment.ProcessId, "rk test pi4"), (holder.User, holder.Process, holder.What));
            string message = Assert.Throws<InfrastructureException>(() => Take(TimeSpan.Zero)).Message;
            Assert.Contains(
                $"pi4 is in use by {Environment.UserName} (rk test pi4, process {Environment.ProcessId}) since",
                message,
                StringComparison.Ordinal);
        }

        Assert.Null(_leases.HolderOf("pi4"));
        Take(TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void Two_boards_at_one_serial_port_exclude_each_other()
    {
        using BoardLease first = Take(TimeSpan.Zero, null, "pi4", "/dev/ttyUSB0");
        Assert.Contains(
            "/dev/ttyUSB0 is in use",
            Assert.Throws<InfrastructureException>(() => Take(TimeSpan.Zero, null, "pi5", "/dev/ttyUSB0")).Message,
            StringComparison.Ordinal);
        Take(TimeSpan.Zero, null, "pi5").Dispose();
    }

    [Fact]
    public async Task Who_comes_first_is_served_first()
    {
        ConcurrentQueue<int> order = new();
        Task[] waiting = new Task[5];
        BoardLease held = Take(TimeSpan.Zero);
        for (int index = 0; index < waiting.Length; index++)
        {
            int number = index;
            using ManualResetEventSlim inLine = new();
            waiting[index] = Task.Factory.StartNew(
                () =>
                {
                    using BoardLease lease = Take(Recording.Patience, _ => inLine.Set());
                    order.Enqueue(number);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            Assert.True(inLine.Wait(Recording.Patience));
            Assert.Equal(index + 1, _leases.WaitingFor("pi4"));
        }

        held.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal([0, 1, 2, 3, 4], order);
        Assert.Equal(0, _leases.WaitingFor("pi4"));
    }

    [Fact]
    public void A_lease_dies_with_its_holder_and_so_does_a_place_in_line()
    {
        // Another process locks the files like a lease and a ticket, and is killed.
        using (Take(TimeSpan.Zero))
        {
        }

        string ticket = Path.Combine(_leases.Path, "pi4.00000000000000000001-1-x.wait");
        File.WriteAllText(ticket, "");
        ProcessStartInfo start = new("flock", [
            Path.Combine(_leases.Path, "pi4.lock"),
            "flock",
            ticket,
            "sh",
            "-c",
            "echo locked; exec sleep 1000"
        ])
        {
            RedirectStandardOutput = true
        };
        using Process other = Process.Start(start)!;
        Assert.Equal("locked", other.StandardOutput.ReadLine());
        Assert.NotNull(_leases.HolderOf("pi4"));
        Assert.Throws<InfrastructureException>(() => Take(TimeSpan.Zero));
        other.Kill(entireProcessTree: true);
        Assert.True(other.WaitForExit(Recording.Patience), "the program did not end");
        Take(Recording.Patience).Dispose();
    }

    [Fact]
    public void While_a_guard_switches_a_board_off_nobody_gets_it()
    {
        using (GuardLock guard = GuardLock.Take(_leases, "pi4"))
        {
            Assert.Contains(
                "being switched off",
                Assert.Throws<InfrastructureException>(() => Take(TimeSpan.Zero)).Message,
                StringComparison.Ordinal);
            Assert.Throws<InfrastructureException>(() => GuardLock.Take(_leases, "pi4"));
        }

        Take(TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void Waiting_can_be_interrupted_and_leaves_no_place_behind()
    {
        using BoardLease held = Take(TimeSpan.Zero);
        using CancellationTokenSource interrupt = new();
        Assert.ThrowsAny<OperationCanceledException>(
            () => BoardLease.Take(_leases, ["pi4"], "x", Recording.Patience, _ => interrupt.Cancel(), interrupt.Token));
        Assert.DoesNotContain(Directory.EnumerateFiles(_leases.Path, "*.wait"), File.Exists);
    }

    [Fact]
    public void The_folder_is_everybody_s()
    {
        using BoardLease held = Take(TimeSpan.Zero);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.True(File.GetUnixFileMode(_leases.Path).HasFlag(UnixFileMode.OtherWrite | UnixFileMode.StickyBit));
        Assert.True(File.GetUnixFileMode(Path.Combine(_leases.Path, "pi4.lock")).HasFlag(UnixFileMode.OtherWrite));
    }
}
