// An SD host controller: reset, clock, lines, one command at a time, and its data. Owns the registers; knows no card.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.Sdhci;

namespace RustKernel.Drivers.Sdhci;

/// <summary>
/// One controller [SDHCI]. One caller at a time. Every access has 32 bits, and Transfer Mode is written only together with the
/// command, as BCM2711's controllers need it. Register 0x00 is never written, because QEMU's model then moves a block. Every wait
/// ends.
/// </summary>
/// <typeparam name="TBus">The register window.</typeparam>
/// <typeparam name="TClock">The time.</typeparam>
internal struct SdhciController<TBus, TClock>
    where TBus : struct, IRegisterBus
    where TClock : struct, ISdhciClock
{
    /// <summary>Hertz at which cards are identified.</summary>
    internal const uint IdentificationHertz = 400_000;

    /// <summary>The longest that a card may be busy, in microseconds.</summary>
    internal const uint BusyMicroseconds = 1_000_000;

    private const uint ResetMicroseconds = 100_000;
    private const uint CommandMicroseconds = 100_000;
    private const uint PauseMicroseconds = 100;
    private const uint NoClockPace = 10;
    private const uint Megahertz = 1_000_000;

    // The clock of BCM2711's EMMC2 when its register does not say. [LINUX, bcm2711-rpi-4-b.dts]
    private const uint UsualBaseMegahertz = 100;
    private const uint MostDivider = 1023;
    private const uint MostDividerBefore3 = 128;
    private const uint Version3 = 2;
    private const uint LongestTimeout = 14;
    private const uint Supply33 = 7;
    private const uint ADMA2 = 2;
    private const uint BusyResponse = 3;
    private const uint AllErrors = 0x037F_0000;
    private const uint Completions = 0x0000_0003;
    private const uint BufferReady = 0x0000_0030;
    private const uint TransferCompleteBit = 0x0000_0002;
    private const uint All = AllErrors | Completions | BufferReady;

    private readonly RegisterBlock<TBus> _registers;
    private readonly TClock _clock;
    private uint _pace;

    /// <summary>The controller behind <paramref name="bus"/>; accesses nothing.</summary>
    internal SdhciController(TBus bus, TClock clock)
    {
        _registers = new RegisterBlock<TBus>(bus);
        _clock = clock;
        _pace = NoClockPace;
    }

    /// <summary>True when it has ADMA2.</summary>
    internal readonly bool HasADMA2 => _registers.Read<Capabilities>().ADMA2Support;

    /// <summary>True when it has high speed.</summary>
    internal readonly bool HasHighSpeed => _registers.Read<Capabilities>().HighSpeedSupport;

    /// <summary>True when the slot's switch allows writes.</summary>
    internal readonly bool IsWriteAllowed => _registers.Read<PresentState>().WriteProtectSwitch;

    /// <summary>True when the buffer has a block to read.</summary>
    internal readonly bool HasBlock => _registers.Read<PresentState>().BufferReadEnable;

    /// <summary>True when the buffer takes a block to write.</summary>
    internal readonly bool TakesBlock => _registers.Read<PresentState>().BufferWriteEnable;

    /// <summary>True when the card holds its line down: it is busy.</summary>
    internal readonly bool IsCardBusy => (_registers.Read<PresentState>().DATLineLevel & 1) == 0;

    /// <summary>The clock.</summary>
    internal readonly TClock Clock => _clock;

    /// <summary>
    /// Resets everything: no earlier transfer continues, nothing interrupts. The card has power, but no clock.
    /// <see cref="ErrorCode.TimedOut"/>: the reset does not end.
    /// </summary>
    internal ErrorCode Reset()
    {
        _pace = NoClockPace;
        ErrorCode error = Reset(ClockControl.FromBits(0).WithSoftwareResetAll(true));
        if (error == ErrorCode.None)
        {
            Write(InterruptStatusEnable.Of(All));
            Write(HostControl.FromBits(0).WithSDBusVoltage(Supply33).WithSDBusPower(true));
        }

        return error;
    }

    /// <summary>Abandons what the lines are doing. <see cref="ErrorCode.TimedOut"/> as <see cref="Reset()"/>.</summary>
    internal ErrorCode ResetLines()
    {
        ClockControl clock = _registers.Read<ClockControl>();
        ErrorCode error = Reset(clock.WithSoftwareResetCMD(true).WithSoftwareResetDAT(true));
        Write(InterruptClear.Of(uint.MaxValue));
        return error;
    }

    /// <summary>
    /// Gives the card a clock of at most <paramref name="hertz"/>. <see cref="ErrorCode.TimedOut"/>: it does not become stable.
    /// </summary>
    internal ErrorCode SetClock(uint hertz)
    {
        uint megahertz = _registers.Read<Capabilities>().BaseClockFrequency;
        uint source = (megahertz == 0 ? UsualBaseMegahertz : megahertz) * Megahertz;
        uint divider = Divider(source, hertz);
        uint real = divider == 0 ? source : source / (2 * divider);
        _pace = NoClockPace;
        ClockControl clock = ClockControl.FromBits(0).WithDataTimeout(LongestTimeout);
        Write(clock);
        clock = clock.WithDivider(divider).WithUpperDivider(divider >> 8).WithInternalClockEnable(true);
        Write(clock);
        ulong end = _clock.Microseconds + ResetMicroseconds;
        while (!_registers.Read<ClockControl>().InternalClockStable)
        {
            if (_clock.Microseconds > end)
            {
                return ErrorCode.TimedOut;
            }

            _clock.Wait(PauseMicroseconds);
        }

        Write(clock.WithSDClockEnable(true));

        // The first of two writes within two of the card's clocks may be lost. [LINUX, drivers/mmc/host/sdhci-iproc.c]
        _pace = real <= IdentificationHertz ? (4 * Megahertz / real) + 1 : 0;
        return ErrorCode.None;
    }

    /// <summary>Sets how data comes: on four lines, with the timing of high speed.</summary>
    internal readonly void SetLines(bool isWide, bool isFast) =>
        Write(_registers.Read<HostControl>().WithDataTransferWidth(isWide).WithHighSpeedEnable(isFast).WithDMASelect(ADMA2));

    /// <summary>Enables interrupts for everything that ends or advances a transfer.</summary>
    internal readonly void SetSignals() => Write(InterruptSignalEnable.Of(AllErrors | TransferCompleteBit | BufferReady));

    /// <summary>
    /// Sends a command and waits for its answer; also waits until the card is no longer busy, unless <paramref name="isLong"/>.
    /// <see cref="ErrorCode.TimedOut"/>: no answer; <see cref="ErrorCode.DeviceError"/>: a damaged one. After an error the lines are
    /// as after <see cref="ResetLines"/>.
    /// </summary>
    internal ErrorCode Send(TransferMode command, uint argument, bool isLong = false)
    {
        uint bits = TransferMode.ToBits(command);
        bool isBusy = ((bits >> 16) & BusyResponse) == BusyResponse;
        bool isAbort = ((bits >> 22) & 3) == 3;
        ErrorCode error = AwaitLines(needsData: (isBusy || ((bits >> 21) & 1) != 0) && !isAbort);
        if (error == ErrorCode.None)
        {
            Write(InterruptClear.Of(uint.MaxValue));
            Write(Argument.Of(argument));
            Write(command);
            error = Await(isTransfer: false, CommandMicroseconds);
        }

        if (error == ErrorCode.None && isBusy && !isLong)
        {
            error = Await(isTransfer: true, BusyMicroseconds);
        }

        if (error != ErrorCode.None)
        {
            // Returns the command's error. Lines that do not recover fail the next command, or the reset before it.
            _ = ResetLines();
        }

        return error;
    }

    /// <summary>32 bits of the last answer, the lowest first.</summary>
    internal readonly uint Answer(uint word) => _registers.Read<Response>(word).Bits;

    /// <summary>Waits until no data moves and the card is not busy. <see cref="ErrorCode.TimedOut"/>.</summary>
    internal readonly ErrorCode AwaitData() => AwaitLines(needsData: true);

    /// <summary>Sets the data of the next command: the number of blocks and their size in bytes.</summary>
    internal readonly void SetBlocks(uint blocks, uint bytes) =>
        Write(BlockSize.FromBits(0).WithTransferBlockSize(bytes).WithBlockCount(blocks));

    /// <summary>Sets the address of the controller's descriptors.</summary>
    internal readonly void SetTable(uint address) => Write(ADMASystemAddress.Of(address));

    /// <summary>What has happened since the last call.</summary>
    internal readonly InterruptStatus TakeStatus()
    {
        InterruptStatus status = _registers.Read<InterruptStatus>();
        uint bits = InterruptStatus.ToBits(status);
        if (bits != 0)
        {
            Write(InterruptClear.Of(bits));
        }

        return status;
    }

    /// <summary>Takes the next 4 bytes from the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly uint TakeWord() => _registers.Take<BufferDataPort>().Bytes;

    /// <summary>Puts 4 bytes into the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void PutWord(uint bytes) => _registers.Write(BufferDataPort.Of(bytes));

    /// <summary>
    /// Sends a command with one block of data from the card, a few words, and waits for them. Errors of <see cref="Send"/>;
    /// <see cref="ErrorCode.TimedOut"/> and <see cref="ErrorCode.DeviceError"/> also for the data.
    /// </summary>
    internal ErrorCode Read(TransferMode command, uint argument, System.Span<uint> words)
    {
        ErrorCode error = AwaitData();
        if (error == ErrorCode.None)
        {
            SetBlocks(1, (uint)words.Length * sizeof(uint));
            error = Send(command, argument);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        ulong end = _clock.Microseconds + BusyMicroseconds;
        while (!HasBlock && error == ErrorCode.None)
        {
            error = ErrorOf(_registers.Read<InterruptStatus>());
            error = error == ErrorCode.None && _clock.Microseconds > end ? ErrorCode.TimedOut : error;
        }

        for (int i = 0; i < words.Length && error == ErrorCode.None; i++)
        {
            words[i] = TakeWord();
        }

        error = error == ErrorCode.None ? Await(isTransfer: true, BusyMicroseconds) : error;
        if (error != ErrorCode.None)
        {
            // As in Send.
            _ = ResetLines();
        }

        return error;
    }

    /// <summary>The error in <paramref name="status"/>: TimedOut, DeviceError, or none.</summary>
    internal static ErrorCode ErrorOf(InterruptStatus status) =>
        (InterruptStatus.ToBits(status) & AllErrors) == 0 ? ErrorCode.None
            : status.CommandTimeout || status.DataTimeout ? ErrorCode.TimedOut
            : ErrorCode.DeviceError;

    private readonly uint Divider(uint source, uint hertz)
    {
        if (source <= hertz)
        {
            return 0;
        }

        uint least = (source + (2 * hertz) - 1) / (2 * hertz);
        if (_registers.Read<SlotInterruptStatus>().SpecificationVersion >= Version3)
        {
            return least < MostDivider ? least : MostDivider;
        }

        uint power = 1;
        while (power < least && power < MostDividerBefore3)
        {
            power <<= 1;
        }

        return power;
    }

    private readonly ErrorCode Reset(ClockControl which)
    {
        Write(which);
        ulong end = _clock.Microseconds + ResetMicroseconds;
        while (true)
        {
            ClockControl clock = _registers.Read<ClockControl>();
            if (!clock.SoftwareResetAll && !clock.SoftwareResetCMD && !clock.SoftwareResetDAT)
            {
                return ErrorCode.None;
            }

            if (_clock.Microseconds > end)
            {
                return ErrorCode.TimedOut;
            }
        }
    }

    // A command needs its line; one with data or a busy card also needs the others.
    private readonly ErrorCode AwaitLines(bool needsData)
    {
        ulong end = _clock.Microseconds + (needsData ? BusyMicroseconds : CommandMicroseconds);
        while (true)
        {
            PresentState state = _registers.Read<PresentState>();
            if (!state.CommandInhibitCMD && !(needsData && state.CommandInhibitDAT))
            {
                return ErrorCode.None;
            }

            if (_clock.Microseconds > end)
            {
                return ErrorCode.TimedOut;
            }

            if (needsData)
            {
                _clock.Wait(PauseMicroseconds);
            }
        }
    }

    private readonly ErrorCode Await(bool isTransfer, uint microseconds)
    {
        ulong end = _clock.Microseconds + microseconds;
        while (true)
        {
            InterruptStatus status = _registers.Read<InterruptStatus>();
            ErrorCode error = ErrorOf(status);
            if (error != ErrorCode.None || (isTransfer ? status.TransferComplete : status.CommandComplete))
            {
                return error;
            }

            if (_clock.Microseconds > end)
            {
                return ErrorCode.TimedOut;
            }

            if (isTransfer)
            {
                _clock.Wait(PauseMicroseconds);
            }
        }
    }

    private readonly void Write<T>(T value)
        where T : struct, IRegister32<T>, IWritable
    {
        _registers.Write(value);
        Pace();
    }

    private readonly void Write(InterruptClear value)
    {
        _registers.Clear(value);
        Pace();
    }

    private readonly void Pace()
    {
        if (_pace != 0)
        {
            _clock.Wait(_pace);
        }
    }
}
