using System;
using System.Linq;
using RustKernel.Drivers.Tests.Virtio;
using RustKernel.Services.Disk;
using Xunit;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>The driver of SD cards, by the CPU and by ADMA2, with cards and controllers that are right, wrong, or missing.</summary>
public sealed class SdTests
{
    private const int Sector = FakeSdCard.SectorBytes;

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    public void A_card_is_identified_and_made_fast(bool isHighCapacity, bool isVersion1, bool isNarrow)
    {
        SdRun run = new(isDma: false, isHighCapacity: isHighCapacity && !isVersion1);
        (run.Card.IsVersion1, run.Card.IsNarrow) = (isVersion1, isNarrow);
        Assert.Equal(ErrorCode.None, run.Start());
        Assert.Equal((ulong)SdRun.Sectors, run.Drive.Sectors);
        Assert.Equal(50_000_000, run.Controller.Hertz);
        Assert.Equal(isNarrow ? 4u : 6u, run.Controller.HostControl & 6);
        Assert.True(run.Drive.HasDiscard && !run.Drive.IsReadOnly);
        Assert.Equal(!isHighCapacity || isVersion1, run.Card.Got.Contains(16));
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Serial, 0, 0));
        Assert.Equal("FAKE!-12345678", run.Drive.Serial);
    }

    [Fact]
    public void A_card_without_high_speed_keeps_to_25_MHz()
    {
        SdRun run = new(isDma: false);
        run.Card.HasHighSpeed = false;
        Assert.Equal(ErrorCode.None, run.Start());
        Assert.Equal((25_000_000, 2u), (run.Controller.Hertz, run.Controller.HostControl & 6));
    }

    // The size in the card's data, and the right size.
    [Theory]
    [InlineData(1, 9, 0, 0, 0x3FFFFF, 4_294_967_296)]
    [InlineData(1, 9, 0, 0, 0, 1024)]
    [InlineData(0, 9, 4095, 7, 0, 2_097_152)]
    [InlineData(0, 11, 4095, 7, 0, 8_388_608)]
    [InlineData(0, 10, 4095, 7, 0, 4_194_304)]
    [InlineData(0, 9, 0, 0, 0, 4)]
    public void Sizes_are_read_as_the_versions_have_them(uint version, uint blockBits, uint size, uint factor, uint high, long sectors)
    {
        SdRun run = new(isDma: false, isHighCapacity: version == 1);
        FakeSdCard.SetField(run.Card.Csd, 83, 80, blockBits);
        if (version == 1)
        {
            FakeSdCard.SetField(run.Card.Csd, 69, 48, high);
        }
        else
        {
            FakeSdCard.SetField(run.Card.Csd, 73, 62, size);
            FakeSdCard.SetField(run.Card.Csd, 49, 47, factor);
        }

        Assert.Equal(ErrorCode.None, run.Start());
        Assert.Equal((ulong)sectors, run.Drive.Sectors);
    }

    [Theory]
    [InlineData(127, 126, 2, ErrorCode.NotSupported)]
    [InlineData(127, 126, 3, ErrorCode.NotSupported)]
    [InlineData(127, 126, 0, ErrorCode.Corrupt)]
    [InlineData(83, 80, 8, ErrorCode.Corrupt)]
    [InlineData(83, 80, 12, ErrorCode.Corrupt)]
    [InlineData(83, 80, 0, ErrorCode.Corrupt)]
    public void A_card_that_says_what_cannot_be_is_refused(int high, int low, uint value, ErrorCode error)
    {
        SdRun run = new(isDma: false);
        FakeSdCard.SetField(run.Card.Csd, high, low, value);
        Assert.Equal(error, run.Start());
    }

    // Whatever 120 bits a card sends: an answer, and no access past its stated size.
    [Fact]
    public void A_card_may_say_anything()
    {
        Random random = new(7);
        for (int i = 0; i < 150; i++)
        {
            SdRun run = new(isDma: false, isHighCapacity: random.Next(2) == 0);
            for (int word = 0; word < 4; word++)
            {
                run.Card.Csd[word] = (uint)random.NextInt64();
            }

            if (run.Start() == ErrorCode.None)
            {
                Assert.InRange(run.Drive.Sectors, 4ul, 1ul << 32);
                Assert.Equal(ErrorCode.InvalidArgument, run.Do(DiskOperation.Read, run.Drive.Sectors, 1));
            }
        }
    }

    [Fact]
    public void What_is_no_SD_card_is_said()
    {
        Assert.Equal(ErrorCode.NotFound, Started(run => run.Card.IsPulled = true));
        Assert.Equal(ErrorCode.NotFound, Started(run => run.Card.IsMmc = true));
        Assert.Equal(ErrorCode.NotSupported, Started(run => run.Card.EchoesWrong = true));
        Assert.Equal(ErrorCode.TimedOut, Started(run => run.Card.NotReady = int.MaxValue));
        Assert.Equal(ErrorCode.TimedOut, Started(run => run.Controller.IsStuckInReset = true));
        Assert.Equal(ErrorCode.TimedOut, Started(run => run.Controller.IsUnstable = true));
    }

    [Fact]
    public void Each_answer_of_the_start_may_come_damaged_once()
    {
        for (int damaged = 1; damaged < 40; damaged++)
        {
            SdRun run = new(isDma: false);
            run.Controller.DamageAfter = damaged;
            Assert.Equal(ErrorCode.None, run.Start());
            run.Controller.DamageAfter = 0;
            Assert.Null(run.Make(5));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_card_that_is_write_protected_is_read_only(bool bySwitch)
    {
        SdRun run = new(isDma: false);
        run.Controller.IsWriteProtected = bySwitch;
        FakeSdCard.SetField(run.Card.Csd, 12, 12, bySwitch ? 0u : 1);
        Assert.Equal(ErrorCode.None, run.Start());
        Assert.True(run.Drive.IsReadOnly && !run.Drive.HasDiscard);
        Assert.Equal(ErrorCode.AccessDenied, run.Do(DiskOperation.Write, 0, 1));
        Assert.Equal(ErrorCode.NotSupported, run.Do(DiskOperation.Discard, 0, 1));
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 0, 1));
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Requests_of_chance_are_what_the_model_says(bool isDma, bool isCoherent, bool hasSetBlockCount)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            SdRun run = new(isDma, isCoherent, seed, isHighCapacity: seed % 2 == 0);
            run.Card.HasSetBlockCount = hasSetBlockCount;
            Assert.Equal(ErrorCode.None, run.Start());
            Assert.Null(run.Make(150));
            Assert.Equal((150, 0), (run.Answered, run.Drive.Resets));
            Assert.Equal(hasSetBlockCount, run.Card.Got.Contains(23));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_goes_wrong_once_is_done_again(bool isDma)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            SdRun run = new(isDma, seed: seed);
            run.Card.HasSetBlockCount = seed % 2 == 0;
            Assert.Equal(ErrorCode.None, run.Start());
            int kind = 0;
            run.Mishap = () => _ = kind++ % 2 == 0 ? run.Controller.DamagedBlocks = 1 : run.Controller.DamagedAnswers = 1;
            Assert.Null(run.Make(150));
            Assert.True(run.Drive.Resets > 5, $"{run.Drive.Resets}");
        }
    }

    // On a machine whose controller does not snoop the caches, and on one that does: a driver without one of the calls is detected.
    [Theory]
    [InlineData(nameof(IDmaMemory.ToDevice), false)]
    [InlineData(nameof(IDmaMemory.FromDevice), false)]
    [InlineData(nameof(IDmaMemory.OrderAll), true)]
    public void A_driver_that_forgets_the_caches_is_found(string forgotten, bool isCoherent)
    {
        bool isFound = false;
        for (int seed = 0; seed < 10 && !isFound; seed++)
        {
            SdRun run = new(isDma: true, isCoherent, seed) { Memory = { Forgotten = forgotten } };
            Assert.Equal(ErrorCode.None, run.Start());
            try
            {
                isFound = run.Make(60) is not null;
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentOutOfRangeException)
            {
                isFound = true;
            }
        }

        Assert.True(isFound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sector_that_cannot_be_read_fails_and_its_neighbours_do_not(bool isDma)
    {
        SdRun run = new(isDma);
        run.Card.Bad.Add(77);
        Assert.Equal(ErrorCode.None, run.Start());
        for (int again = 0; again < 4; again++)
        {
            Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 77, 1));
            Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 70, 16));
            Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 76, 1));
            Assert.Equal(run.Card.Contents[(76 * Sector)..(77 * Sector)], run.Read(0, Sector));
            Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 78, 100));
            Assert.Equal(run.Card.Contents[(78 * Sector)..(178 * Sector)], run.Read(0, 100 * Sector));
        }
    }

    // A card that counts reports it in its status afterwards, one that is stopped in its answer to that.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_write_of_which_the_card_says_later_that_it_failed_fails(bool isDma, bool hasSetBlockCount)
    {
        SdRun run = new(isDma);
        run.Card.HasSetBlockCount = hasSetBlockCount;
        run.Card.Worn.Add(40);
        Assert.Equal(ErrorCode.None, run.Start());
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Write, 40, 1));
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Write, 33, 8));
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Write, 41, 8));
    }

    // ADMA2's descriptors have 32 bits for an address.
    [Theory]
    [InlineData(0x1_0000_0000ul)]
    [InlineData(0x7FFF_0000ul)]
    public void What_the_controller_does_not_reach_the_CPU_moves(ulong shift)
    {
        SdRun run = new(isDma: true);
        Assert.Equal(ErrorCode.None, run.Start());
        DiskRequest<FakeDma> request = new()
        {
            Operation = DiskOperation.Read,
            Sector = 9,
            Count = 64,
            Data = new FakeDma(run.Memory, run.Block(1), shift),
        };
        run.Drive.Add(request, run.Now);
        Assert.True(run.Await(request));
        Assert.Equal(ErrorCode.None, request.Result);
        Assert.Equal(run.Card.Contents[(9 * Sector)..(73 * Sector)], run.Read(1, 64 * Sector));
    }

    // Data that stays damaged at high speed: the driver reads the card more slowly.
    [Fact]
    public void A_card_that_fails_again_and_again_is_read_slower()
    {
        SdRun run = new(isDma: false);
        Assert.Equal(ErrorCode.None, run.Start());
        run.Controller.DamagedBlocks = 3;
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 0, 1));
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 0, 1));
        Assert.Equal(25_000_000, run.Controller.Hertz);
    }

    [Theory]
    [InlineData(false, nameof(DiskOperation.Read))]
    [InlineData(true, nameof(DiskOperation.Read))]
    [InlineData(false, nameof(DiskOperation.Write))]
    [InlineData(true, nameof(DiskOperation.Write))]
    [InlineData(false, nameof(DiskOperation.Discard))]
    public void A_card_that_is_pulled_fails_what_was_asked_and_is_there_again_later(bool isDma, string name)
    {
        DiskOperation operation = Enum.Parse<DiskOperation>(name);
        SdRun run = new(isDma);
        Assert.Equal(ErrorCode.None, run.Start());
        DiskRequest<FakeDma> request = run.Request(operation, 0, 64);
        run.Drive.Add(request, run.Now);
        run.Card.IsPulled = true;
        Assert.True(run.Await(request));
        Assert.True(request.Result == ErrorCode.DeviceError || operation == DiskOperation.Discard);
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 0, 1));
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Write, 0, 1));
        run.Card.IsPulled = false;
        run.Rest();
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 5, 3));
        Assert.Equal(run.Card.Contents[(5 * Sector)..(8 * Sector)], run.Read(0, 3 * Sector));
    }

    [Fact]
    public void Another_card_is_left_alone()
    {
        SdRun run = new(isDma: false);
        Assert.Equal(ErrorCode.None, run.Start());
        FakeSdCard first = run.Card;
        FakeSdCard second = new(SdRun.Sectors, isHighCapacity: true, serial: 99);
        byte[] before = [.. second.Contents];
        run.Controller.Card = second;
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Write, 3, 1));
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 3, 1));
        Assert.Equal(before, second.Contents);
        run.Controller.Card = first;
        run.Rest();
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 3, 1));
    }

    // A card that never gets ready takes a second for each try: spent once, not for each request, and not again at once.
    [Fact]
    public void A_card_that_does_not_start_fails_all_that_waits_and_is_left_alone_for_a_while()
    {
        SdRun run = new(isDma: false);
        Assert.Equal(ErrorCode.None, run.Start());
        run.Controller.IsSilent = true;
        DiskRequest<FakeDma>[] requests = [.. Enumerable.Range(0, 8).Select(one => run.Request(DiskOperation.Read, (ulong)one, 1, one))];
        foreach (DiskRequest<FakeDma> request in requests)
        {
            run.Drive.Add(request, run.Now);
        }

        run.Controller.Card = new FakeSdCard(SdRun.Sectors, isHighCapacity: true) { NotReady = int.MaxValue };
        run.Time.Pass(6_000_000_000);
        ulong before = run.Now;
        run.Drive.OnTime(run.Now);
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(ErrorCode.DeviceError, run.Drive.TakeDone()?.Result);
        }

        Assert.InRange(run.Now - before, 0ul, 6_000_000ul);
        before = run.Now;
        int resets = run.Controller.Resets;
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 0, 1));
        Assert.Equal(resets, run.Controller.Resets);
        Assert.InRange(run.Now - before, 0ul, 1_000ul);
    }

    // The service shows that it is alive when the driver waits: its watch allows 5 seconds.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_start_that_fails_is_never_long_without_a_wait(bool isStuck, bool isSilent)
    {
        SdRun run = new(isDma: false);
        run.Card.NotReady = isStuck || isSilent ? 2 : int.MaxValue;
        (run.Controller.IsStuckInReset, run.Controller.IsSilent) = (isStuck, isSilent);
        Assert.NotEqual(ErrorCode.None, run.Start());
        Assert.InRange(run.Time.LongestRun, 1, 2_000_000_000);
    }

    // A late request of the service itself keeps its memory: no other is made, and no other's result counts as its own.
    [Fact]
    public void A_late_request_of_the_service_itself_keeps_its_memory()
    {
        SdRun run = new(isDma: true);
        Assert.Equal(ErrorCode.None, run.Start());
        OwnRequests<FakeDma> own = new(run.Drive);
        run.Controller.IsSilent = true;
        DiskRequest<FakeDma> late = run.Request(DiskOperation.Read, 0, 8);
        Assert.Equal(ErrorCode.None, own.Add(late, run.Now));
        run.Controller.IsStuckInReset = true;
        for (int i = 0; i < 3; i++)
        {
            run.Time.Pass(6_000_000_000);
            own.Look(run.Now);
            Assert.False(own.IsFree);
            Assert.Equal(ErrorCode.TimedOut, own.Add(run.Request(DiskOperation.Read, 9, 1), run.Now));
        }

        (run.Controller.IsStuckInReset, run.Controller.IsSilent) = (false, false);
        run.Rest();
        DiskRequest<FakeDma> next = run.Request(DiskOperation.Read, 9, 1);
        Assert.Equal(ErrorCode.None, own.Add(next, run.Now));
        Assert.Equal(ErrorCode.DeviceError, late.Result);
        for (int i = 0; i < 1000 && !own.IsFree; i++)
        {
            run.Time.Pass(10_000);
            own.Look(run.Now);
        }

        Assert.True(own.IsFree);
        Assert.Equal(ErrorCode.None, next.Result);
        Assert.Equal(run.Card.Contents[(9 * Sector)..(10 * Sector)], run.Read(0, Sector));
    }

    // A result that the disk returns in between may belong to another request.
    [Fact]
    public void Another_requests_result_is_not_taken_for_the_services_own()
    {
        SdRun run = new(isDma: false);
        Assert.Equal(ErrorCode.None, run.Start());
        OwnRequests<FakeDma> own = new(run.Drive);
        run.Drive.Add(run.Request(DiskOperation.Flush, 0, 0), run.Now);
        Assert.Equal(ErrorCode.None, own.Add(run.Request(DiskOperation.Read, 9, 1), run.Now));
        Assert.False(own.IsFree);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transfer_that_never_ends_is_given_up_and_the_card_is_usable(bool isDma)
    {
        SdRun run = new(isDma);
        Assert.Equal(ErrorCode.None, run.Start());
        run.Controller.IsSilent = true;
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 0, 8));
        run.Controller.IsSilent = false;
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 0, 8));
        run.Controller.IsBusyForEver = true;
        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Write, 0, 8));
        run.Controller.IsBusyForEver = false;
        Assert.Null(run.Make(20));
    }

    // The controller may still write into the request's memory, so its owner may not have it back.
    [Fact]
    public void A_request_is_not_answered_before_its_memory_is_free()
    {
        SdRun run = new(isDma: true);
        Assert.Equal(ErrorCode.None, run.Start());
        run.Controller.IsSilent = true;
        DiskRequest<FakeDma> request = run.Request(DiskOperation.Read, 0, 8);
        run.Drive.Add(request, run.Now);
        run.Controller.IsStuckInReset = true;
        for (int i = 0; i < 4; i++)
        {
            run.Time.Pass(6_000_000_000);
            run.Drive.OnTime(run.Now);
            Assert.Null(run.Drive.TakeDone());
            Assert.Equal(1, run.Drive.InFlight);
        }

        Assert.Equal(ErrorCode.DeviceError, run.Do(DiskOperation.Read, 9, 1));
        run.Controller.IsStuckInReset = false;
        run.Controller.IsSilent = false;
        run.Rest();
        run.Drive.OnTime(run.Now);
        Assert.Same(request, run.Drive.TakeDone());
        Assert.Equal((ErrorCode.DeviceError, 0), (request.Result, run.Drive.InFlight));
        Assert.Null(run.Make(10));
    }

    // A driver ends during a transfer; its successor resets the controller, and nothing more gets into the old memory.
    [Theory]
    [InlineData(false, nameof(DiskOperation.Read))]
    [InlineData(true, nameof(DiskOperation.Read))]
    [InlineData(false, nameof(DiskOperation.Write))]
    [InlineData(true, nameof(DiskOperation.Write))]
    public void A_successor_finds_a_usable_card_and_memory_that_stays_as_it_is(bool isDma, string name)
    {
        DiskOperation operation = Enum.Parse<DiskOperation>(name);
        for (int microseconds = 0; microseconds < 1500; microseconds += 50)
        {
            SdRun run = new(isDma);
            Assert.Equal(ErrorCode.None, run.Start());
            run.Drive.Add(run.Request(operation, 0, 32), run.Now);
            run.Time.Pass(microseconds * 1000L);
            run.Drive = run.NewDrive();
            Assert.Equal(ErrorCode.None, run.Start());
            byte[] memory = run.Memory.Device(TwoViewMemory.Base + run.Block(0), 32 * Sector).ToArray();
            run.Time.Pass(1_000_000_000);
            Assert.Equal(memory, run.Memory.Device(TwoViewMemory.Base + run.Block(0), 32 * Sector).ToArray());
            Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Read, 100, 4, block: 1));
            Assert.Equal(run.Card.Contents[(100 * Sector)..(104 * Sector)], run.Read(1, 4 * Sector));
        }
    }

    [Fact]
    public void A_long_discard_comes_in_pieces()
    {
        SdRun run = new(isDma: false, sectors: 20480);
        Assert.Equal(ErrorCode.None, run.Start());
        Assert.Equal(ErrorCode.None, run.Do(DiskOperation.Discard, 10, 20470));
        Assert.All(run.Card.Contents[(10 * Sector)..], one => Assert.Equal(0, one));
        Assert.Contains(run.Card.Contents[..(10 * Sector)], one => one != 0);
        Assert.Equal(3, run.Card.Got.Count(one => one == 38));
    }

    [Theory]
    [InlineData(SdRun.Sectors, 1u)]
    [InlineData(SdRun.Sectors - 1, 2u)]
    [InlineData(0, 0u)]
    [InlineData(0, uint.MaxValue)]
    [InlineData(-1, 1u)]
    public void Requests_past_the_end_are_refused(long sector, uint count)
    {
        SdRun run = new(isDma: false);
        Assert.Equal(ErrorCode.None, run.Start());
        foreach (DiskOperation operation in new[] { DiskOperation.Read, DiskOperation.Write, DiskOperation.Discard })
        {
            Assert.Equal(ErrorCode.InvalidArgument, run.Do(operation, (ulong)sector, count));
        }

        Assert.DoesNotContain(run.Card.Got, one => one is 17 or 18 or 24 or 25 or 38);
    }

    private static ErrorCode Started(Action<SdRun> change)
    {
        SdRun run = new(isDma: false);
        change(run);
        return run.Start();
    }
}
