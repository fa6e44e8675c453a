using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.Virtio;
using RustKernel.Services.Disk;
using Xunit;

namespace RustKernel.Drivers.Tests.Virtio;

public sealed class VirtioTests
{
    private const int Runs = 12;
    private const int Requests = 400;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Requests_of_all_kinds_in_any_order_do_what_they_say(bool isCoherent)
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            DiskRun run = new(isCoherent, seed);
            Assert.Equal(ErrorCode.None, run.Drive.Start());
            Assert.Equal($"{seed}: ", $"{seed}: {run.Make(Requests)}");
            Assert.Equal((Requests, 0), (run.Answered, run.Drive.InFlight));
            Assert.Contains(4u, run.Device.Done);
            Assert.Contains(11u, run.Device.Done);
        }
    }

    // The driver with one kind of call that does nothing: some run must detect that.
    [Theory]
    [InlineData(true, nameof(IDmaMemory.OrderStores))]
    [InlineData(true, nameof(IDmaMemory.OrderLoads))]
    [InlineData(true, nameof(IDmaMemory.OrderAll))]
    [InlineData(false, nameof(IDmaMemory.ToDevice))]
    [InlineData(false, nameof(IDmaMemory.FromDevice))]
    public void A_barrier_or_maintenance_that_is_forgotten_is_found(bool isCoherent, string forgotten)
    {
        List<string> found = [];
        for (int seed = 0; seed < Runs; seed++)
        {
            DiskRun run = new(isCoherent, seed);
            run.Memory.Forgotten = forgotten;
            try
            {
                ErrorCode error = run.Drive.Start();
                found.Add(error == ErrorCode.None ? run.Make(Requests) ?? "" : $"{error}");
            }
            catch (InvalidOperationException exception)
            {
                found.Add(exception.Message);
            }
        }

        Assert.Contains(found, what => what.Length != 0);
    }

    [Theory]
    [InlineData(256u, 64u)]
    [InlineData(1024u, 64u)]
    [InlineData(100u, 21u)]
    [InlineData(8u, 2u)]
    [InlineData(4u, 1u)]
    public void A_small_queue_holds_fewer_requests(uint limit, uint slots)
    {
        DiskRun run = new(true, 1);
        run.Device.QueueLimits[0] = limit;
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        Assert.Equal(slots, run.Drive.MostInFlight);
        Assert.Null(run.Make(100));
    }

    [Fact]
    public void Without_events_in_the_rings_it_works_as_well()
    {
        DiskRun run = new(false, 2);
        run.Device.Features &= ~(ulong)VirtioFeatures.EventIndex;
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        Assert.Null(run.Make(Requests));
    }

    [Fact]
    public void A_place_without_a_disk_says_so_and_is_not_touched()
    {
        (Action<FakeVirtioDisk> Spoil, ErrorCode Error)[] cases =
        [
            (device => device.Magic = 0, ErrorCode.NotFound),
            (device => device.DeviceId = 0, ErrorCode.NotFound),
            (device => device.DeviceId = 1, ErrorCode.NotFound),
            (device => device.Version = 1, ErrorCode.NotSupported),
        ];
        foreach ((Action<FakeVirtioDisk> spoil, ErrorCode error) in cases)
        {
            DiskRun run = new(true, 3);
            spoil(run.Device);
            Assert.Equal(error, run.Drive.Start());
            Assert.Equal(0, run.Device.Resets);
        }
    }

    [Fact]
    public void A_device_that_does_not_come_up_is_given_up()
    {
        (Action<FakeVirtioDisk> Spoil, ErrorCode Error)[] cases =
        [
            (device => device.IsStuckInReset = true, ErrorCode.TimedOut),
            (device => device.Features &= ~(ulong)VirtioFeatures.Version1, ErrorCode.NotSupported),
            (device => device.RefusesFeatures = true, ErrorCode.DeviceError),
            (device => device.QueueLimits[0] = 0, ErrorCode.NotFound),
            (device => device.QueueLimits[0] = 2, ErrorCode.NotSupported),
            (device => device.IsRestless = true, ErrorCode.TimedOut),
        ];
        foreach ((Action<FakeVirtioDisk> spoil, ErrorCode error) in cases)
        {
            DiskRun run = new(true, 4);
            spoil(run.Device);
            Assert.Equal(error, run.Drive.Start());

            // A client that asks it anyway gets an error at once.
            DiskRequest<FakeDma> request = run.Request(DiskOperation.Read, 0, 1);
            run.Drive.Add(request, 0);
            Assert.Same(request, run.Drive.TakeDone());
            Assert.Equal(ErrorCode.DeviceError, request.Result);
        }
    }

    [Fact]
    public void An_error_is_its_requests_alone()
    {
        DiskRun run = new(false, 5);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        _ = run.Device.Bad.Add(5);
        DiskRequest<FakeDma>[] requests =
            [run.Request(DiskOperation.Read, 4, 1, 1), run.Request(DiskOperation.Read, 5, 1, 2), run.Request(DiskOperation.Write, 4, 2, 3)];
        foreach (DiskRequest<FakeDma> request in requests)
        {
            run.Drive.Add(request, 0);
        }

        Finish(run, requests);
        Assert.Equal([ErrorCode.None, ErrorCode.DeviceError, ErrorCode.DeviceError], requests.Select(request => request.Result));
    }

    [Fact]
    public void What_is_beyond_the_disk_never_gets_to_the_device()
    {
        DiskRun run = new(true, 6);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        (ulong Sector, uint Count)[] ranges =
            [(DiskRun.Sectors, 1), (DiskRun.Sectors - 1, 2), (ulong.MaxValue, 1), (0, 0), (1, uint.MaxValue), (1, 0x80_0001)];
        foreach ((ulong sector, uint count) in ranges)
        {
            foreach (DiskOperation operation in (DiskOperation[])[DiskOperation.Read, DiskOperation.Write, DiskOperation.Discard])
            {
                DiskRequest<FakeDma> request = run.Request(operation, sector, count);
                run.Drive.Add(request, 0);
                Assert.Same(request, run.Drive.TakeDone());
                Assert.Equal(ErrorCode.InvalidArgument, request.Result);
            }
        }

        run.Device.Work();
        Assert.Empty(run.Device.Done);
    }

    [Fact]
    public void A_disk_that_is_read_only_refuses_to_be_written()
    {
        DiskRun run = new(true, 7);
        run.Device.Features |= (ulong)VirtioFeatures.BlockReadOnly;
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        Assert.True(run.Drive.IsReadOnly);
        DiskRequest<FakeDma> request = run.Request(DiskOperation.Write, 0, 1);
        run.Drive.Add(request, 0);
        Assert.Equal(ErrorCode.AccessDenied, run.Drive.TakeDone()?.Result);
    }

    [Fact]
    public void A_disk_without_flush_is_durable_with_each_write()
    {
        DiskRun run = new(true, 8);
        run.Device.Features &= ~(ulong)(VirtioFeatures.BlockFlush | VirtioFeatures.BlockDiscard);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma> write = run.Request(DiskOperation.Write, 0, 1);
        DiskRequest<FakeDma> flush = run.Request(DiskOperation.Flush, 0, 0);
        DiskRequest<FakeDma> discard = run.Request(DiskOperation.Discard, 0, 1);
        run.Drive.Add(write, 0);
        run.Drive.Add(flush, 0);
        run.Drive.Add(discard, 0);
        Assert.Same(discard, run.Drive.TakeDone());
        Assert.Equal(ErrorCode.NotSupported, discard.Result);
        Finish(run, [write, flush]);
        Assert.Equal((ErrorCode.None, ErrorCode.None), (write.Result, flush.Result));
        Assert.Equal([1u], run.Device.Done);
    }

    // A flush makes the device's finished writes durable, so it reaches the device after the earlier ones, but waits for no others.
    [Fact]
    public void A_flush_waits_for_the_writes_before_it()
    {
        DiskRun run = new(false, 9);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma>[] requests =
        [
            run.Request(DiskOperation.Write, 0, 1, 0),
            run.Request(DiskOperation.Write, 4, 1, 1),
            run.Request(DiskOperation.Flush, 0, 0),
            run.Request(DiskOperation.Write, 8, 1, 2),
        ];
        foreach (DiskRequest<FakeDma> request in requests)
        {
            run.Drive.Add(request, 0);
        }

        run.Device.Work();
        Assert.Equal([1u, 1u, 1u], run.Device.Done);
        Finish(run, requests);
        Assert.Equal([1u, 1u, 1u, 4u], run.Device.Done);
        Assert.All(requests, request => Assert.Equal(ErrorCode.None, request.Result));
    }

    [Fact]
    public void A_long_discard_is_made_in_pieces()
    {
        DiskRun run = new(true, 10);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma> discard = run.Request(DiskOperation.Discard, 10, 333);
        run.Drive.Add(discard, 0);
        Finish(run, [discard]);
        Assert.Equal(ErrorCode.None, discard.Result);
        Assert.Equal([11u, 11u, 11u, 11u], run.Device.Done);
        Assert.All(run.Device.Contents.Skip(10 * 512).Take(333 * 512), one => Assert.Equal(0, one));
        Assert.NotEqual(new byte[512], run.Device.Contents.Skip(343 * 512).Take(512));
    }

    [Fact]
    public void A_discard_in_pieces_keeps_to_the_most_that_was_said_at_the_start()
    {
        DiskRun run = new(true, 14);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma> discard = run.Request(DiskOperation.Discard, 10, 333);
        run.Drive.Add(discard, 0);
        run.Device.MostDiscarded = 7;
        Finish(run, [discard]);
        Assert.Equal([11u, 11u, 11u, 11u], run.Device.Done);
        Assert.All(run.Device.Contents.Skip(10 * 512).Take(333 * 512), one => Assert.Equal(0, one));
    }

    [Fact]
    public void The_serial_number_is_read()
    {
        DiskRun run = new(false, 11);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma> request = new() { Operation = DiskOperation.Serial };
        run.Drive.Add(request, 0);
        Finish(run, [request]);
        Assert.Equal("disk-of-tests", run.Drive.Serial);
    }

    // Silence, and a device that reports a failure: a reset, one more try, then an error.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_not_answered_is_tried_once_more_and_then_fails(bool givesItselfUp)
    {
        DiskRun run = new(true, 12);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma>[] requests = [.. Enumerable.Range(0, 32).Select(i => run.Request(DiskOperation.Read, (ulong)i * 4, 1, i))];
        run.Device.IsSilent = true;
        foreach (DiskRequest<FakeDma> request in requests)
        {
            run.Drive.Add(request, 0);
        }

        Lose(run, givesItselfUp, 1000);
        Assert.Equal((2, 32), (run.Device.Resets, run.Drive.InFlight));
        Assert.Null(run.Drive.TakeDone());

        // This time it answers half of them, then falls silent again.
        run.Device.IsSilent = false;
        run.Device.Work(16);
        run.Drive.OnInterrupt(1500);
        run.Device.IsSilent = true;
        Lose(run, givesItselfUp, 2500);
        Assert.Equal((3, 0), (run.Device.Resets, run.Drive.InFlight));
        List<ErrorCode> results = [];
        while (run.Drive.TakeDone() is DiskRequest<FakeDma> done)
        {
            results.Add(done.Result);
        }

        Assert.Equal(16, results.Count(result => result == ErrorCode.None));
        Assert.Equal(16, results.Count(result => result == ErrorCode.DeviceError));
        run.Device.IsSilent = false;
        Assert.Null(run.Make(50));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(189u)]
    [InlineData(192u)]
    [InlineData(0xFFFF_FFFFu)]
    public void A_device_that_writes_what_cannot_be_is_reset(uint lie)
    {
        DiskRun run = new(false, 13);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma> request = run.Request(DiskOperation.Read, 0, 1);
        run.Drive.Add(request, 0);
        run.Device.Lie = lie;
        run.Device.Work();
        run.Drive.OnInterrupt(1);
        Assert.Equal((2, 1), (run.Device.Resets, run.Drive.InFlight));
        run.Device.Lie = null;
        Finish(run, [request]);
        Assert.Equal(ErrorCode.None, request.Result);
    }

    // Until a reset succeeds, the device may write into the memory of its requests: the memory is not returned.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_device_has_that_cannot_be_reset_is_not_given_back(bool givesItselfUp)
    {
        DiskRun run = new(true, 15);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma>[] requests = [.. Enumerable.Range(0, 4).Select(i => run.Request(DiskOperation.Read, (ulong)i * 4, 1, i))];
        run.Device.IsSilent = true;
        foreach (DiskRequest<FakeDma> request in requests)
        {
            run.Drive.Add(request, 0);
        }

        run.Device.IsStuckInReset = true;
        Lose(run, givesItselfUp, 1000);
        Assert.Null(run.Drive.TakeDone());
        Assert.Equal((2, 4), (run.Device.Resets, run.Drive.InFlight));

        // A request that the device never had is answered at once.
        DiskRequest<FakeDma> late = run.Request(DiskOperation.Read, 100, 1, 9);
        run.Drive.Add(late, 1001);
        Assert.Same(late, run.Drive.TakeDone());
        Assert.Equal(ErrorCode.DeviceError, late.Result);

        // Tried again as often as the driver looks for requests: not with each of the device's interrupts.
        run.Drive.OnInterrupt(1002);
        Assert.Equal(2, run.Device.Resets);
        run.Drive.OnTime(2500);
        Assert.Equal((3, 4), (run.Device.Resets, run.Drive.InFlight));
        Assert.Null(run.Drive.TakeDone());
        run.Device.IsStuckInReset = false;
        run.Device.IsSilent = false;
        run.Drive.OnTime(4500);
        Finish(run, requests);
        Assert.All(requests, request => Assert.Equal(ErrorCode.None, request.Result));
        Assert.Null(run.Make(50));
    }

    // Each try takes time: a request in between fails at once, and does not cause another try.
    [Fact]
    public void A_device_that_does_not_start_again_is_left_alone_for_a_while()
    {
        DiskRun run = new(true, 16, patience: 15_000);
        Assert.Equal(ErrorCode.None, run.Drive.Start());
        DiskRequest<FakeDma> first = run.Request(DiskOperation.Read, 0, 1);
        run.Drive.Add(first, 0);
        run.Device.RefusesFeatures = true;
        Lose(run, givesItselfUp: true, 1001);
        Assert.Same(first, run.Drive.TakeDone());
        Assert.Equal((ErrorCode.DeviceError, 2), (first.Result, run.Device.Resets));
        for (ulong now = 1000; now < 4000; now += 10)
        {
            DiskRequest<FakeDma> request = run.Request(DiskOperation.Read, 0, 1);
            run.Drive.Add(request, now);
            Assert.Same(request, run.Drive.TakeDone());
            Assert.Equal(ErrorCode.DeviceError, request.Result);
        }

        Assert.InRange(run.Device.Resets, 4, 5);
        run.Device.RefusesFeatures = false;
        run.Now = 6000;
        Assert.Null(run.Make(50));
    }

    private static void Lose(DiskRun run, bool givesItselfUp, ulong now)
    {
        run.Device.NeedsReset = givesItselfUp;
        if (givesItselfUp)
        {
            run.Drive.OnInterrupt(now - 1);
        }
        else
        {
            run.Drive.OnTime(now);
        }
    }

    private static void Finish(DiskRun run, DiskRequest<FakeDma>[] requests)
    {
        List<DiskRequest<FakeDma>> left = [.. requests];
        for (int i = 0; i < 100 && left.Count != 0; i++)
        {
            run.Device.Work();
            run.Drive.OnInterrupt((ulong)i);
            while (run.Drive.TakeDone() is DiskRequest<FakeDma> done)
            {
                Assert.True(left.Remove(done));
            }
        }

        Assert.Empty(left);
    }
}
